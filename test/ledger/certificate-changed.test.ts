import { describe, expect, test } from 'vitest';
import { utf8 } from '../../shared/ledger/bytes.ts';
import {
  type About,
  type Certificate,
  type CertifiedEvent,
  formatCertificate,
  MAX_CERTIFICATE_SIZE,
  parseCertificate,
} from '../../shared/ledger/certificate.ts';
import type { CertificateFault } from '../../shared/ledger/certified.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { certified, faultOf, type Happened, parsed, STREAM, story, verify } from './certifying.ts';
import { flipped, signer } from './crypto.ts';

const file = await certified();
const whole = parsed(file);

/** The file with its first event, or another, changed. */
const withEvent = (change: (event: CertifiedEvent) => Partial<CertifiedEvent>, at = 0): string =>
  JSON.stringify(
    plain({ ...whole, events: whole.events.map((one, i) => (i === at ? { ...one, ...change(one) } : one)) }),
    undefined,
    1,
  ).concat('\n');
/** As the file writes it, whatever it is. */
function plain({ about, keys, events }: Certificate) {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    format: 'shuqi-certificate/v1',
    about,
    keys,
    events: events.map(({ shown, hidden, leaf, proof }) => ({
      shown: shown.map((one) => ({ ...one, salt: text(one.salt) })),
      hidden: hidden.map(text),
      leaf: Buffer.from(leaf).toString(),
      proof,
    })),
  };
}

describe('what was changed is found', () => {
  test('every byte of the file, a bit of each', { timeout: 60_000 }, async () => {
    const bytes = utf8(file);
    const passed: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const text = Buffer.from(flipped(bytes, at * 8 + (at % 8))).toString();
      if ((await faultOf(text)) === 'ok') passed.push(at);
    }
    expect(passed).toEqual([]);
    expect(bytes.length).toBeGreaterThan(3_000);
  });

  const turn = (bytes: Uint8Array) => flipped(bytes, 13);
  const firstField = ([one, ...rest]: CertifiedEvent['shown'], change: object) =>
    one ? [{ ...one, ...change }, ...rest] : rest;
  const cases: readonly [string, (event: CertifiedEvent) => Partial<CertifiedEvent>, CertificateFault][] = [
    ['a value', ({ shown }) => ({ shown: firstField(shown, { value: '2026-11-23T08:59:00.000Z' }) }), 'bad-fields'],
    ['a path', ({ shown }) => ({ shown: firstField(shown, { path: '/An' }) }), 'bad-fields'],
    ['a salt', ({ shown }) => ({ shown: shown.map((one) => ({ ...one, salt: turn(one.salt) })) }), 'bad-fields'],
    ['a commitment', ({ hidden: [, ...rest] }) => ({ hidden: [new Uint8Array(32), ...rest] }), 'bad-fields'],
    ['a commitment left out', ({ hidden }) => ({ hidden: hidden.slice(1) }), 'bad-fields'],
    ['a field left out', ({ shown }) => ({ shown: shown.filter(({ path }) => path !== '/data/title') }), 'bad-fields'],
    ['the order of commitments', ({ hidden }) => ({ hidden: hidden.toReversed() }), 'not-a-certificate'],
    [
      'a field shown twice',
      ({ shown: [one, ...rest] }) => ({ shown: one ? [one, one, ...rest] : rest }),
      'not-a-certificate',
    ],
    ['the leaf', ({ leaf }) => ({ leaf: utf8(Buffer.from(leaf).toString().replace('"v":1', '"v":2')) }), 'bad-leaf'],
    ['the hour', ({ leaf }) => ({ leaf: utf8(Buffer.from(leaf).toString().replace('T08:', 'T07:')) }), 'bad-fields'],
    [
      'the event id',
      ({ leaf }) => ({ leaf: utf8(Buffer.from(leaf).toString().replace('event-0', 'event-9')) }),
      'bad-root',
    ],
    ['the index', ({ proof }) => ({ proof: proof.replace('index 4', 'index 5') }), 'bad-root'],
    ['the index, beyond', ({ proof }) => ({ proof: proof.replace('index 4', 'index 99') }), 'bad-index'],
    ['a hash of the path', ({ proof }) => ({ proof: proof.replace(/(index 4\n)./, '$1_') }), 'bad-proof'],
    ['the checkpoint of one event', ({ proof }) => ({ proof: proof.replace('\n13\n', '\n14\n') }), 'mixed'],
  ];
  test.each(cases)('%s', async (_, change, code) => {
    expect(await faultOf(withEvent(change))).toBe(code);
  });

  test('the checkpoint everywhere, its log, its signature, its witness', async () => {
    const everywhere = (from: string, to: string) => file.replaceAll(from, to);
    expect(await faultOf(everywhere('\\n13\\n', '\\n14\\n'))).toBe('own-key');
    expect(await faultOf(everywhere('log.test/city', 'log.test/town'))).toBe('own-key');
    const { keys, ...rest } = whole;
    const other = formatVkey(signer('log.test/city', 'ed25519').key);
    for (const wrong of [[other], [...keys, other], ['no key']]) {
      expect(await faultOf(formatCertificate({ ...rest, keys: wrong }), 'none')).toBe('own-key');
    }
    expect(await faultOf(everywhere('— witness.test/supervisor', '— witness.test/somebody'))).toBe('no-quorum');
  });

  test('members, digits and spaces that mean nothing are not let through either', () => {
    const written = [
      file.replace('"keys"', '"more": 1,\n "keys"'),
      file.replace('"shown": [', '"shown":  ['),
      file.replace('"value": 1,', '"value": 1.0,'),
      file.replace('气', '\\u6c14'),
      `${file}\n`,
      file.trimEnd(),
      file.replace('"about": {', '"about": {"kind":"measure",'),
      JSON.stringify(JSON.parse(file)),
      file.replace('/v1', '/v2'),
      '',
      'null',
      '[]',
      '{}',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      file.padEnd(MAX_CERTIFICATE_SIZE + 1),
    ];
    expect(written).not.toContain(file);
    for (const text of written) expect(parseCertificate(text)).toEqual({ ok: false, code: 'not-a-certificate' });
  });
});

describe('parts of different files', () => {
  const STRANGE = 'registration#other';
  const about: About = { kind: 'registration', stream: STREAM };

  test('an event of another stream is refused, in the same log too', async () => {
    const both: Happened[] = [...story.slice(0, 1), { stream: STRANGE, data: { type: 'accepted' } }];
    expect(await verify(await certified(both, about))).toEqual({ ok: false, code: 'not-about', event: 1 });
    expect(await faultOf(await certified(story, { ...about, stream: STRANGE }))).toBe('not-about');
  });

  test('kind and stream belong together', async () => {
    await expect(certified(story, { kind: 'agreement', stream: STREAM })).rejects.toThrow(RangeError);
    await expect(certified(story, { ...about, measure: 'm1' })).rejects.toThrow(RangeError);
    await expect(certified(story, { kind: 'measure', stream: 'case#c1' })).rejects.toThrow(RangeError);
  });

  test('proofs or leaves of two events exchanged', async () => {
    const [first, second] = whole.events;
    if (!first || !second) throw new Error('two events');
    const { leaf, proof } = second;
    expect(await faultOf(withEvent(() => ({ proof })))).toBe('bad-root');
    expect(await faultOf(withEvent(() => ({ leaf })))).toBe('bad-fields');
    expect(await faultOf(withEvent(() => ({ leaf, proof })))).toBe('bad-fields');
  });

  test('a file of another day brings another checkpoint', async () => {
    const later = parsed(await certified([...story, { stream: STREAM, data: { type: 'expired' } }]));
    const mixed = { ...whole, events: [...whole.events.slice(0, 2), ...later.events.slice(2)] };
    expect(await faultOf(formatCertificate(mixed))).toBe('mixed');
  });

  test('events out of order, or twice', async () => {
    const [first, second, third] = whole.events;
    if (!first || !second || !third) throw new Error('three events');
    for (const events of [
      [second, first],
      [first, first, second],
      [first, third, second],
    ]) {
      expect(await faultOf(formatCertificate({ ...whole, events }))).toBe('bad-order');
    }
    expect(await verify(formatCertificate({ ...whole, events: [third] }))).toMatchObject({ ok: true });
  });
});

test('an event that names another predecessor than the one in the file', async () => {
  // A platform that has two pasts for one stream, both logged: the second event goes on from the other first one.
  const events: Happened[] = [
    { stream: STREAM, data: { type: 'applied', title: 'shown to you' }, fork: true },
    { stream: STREAM, data: { type: 'applied', title: 'shown to others' }, unlisted: true },
    { stream: STREAM, data: { type: 'accepted' } },
  ];
  expect(await verify(await certified(events))).toEqual({ ok: false, code: 'bad-chain', event: 1 });
  expect(await faultOf(await certified(events.slice(1).map((one) => ({ ...one, unlisted: false }))))).toBe('ok');
});

test('a leaf of another kind, a first event with a past, a later one without, versions that are no numbers', async () => {
  const first = (as: Happened['as']): Happened[] => [{ stream: STREAM, data: { type: 'applied' }, as }];
  expect(await faultOf(await certified(first({ kind: 'key' })))).toBe('bad-leaf');
  expect(await faultOf(await certified(first({ kind: 'record' })))).toBe('ok');
  expect(await faultOf(await certified(first({ prev: 'ab'.repeat(32) })))).toBe('bad-chain');
  expect(await faultOf(await certified(first({ version: 2 })))).toBe('bad-chain');
  for (const version of [0, -1, 1.5]) expect(await faultOf(await certified(first({ version })))).toBe('bad-order');
});
