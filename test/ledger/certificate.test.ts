import { describe, expect, test } from 'vitest';
import { type About, certifyEvent, formatCertificate } from '../../shared/ledger/certificate.ts';
import {
  certified,
  faultOf,
  type Happened,
  log,
  parsed,
  policy,
  SEEN,
  STREAM,
  story,
  verify,
  witness,
} from './certifying.ts';
import { sha256, signer } from './crypto.ts';

const file = await certified();
const whole = parsed(file);

describe('a whole certificate', () => {
  test('proves fields, order, log, signer and witness', async () => {
    const verdict = await verify(file);
    if (!verdict.ok) throw new Error(verdict.code);
    expect(verdict).toMatchObject({ trusted: true, about: { kind: 'registration', stream: STREAM } });
    expect(verdict.log).toEqual([log.key]);
    expect(verdict.witnesses).toEqual([{ key: witness.key, time: SEEN }]);
    expect(verdict.checkpoint.size).toBe(13);
    const told = verdict.events.map(({ version, type, index, follows }) => [version, type, index, follows]);
    // Between 2 and 4 something else happened: no chain is claimed there.
    expect(told).toEqual([
      [1, 'applied', 4, false],
      [2, 'accepted', 5, true],
      [4, 'coded', 7, false],
    ]);
    expect(verdict.events.map(({ fields }) => [...fields])).toEqual([
      [
        ['/data/registrants', ['alpha']],
        ['/data/title', '气象指数'],
      ],
      [],
      [['/data/number', '511700-2026-000001']],
    ]);
    expect(verdict.events.map(({ hidden }) => hidden)).toEqual([3, 3, 3]);
  });

  test('without a policy it fits its own key, and no witness counts', async () => {
    const verdict = await verify(file, 'none');
    expect(verdict).toMatchObject({ ok: true, trusted: false, witnesses: [] });
  });

  test('hidden fields are in no part of it, nor is an event that is left out', () => {
    expect(file).not.toContain('secret');
    expect(file).not.toContain('objected');
    expect(file).not.toContain('event-2"');
  });

  test('is read back and written again byte for byte', () => {
    expect(formatCertificate(whole)).toBe(file);
  });
});

describe('whom to believe', () => {
  test('another log’s policy, another key of its name, a missing witness', async () => {
    const logs = (name: string) => [signer(name, 'ed25519').key];
    expect(await faultOf(file, { ...policy, logs: logs('other.test/log') })).toBe('unknown-log');
    expect(await faultOf(file, { ...policy, logs: logs('log.test/city') })).toBe('no-log-signature');
    const alone = await certified(story, undefined, { cosigned: false });
    expect(await faultOf(alone)).toBe('no-quorum');
    expect(await faultOf(alone, { ...policy, quorum: { need: 0, of: [] } })).toBe('ok');
  });

  test('a forger’s log under the same name fits its own key alone', async () => {
    const forged = await certified(story, undefined, { by: signer('log.test/city', 'ed25519') });
    expect(await faultOf(forged, 'none')).toBe('ok');
    expect(await faultOf(forged)).toBe('no-log-signature');
  });
});

describe('a measure', () => {
  const CASE = 'case#c1';
  const about: About = { kind: 'measure', stream: CASE, measure: 'm1' };
  const decided: Happened = {
    stream: CASE,
    data: {
      type: 'decided',
      measures: [
        { measure: 'm1', verb: 'close' },
        { measure: 'm2', verb: 'suspend' },
      ],
    },
    show: ['/data/measures'],
  };
  const committed = (measure: string): Happened => ({
    stream: CASE,
    data: { type: 'measure-committed', measure },
    show: ['/data/measure'],
  });
  const reinstated: Happened = {
    stream: CASE,
    data: { type: 'reinstated', measures: ['m1'] },
    show: ['/data/measures'],
  };

  test('is proven by events that name it, in each of the three ways', async () => {
    expect(await faultOf(await certified([decided, committed('m1'), reinstated], about))).toBe('ok');
  });

  test('another measure of the same case is none of its events', async () => {
    const mixed = await certified([decided, committed('m2')], about);
    expect(await verify(mixed)).toEqual({ ok: false, code: 'not-about', event: 1 });
  });

  test('events that name no measure do not prove one', async () => {
    expect(await faultOf(await certified([{ ...decided, show: [] }], about))).toBe('not-about');
    expect(await faultOf(await certified([{ stream: CASE, data: { type: 'reported' } }], about))).toBe('not-about');
  });
});

test('an event that is not what its leaf commits to is not certified', () => {
  const [event] = whole.events;
  if (!event) throw new Error('an event');
  const record = { stream: STREAM, version: 1, prev: '', at: '2026-11-23T08:00:00.000Z', data: { type: 'applied' } };
  expect(() => certifyEvent(record, new Uint8Array(32), [], event, sha256)).toThrow(RangeError);
});
