import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { isRefusal, judge } from '../../shared/domain/decision.ts';
import { type ServedHourCommand, type ServedHours, servedHour } from '../../shared/domain/served-hour.ts';
import type { Instant } from '../../shared/law/time.ts';
import { isSteady, MAX_SKEW_MS, watchSkew } from '../../shared/store/skew.ts';
import { people } from '../domain/examples.ts';
import { actor } from '../domain/given.ts';

/** A client whose store says this of the time, at a moment of ours. */
async function skewAt(now: number, date: string | undefined) {
  const body = new TextEncoder().encode('{}');
  const client = new DynamoDBClient({
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async () => ({
        response: { statusCode: 200, headers: date === undefined ? {} : { date }, body, reason: 'OK' },
      }),
    },
  });
  const skew = watchSkew(client, () => now);
  expect(isSteady(skew())).toBe(false); // Nothing is known before an answer came.
  await client.send(new GetItemCommand({ TableName: 't', Key: {} }));
  return skew();
}

const noon = Date.UTC(2026, 10, 23, 12);
const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT';

describe('POLICY-20: a gate’s clock is at most 60 s off the store’s', () => {
  it('reads how far it is ahead or behind from the Date header of an answer', async () => {
    expect(await skewAt(noon + 59_000, DATE)).toBe(59_000);
    expect(await skewAt(noon - 61_000, DATE)).toBe(-61_000);
    expect(await skewAt(noon, undefined)).toBeUndefined();
    expect(await skewAt(noon, 'yesterday')).toBeUndefined();
  });

  it('is relied on up to the limit, in both directions, and never when it is unknown', () => {
    expect([MAX_SKEW_MS, -MAX_SKEW_MS].map(isSteady)).toEqual([true, true]);
    expect([MAX_SKEW_MS + 1, -MAX_SKEW_MS - 1, undefined].map(isSteady)).toEqual([false, false, false]);
  });
});

describe('POLICY-20: hours are sealed five minutes after their end, one after another', () => {
  const system = actor('system', 'platform', 'system');
  const seal = (hour: string, at: Instant) =>
    ({ type: 'seal', at, actor: system, hour, root: 'a'.repeat(64), buckets: 256 }) as const;
  const open = { status: 'none' } as const;
  const sealing = { status: 'sealing', first: '2026112309', last: '2026112309' } as const;
  const judged = (state: ServedHours, command: ServedHourCommand) => judge(servedHour, command, state);

  it('not a moment before', () => {
    const early = judged(open, seal('2026112309', '2026-11-23T10:04:59.999Z'));
    expect(isRefusal(early) && early.grounds[0]?.article).toBe('POLICY-20');
    expect(judged(open, seal('2026112309', '2026-11-23T10:05:00.000Z'))).toMatchObject([{ hour: '2026112309' }]);
  });

  it('the next one only, over a day’s and a year’s end; the same again changes nothing', () => {
    const later = '2027-01-01T09:00:00.000Z' as const;
    expect(judged(sealing, seal('2026112310', later))).toHaveLength(1);
    expect(judged({ ...sealing, last: '2026123123' }, seal('2027010100', later))).toHaveLength(1);
    expect(judged(sealing, seal('2026112309', later))).toEqual([]);
    for (const hour of ['2026112308', '2026112311']) {
      const refused = judged(sealing, seal(hour, later));
      expect(isRefusal(refused) && refused.grounds[0]?.article).toBe('POLICY-20');
    }
  });

  it('by the system alone', () => {
    const refused = judged(open, { ...seal('2026112309', '2026-11-23T12:00:00.000Z'), actor: people.authority });
    expect(isRefusal(refused) && refused.refused).toBe('role');
  });
});
