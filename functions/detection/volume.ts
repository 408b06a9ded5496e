import * as z from 'zod/mini';
import { type SuppliedHour, unusual } from '../../shared/domain/detecting.ts';
import { type Instant, instant, localDate, millis } from '../../shared/law/time.ts';
import { addHours, endOfHour, startOfHour, type UtcHour, utcHour } from '../../shared/law/utc-hour.ts';
import { channelsOf } from '../../shared/store/hour-index.ts';
import { listDeliveries } from '../../shared/store/served.ts';
import { read, replace } from '../../shared/store/singles.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Sighting } from './raise.ts';

/** Hours with supply that are kept of each channel: two weeks of a channel that never rests. */
const KEPT_HOURS = 336;
/** Deliveries of one channel and hour that are summed; the bytes beyond are not needed to see that it is much. */
const MAX_DELIVERIES = 20_000;
/** After the end of an hour until what was begun in it is filed (as for sealing, POLICY-20). */
const SETTLED_MS = 5 * 60_000;
/** Hours of one run; the next goes on where this one ended. */
const HOURS_A_RUN = 48;

const count = z.int().check(z.minimum(0));
const hours = z.array(z.strictObject({ hour: z.string(), requests: count, bytes: count }));
const looked = z.strictObject({ hour: z.string() });
const history = z.strictObject({ hours });

/**
 * Hours that are over, one after the other from where the last run ended: each channel's supply joins its history, and
 * what is unusual against that history is told. An hour counts as looked at only when all of it was handed over, so a
 * crash shows it again; the alarm's own id keeps it single.
 */
export async function* volumesOf(store: Context, now: Instant): AsyncGenerator<Sighting> {
  const last = addHours(utcHour(instant(millis(now) - SETTLED_MS)), -1);
  const before = await read(store, { kind: 'detection', id: 'volume' }, looked);
  let hour: UtcHour = before ? addHours(before.hour as UtcHour, 1) : last;
  for (let run = 0; hour <= last && run < HOURS_A_RUN; run++, hour = addHours(hour, 1)) {
    for (const { channel } of await channelsOf(store, hour)) {
      const sighting = await joined(store, channel, hour);
      if (sighting) yield sighting;
    }
    await replace(store, { kind: 'detection', id: 'volume' }, { hour });
  }
}

async function joined(store: Context, channel: string, hour: UtcHour): Promise<Sighting | undefined> {
  const kept = (await read(store, { kind: 'volume', id: channel }, history))?.hours ?? [];
  const earlier = kept.filter((one) => one.hour < hour);
  const deliveries = await listDeliveries(store, { channel, hour }, { limit: MAX_DELIVERIES });
  const supplied: SuppliedHour = {
    hour,
    requests: deliveries.length,
    // One that was never closed counts with all it might have taken.
    bytes: deliveries.reduce((sum, { start, end }) => sum + (end?.bytes ?? start.reserved), 0),
  };
  const from = startOfHour(hour);
  const finding = unusual(supplied, earlier, localDate(from));
  await replace(store, { kind: 'volume', id: channel }, { hours: [...earlier, supplied].slice(-KEPT_HOURS) });
  return finding && { channel, finding, from, until: endOfHour(hour), evidence: [...earlier.slice(-48), supplied] };
}
