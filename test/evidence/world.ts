import type { Links } from '../../shared/domain/gate.ts';
import { instant } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import { reserve } from '../../shared/store/counter.ts';
import { enterHour } from '../../shared/store/hour-index.ts';
import { type DeliveryEnd, type DeliveryStart, putEnd, putStart } from '../../shared/store/served.ts';
import type { Context } from '../../shared/store/store.ts';

/** Monday noon in UTC: hour 12 is the first that a test seals. */
export const NOON = Date.UTC(2026, 10, 23, 12);
export const MINUTE = 60_000;

export const linksOf = (agreement: string): Links => ({
  organization: `op-of-${agreement}`,
  dataset: 'weather',
  basis: { kind: 'agreement', id: agreement },
});

/** A delivery as the gate records it, in the same order of writes; `end`: false for one whose process ended. */
export async function deliver(
  store: Context,
  channel: string,
  of: Links,
  at: number,
  { end = true, after }: { end?: boolean | Partial<DeliveryEnd>; after?: (start: DeliveryStart) => Promise<void> } = {},
): Promise<DeliveryStart> {
  const startedAt = instant(at);
  const asked = { rows: 1, bytes: 10, at: startedAt, hour: utcHour(startedAt) };
  const taken = await reserve(store, channel, asked);
  if (!('serial' in taken)) throw new Error('no serial');
  const { serial, hour } = taken;
  const start: DeliveryStart = {
    ...{ channel, serial, hour, ...of, scope: 'a'.repeat(64), mode: 'stream', source: 'v1' },
    ...{ from: 0, reserved: 10, reservedRows: 1, startedAt, at: startedAt },
  };
  await after?.(start);
  await enterHour(store, hour, channel, of);
  await putStart(store, start);
  if (end !== false) await finish(store, start, end === true ? {} : end);
  return start;
}

export const finish = (store: Context, start: DeliveryStart, over: Partial<DeliveryEnd> = {}): Promise<void> =>
  putEnd(store, start, { rows: 1, bytes: 9, digest: 'b'.repeat(64), endedAt: start.startedAt, ...over });
