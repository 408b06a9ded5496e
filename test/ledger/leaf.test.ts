import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, hex, utf8 } from '../../shared/ledger/bytes.ts';
import { hmac } from '../../shared/ledger/hash.ts';
import { canonical } from '../../shared/ledger/jcs.ts';
import {
  commitField,
  commitFields,
  commitment,
  fieldSalt,
  fieldsOf,
  hourOf,
  type Json,
  type Leaf,
  leafV1,
  MAX_FIELDS,
  MAX_LEAF_SIZE,
  parseLeaf,
} from '../../shared/ledger/leaf.ts';
import { leafHash } from '../../shared/ledger/rfc6962.ts';
import { sha256, unhex } from './crypto.ts';

const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const record = {
  stream: 'channel#c-1',
  version: 7,
  prev: 'ab'.repeat(32),
  event: {
    type: 'held',
    hold: { articles: ['DZ-43'], until: null },
    note: '暂停\n"x"',
    empty: {},
    'a/b~c': true,
  },
};

/** Worked out once by another implementation (Python's hmac, hashlib, json): never to be edited to fit the code. */
const golden = {
  fields: {
    '/stream': '8776b39f9cc2ec0be78c6a24ae5dc32d1d8bb0b2987896ba6d2462581b1cb91e',
    '/version': '63294dbdc6df4e3cb722dc4c912d5fc95bcf866525d8adc27f38c7393c668dda',
    '/prev': 'f45b09a0e1f47df07b8f86c7e11a7145a060ce2fe15387d68b5d197e7243128b',
    '/event/type': '32c2c33255f668dc5388df3b077135d5f673b8850bf9e550185f919d5c0d053b',
    '/event/hold/articles': 'acb688c7255f4b2a67deec92b1556853ae031f603b92814563f8aa2aec7076f3',
    '/event/hold/until': '95543ee5882029cb0381dad616453e852a6bbda547500c57a7c57c4068a94f32',
    '/event/note': 'a09dd3c5ee4d5e83ec8b4baf3d21f61d984539e4031b3a64767941a596e8d65d',
    '/event/empty': 'fdd37cb2edb39a7c7ee15c428342db8437c867ff7c18e93dc035ba4eb6fe89ef',
    '/event/a~1b~0c': '12abafe77fdde0860049a8414973d49dba8c5e7f8d181a889ad58de69854a3fc',
  },
  c: '3cd818870ad7cf5121a1c6455209572c98e6d83a4db6d13eb03c52a406ebc0c9',
  leaf: '{"at":"2026-11-23T08:00:00Z","c":"3cd818870ad7cf5121a1c6455209572c98e6d83a4db6d13eb03c52a406ebc0c9","event":"0190a1b2-event","kind":"record","v":1}',
  hash: 'c9a9216e760c8dacb4f262bff09c83889e2ffd6e534465b8e8129bac4f26a3b1',
};
const leaf: Leaf = { kind: 'record', event: '0190a1b2-event', at: '2026-11-23T08:00:00Z', c: golden.c };

describe('the format never changes', () => {
  test('field commitments', () => {
    const commitments = commitFields(record, seed, sha256);
    expect(Object.fromEntries(Array.from(commitments, ([path, one]) => [path, hex(one)]))).toEqual(golden.fields);
    expect(hex(commitment(commitments.values(), sha256))).toBe(golden.c);
  });

  test('leaf bytes and leaf hash', () => {
    expect(leafV1(leaf)).toEqual(utf8(golden.leaf));
    expect(hex(leafHash(leafV1(leaf), sha256))).toBe(golden.hash);
    expect(parseLeaf(utf8(golden.leaf))).toEqual({ ok: true, leaf });
  });
});

describe('fields', () => {
  test('objects are taken apart, lists and empty objects stay whole, names are escaped', () => {
    const deep = { a: { b: { c: 1 } }, list: [{ x: 1 }, 2], none: [], nothing: {}, '': 0, '~/': null };
    expect(Array.from(fieldsOf(deep))).toEqual([
      ['/a/b/c', 1],
      ['/list', [{ x: 1 }, 2]],
      ['/none', []],
      ['/nothing', {}],
      ['/', 0],
      ['/~0~1', null],
    ]);
    expect(Array.from(fieldsOf({}))).toEqual([['', {}]]);
  });

  test('two different records never have the same fields', () => {
    const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json>(0, 1, '', 'a', null, true),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('0', '1', 'a', '/', '~1', ''), tie('value'), { maxKeys: 2 }),
      ),
    })).value;
    const fields = (a: Json) => hex(canonical(Object.fromEntries(fieldsOf({ a }))));
    expect(fields([0])).not.toBe(fields({ '0': 0 }));
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(fields(a) === fields(b)).toBe(hex(canonical(a)) === hex(canonical(b)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('depth and number are bounded', () => {
    const nested = (depth: number): { [key: string]: Json } => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(fieldsOf(nested(16)).size).toBe(1);
    expect(() => fieldsOf(nested(17))).toThrow(RangeError);
    const wide = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
    expect(fieldsOf(wide(MAX_FIELDS)).size).toBe(MAX_FIELDS);
    expect(() => fieldsOf(wide(MAX_FIELDS + 1))).toThrow(RangeError);
  });
});

describe('commitments', () => {
  test('salts are HMAC-SHA-256 as published, 32 bytes, another for each path and seed', () => {
    const published = hmac(utf8('Jefe'), utf8('what do ya want for nothing?'), sha256);
    expect(hex(published)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    const salts = ['/a', '/b', '/a/b'].map((path) => hex(fieldSalt(seed, path, sha256)));
    const other = hex(fieldSalt(sha256(seed), '/a', sha256));
    expect(new Set([...salts, other]).size).toBe(4);
    expect(() => fieldSalt(new Uint8Array(31), '/a', sha256)).toThrow(RangeError);
  });

  test('path, value and salt are each bound', () => {
    const salt = fieldSalt(seed, '/a', sha256);
    const base = hex(commitField('/a', 1, salt, sha256));
    expect(base).toBe(hex(sha256(concat(Uint8Array.of(2), salt, utf8('["/a",1]')))));
    expect(hex(commitField('/b', 1, salt, sha256))).not.toBe(base);
    expect(hex(commitField('/a', '1', salt, sha256))).not.toBe(base);
    expect(hex(commitField('/a', 1, sha256(salt), sha256))).not.toBe(base);
    expect(() => commitField('/a', 1, new Uint8Array(16), sha256)).toThrow(RangeError);
    expect(() => commitField('/a', '\ud800', salt, sha256)).toThrow(RangeError);
  });

  test('shown fields with their salts and the commitments of the hidden ones give c; a changed value does not', () => {
    const all = commitFields(record, seed, sha256);
    const shown = ['/event/type', '/stream'];
    const hidden = Array.from(all).flatMap(([path, one]) => (shown.includes(path) ? [] : [one]));
    const opened = (type: Json) => [
      commitField('/event/type', type, fieldSalt(seed, '/event/type', sha256), sha256),
      commitField('/stream', record.stream, fieldSalt(seed, '/stream', sha256), sha256),
    ];
    expect(hex(commitment([...hidden, ...opened('held')], sha256))).toBe(golden.c);
    expect(hex(commitment([...hidden, ...opened('released')], sha256))).not.toBe(golden.c);
    expect(hex(commitment([...hidden.slice(1), ...opened('held')], sha256))).not.toBe(golden.c);
  });

  test('the order in which fields come does not matter', () => {
    const { event, ...head } = record;
    const reordered = { event, ...head };
    expect(hex(commitment(commitFields(reordered, seed, sha256).values(), sha256))).toBe(golden.c);
    expect(() => commitment([], sha256)).toThrow(RangeError);
    expect(() => commitment([new Uint8Array(31)], sha256)).toThrow(RangeError);
  });
});

describe('leaf', () => {
  test('the hour is all that a moment leaves in it', () => {
    expect(hourOf('2026-11-23T08:00:00.000Z')).toBe('2026-11-23T08:00:00Z');
    expect(hourOf('2026-11-23T08:59:59.999Z')).toBe('2026-11-23T08:00:00Z');
    for (const bad of ['', '2026-02-30T08:00:00.000Z', '2026-11-23T24:00:00.000Z', '2026-11-23T08:00:00+08:00']) {
      expect(() => hourOf(bad)).toThrow(RangeError);
    }
  });

  test('the longest leaf stays below its bound', () => {
    expect(leafV1({ ...leaf, kind: 'served', event: 'e'.repeat(64) }).length).toBeLessThanOrEqual(MAX_LEAF_SIZE);
  });

  test.each<Partial<Leaf>>([
    { at: '2026-11-23T08:30:00Z' },
    { at: '2026-11-23T08:00:00.000Z' },
    { at: '2026-02-30T08:00:00Z' },
    { c: golden.c.toUpperCase() },
    { c: golden.c.slice(2) },
    { event: '' },
    { event: 'e'.repeat(65) },
    { event: 'case#1' },
  ])('never written: %j', (change) => {
    expect(() => leafV1({ ...leaf, ...change })).toThrow(RangeError);
  });

  test.each([
    ['white space', golden.leaf.replace(':1', ': 1')],
    ['another order', golden.leaf.replace(/^\{(.*),"v":1\}$/, '{"v":1,$1}')],
    ['one member more', golden.leaf.replace('"v":1', '"v":1,"w":1')],
    ['one member less', golden.leaf.replace('"kind":"record",', '')],
    ['a kind that tells', golden.leaf.replace('record', 'case')],
    ['another version', golden.leaf.replace('"v":1', '"v":2')],
    ['a key twice', golden.leaf.replace('"v":1', '"v":1,"v":1')],
    ['an escape nobody needs', golden.leaf.replace('record', '\\u0072ecord')],
    ['a byte order mark', `\ufeff${golden.leaf}`],
    ['beyond its size', golden.leaf.padEnd(801)],
    ['no JSON', 'leaf'],
    ['null', 'null'],
    ['nothing', ''],
  ])('never read: %s', (_, text) => {
    expect(text).not.toBe(golden.leaf);
    expect(parseLeaf(utf8(text))).toEqual({ ok: false, code: 'bad-leaf' });
  });

  test('bytes that are not UTF-8 are never read', () => {
    expect(parseLeaf(unhex('ff'))).toEqual({ ok: false, code: 'bad-leaf' });
  });
});
