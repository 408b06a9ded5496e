import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatEvidence, type HourEvidence, parseEvidence, type ShownHour } from '../../shared/ledger/hour-evidence.ts';
import { basisKey, bucketOf, bucketsFor } from '../../shared/ledger/hour-tree.ts';
import { verifyHours } from '../../shared/ledger/hours-verified.ts';
import type { Json } from '../../shared/ledger/leaf.ts';
import { noQuorum } from '../../shared/ledger/policy.ts';
import { check, flipped, sha256, signer } from './crypto.ts';
import { basisOf, delivery, evidenced, fileOf, log, policy, type Told } from './evidencing.ts';

const AFTER = '2026-11-23T12:30:00.000Z';
const story: readonly Told[] = [
  {
    hour: '2026112312',
    records: {
      a: [
        delivery('a', 7, '2026-11-23T12:00:01.000Z'),
        { v: 1, channel: 'ch-a', serial: 8, void: true },
        delivery('a', 9, '2026-11-23T12:10:00.000Z', { ended: false }),
        delivery('a', 10, AFTER, { cut: true }),
        delivery('a', 1, '2026-11-23T12:20:00.000Z', { channel: 'ch-a2', ended: false }),
      ],
      b: [delivery('b', 1, '2026-11-23T12:59:00.000Z')],
    },
  },
  {
    hour: '2026112313',
    records: {
      a: [{ v: 1, late: { channel: 'ch-a', hour: '2026112312', serial: 9 }, end: { bytes: 80 } }],
      b: [delivery('b', 2, '2026-11-23T13:01:00.000Z')],
    },
  },
  { hour: '2026112314' },
];

const verdict = (evidence: HourEvidence | string, by = policy) =>
  verifyHours(typeof evidence === 'string' ? evidence : fileOf(evidence), by, check, sha256);
const codeOf = async (evidence: HourEvidence | string) => {
  const told = await verdict(evidence);
  return told.ok ? 'ok' : told.code;
};
/** The story with some hours told otherwise, as a log that is not honest would have it. */
const dishonest = (...others: readonly Told[]) =>
  evidenced(
    story.map((one) => others.find(({ hour }) => hour === one.hour) ?? one),
    'a',
    AFTER,
  );
const withHour = (evidence: HourEvidence, at: number, over: (hour: ShownHour) => ShownHour): HourEvidence => ({
  ...evidence,
  hours: evidence.hours.map((hour, i) => (i === at ? over(hour) : hour)),
});
const honest = await evidenced(story, 'a', AFTER);
const recordsAt = (hour: number): readonly Json[] => honest.hours[hour]?.group?.records ?? [];

describe('evidence of deliveries', () => {
  it('proves hours without a gap, serials without a gap, and that none began after the moment', async () => {
    const told = await verdict(formatEvidence(honest));
    expect(told).toMatchObject({
      ...{ ok: true, trusted: true, hours: 3 },
      from: '2026-11-23T12:00:00.000Z',
      until: '2026-11-23T15:00:00.000Z',
      channels: [
        { channel: 'ch-a', first: 7, last: 10, complete: 2, cut: 1, unknown: 0, none: 1, bytes: 260 },
        { channel: 'ch-a2', first: 1, last: 1, unknown: 1, bytes: 100 },
      ],
    });
  });

  it('is read back byte for byte, and nothing else is', async () => {
    expect(fileOf(honest)).toBe(formatEvidence(honest));
    expect(await codeOf(`${fileOf(honest)} `)).toBe('not-evidence');
    expect(await codeOf(fileOf(honest).replace('"index": ', '"index": 0'))).toBe('not-evidence');
    expect(await codeOf('{}')).toBe('not-evidence');
  });

  it('of an agreement without any delivery proves that too', async () => {
    expect(await verdict(await evidenced(story, 'c', AFTER))).toMatchObject({ ok: true, channels: [] });
  });

  it('tells nothing of others: no id, no channel, no number', () => {
    const file = fileOf(honest);
    for (const other of ['ch-b', 'secret-b', 'agreement#b', '"b"']) expect(file).not.toContain(other);
    expect(honest.hours.map(({ buckets }) => buckets)).toEqual([256, 256, 256]);
    expect(honest.hours.every(({ bucket }) => bucket.length <= 1)).toBe(true);
  });

  it('counts a start at the very moment, and refuses one a millisecond later', async () => {
    const late = [delivery('a', 7, '2026-11-23T12:30:00.001Z')];
    expect(await codeOf(await dishonest({ hour: '2026112312', records: { a: late } }))).toBe('started-after');
    const next = [delivery('a', 11, '2026-11-23T13:00:00.000Z')];
    expect(await codeOf(await dishonest({ hour: '2026112313', records: { a: next } }))).toBe('started-after');
  });
});

describe('what was taken out or put in', () => {
  it('an hour: the first, one between, one that was never logged', async () => {
    expect(await codeOf({ ...honest, hours: honest.hours.slice(1) })).toBe('missing-hour');
    expect(await codeOf({ ...honest, hours: honest.hours.filter((_, i) => i !== 1) })).toBe('missing-hour');
    expect(await codeOf({ ...honest, hours: honest.hours.slice(0, -1) })).toBe('ok');
    const gap = await evidenced(
      [story[0], story[2]].filter((one) => one !== undefined),
      'a',
      AFTER,
    );
    expect(await codeOf(gap)).toBe('missing-hour');
    expect(await codeOf({ ...honest, after: '2026-11-23T11:59:59.999Z' })).toBe('missing-hour');
  });

  it('a record, a group, or records that were never sealed', async () => {
    for (const drop of recordsAt(0).keys()) {
      const records = recordsAt(0).filter((_, i) => i !== drop);
      const less = withHour(honest, 0, (hour) => ({ ...hour, group: hour.group && { ...hour.group, records } }));
      expect(await codeOf(less)).toBe('bad-records');
    }
    expect(await codeOf(withHour(honest, 0, ({ group: _, ...hour }) => hour))).toBe('left-out');
    const group = honest.hours[0]?.group;
    expect(await codeOf(withHour(honest, 2, (hour) => ({ ...hour, group })))).toBe('bad-records');
    expect(await codeOf(withHour(honest, 0, ({ group: _, ...hour }) => ({ ...hour, bucket: [] })))).toBe('bad-bucket');
  });

  it('a second group of the same agreement, of which only the first is shown', async () => {
    const [records] = story.map(({ records: of = {} }) => of);
    const hidden = { a: [delivery('a', 1, '2026-11-23T12:58:00.000Z', { channel: 'ch-a3' })] };
    expect(await codeOf(await dishonest({ hour: '2026112312', records, hidden }))).toBe('bad-bucket');
  });

  it('a serial, inside an hour and between two', async () => {
    const inside = recordsAt(0).filter((_, i) => i !== 1);
    expect(await codeOf(await dishonest({ hour: '2026112312', records: { a: inside } }))).toBe('gap');
    const skipped = [{ v: 1, channel: 'ch-a', serial: 12, void: true }];
    expect(await codeOf(await dishonest({ hour: '2026112313', records: { a: skipped } }))).toBe('gap');
  });

  it('another agreement’s records, and another agreement’s place', async () => {
    const foreign = [delivery('b', 1, '2026-11-23T12:01:00.000Z')];
    expect(await codeOf(await dishonest({ hour: '2026112312', records: { a: foreign } }))).toBe('foreign');
    expect(await codeOf({ ...honest, basis: basisOf('c') })).toBe('bad-bucket');
    expect(await codeOf({ ...honest, basis: { kind: 'sharing', id: 'a' } })).toBe('bad-bucket');
  });

  it('records out of order, in another hour, of another form, and ends of nothing', async () => {
    const hourOf = async (records: readonly Json[]) =>
      codeOf(await dishonest({ hour: '2026112312', records: { a: records } }, { hour: '2026112313' }));
    const one = delivery('a', 1, '2026-11-23T12:01:00.000Z');
    expect(await hourOf([delivery('a', 2, '2026-11-23T12:01:00.000Z'), one])).toBe('bad-order');
    expect(await hourOf([one, one])).toBe('bad-order');
    expect(await hourOf([delivery('a', 1, '2026-11-23T11:59:00.000Z', { hour: '2026112311' })])).toBe('bad-record');
    expect(await hourOf([delivery('a', 1, '2026-11-23T13:00:00.000Z', { hour: '2026112312' })])).toBe('bad-record');
    expect(await hourOf([delivery('a', 1, '2026-11-23T11:44:00.000Z', { hour: '2026112312' })])).toBe('ok');
    expect(await hourOf([delivery('a', 1, '2026-11-23T11:43:59.999Z', { hour: '2026112312' })])).toBe('filed-late');
    const others: readonly Json[] = [
      { v: 2 },
      'x',
      { v: 1, start: {} },
      { v: 1, channel: 'ch-a', serial: 0, void: true },
    ];
    for (const strange of others) {
      expect(await hourOf([strange])).toBe('bad-record');
    }
    const late = (serial: number, hour = '2026112312') => [
      { v: 1, late: { channel: 'ch-a', hour, serial }, end: { bytes: 1 } },
    ];
    const next = async (records: readonly Json[]) =>
      codeOf(await dishonest({ hour: '2026112313', records: { a: records } }));
    expect(await next(late(9))).toBe('ok');
    expect(await next(late(10))).toBe('bad-late');
    expect(await next(late(9, '2026112311'))).toBe('bad-late');
    // What was open before all that is shown is not seen here.
    expect(await hourOf(late(3, '2026112311'))).toBe('ok');
  });

  it('the chain, the proofs and the signature', async () => {
    expect(await codeOf(await dishonest({ hour: '2026112313', as: { prev: 'a'.repeat(64) } }))).toBe('bad-chain');
    expect(await codeOf(await dishonest({ hour: '2026112313', as: { version: 9 } }))).toBe('bad-chain');
    expect(await codeOf(withHour(honest, 1, (hour) => ({ ...hour, root: 'c'.repeat(64) })))).toBe('bad-root');
    expect(await codeOf(withHour(honest, 1, (hour) => ({ ...hour, buckets: 512 })))).toBe('bad-root');
    expect(await codeOf(withHour(honest, 1, (hour) => ({ ...hour, index: hour.index - 1 })))).toBe('bad-root');
    const turned = ([first, ...rest]: readonly Uint8Array[]) => (first ? [flipped(first), ...rest] : rest);
    expect(await codeOf(withHour(honest, 1, (hour) => ({ ...hour, path: turned(hour.path) })))).toBe('bad-bucket');
    expect(await codeOf(withHour(honest, 1, (hour) => ({ ...hour, seed: flipped(hour.seed) })))).toBe('bad-root');
    expect(await codeOf({ ...honest, checkpoint: honest.checkpoint.replace('city', 'town') })).toBe('own-key');
    const other = signer('log.test/city', 'ed25519');
    const strange = { logs: [other.key], witnesses: [], quorum: noQuorum };
    expect(await verdict(honest, strange)).toMatchObject({ ok: false, code: 'no-log-signature' });
    expect(await verifyHours(fileOf(honest), undefined, check, sha256)).toMatchObject({
      ok: true,
      trusted: false,
      log: [log.key],
    });
  });
});

test('whatever was supplied: honest evidence fits, and without any one hour or record it does not', async () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hourOf = fc.record({ a: fc.array(minute, { maxLength: 4 }), b: fc.array(minute, { maxLength: 3 }) });
  const seeds = fc.integer({ min: 0, max: 1_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(hourOf, { minLength: 1, maxLength: 6 }), seeds, async (hours, seed) => {
      const serials = { a: 0, b: 0 };
      const told = hours.map((supplied, i): Told => {
        const hour = `20261123${String(i).padStart(2, '0')}`;
        const of = (agreement: 'a' | 'b') =>
          supplied[agreement].map((minutes) => {
            serials[agreement] += 1;
            const at = `2026-11-23T${hour.slice(8)}:${String(minutes).padStart(2, '0')}:00.000Z`;
            return delivery(agreement, serials[agreement], at);
          });
        const records = Object.entries({ a: of('a'), b: of('b') }).filter(([, some]) => some.length > 0);
        return { hour, records: Object.fromEntries(records) };
      });
      const evidence = { ...(await evidenced(told, 'a', '2026-11-23T00:59:59.000Z')) };
      const whole = await codeOf(evidence);
      expect(whole).toBe(hours.slice(1).some(({ a }) => a.length > 0) ? 'started-after' : 'ok');
      const drop = seed % hours.length;
      if (drop < hours.length - 1) {
        expect(await codeOf({ ...evidence, hours: evidence.hours.filter((_, i) => i !== drop) })).toBe('missing-hour');
      }
      const records = evidence.hours[drop]?.group?.records ?? [];
      const less = records.filter((_, i) => i !== seed % Math.max(1, records.length));
      if (records.length > 1) {
        const over = (hour: ShownHour) => ({ ...hour, group: hour.group && { ...hour.group, records: less } });
        expect(await codeOf(withHour(evidence, drop, over))).toBe('bad-records');
      }
      expect(parseEvidence(fileOf(evidence))).toEqual(evidence);
    }),
    { numRuns: 30, seed: 20 },
  );
}, 120_000);

test('a basis has one place, whatever the number of buckets', () => {
  const key = basisKey(basisOf('a'), sha256);
  for (const groups of [0, 64, 65, 5_000]) {
    const buckets = bucketsFor(groups);
    expect(buckets).toBeGreaterThanOrEqual(Math.max(256, 4 * groups));
    expect(bucketOf(key, buckets)).toBe(Math.floor((bucketOf(key, 2 ** 22) / 2 ** 22) * buckets));
  }
  expect(bucketOf(new Uint8Array(32).fill(255), 256)).toBe(255);
});
