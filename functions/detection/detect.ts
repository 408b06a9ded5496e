import { inParallel } from '../../shared/audit/parallel.ts';
import { type Finding, findingsOf, type RefusedMinute } from '../../shared/domain/detecting.ts';
import { type Instant, instant, localDate, millis } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { refusalsOver, refusedChannels } from '../../shared/store/refused.ts';
import { raise, type Sighting } from './raise.ts';
import { volumesOf } from './volume.ts';

/** Refusals are counted over this many minutes, the present one included. */
const WINDOW_MINUTES = 10;
/** Channels looked at beside each other. */
const AT_ONCE = 8;
const MINUTE = 60_000;

/** What one run saw: channels looked at, alarms raised, and among them channels stopped at once. */
export interface Detected {
  looked: number;
  raised: number;
  stopped: number;
}

/**
 * One run of the schedule: what the gates refused in the last minutes, and what each channel supplied in the hours that
 * are over, against the thresholds of LOCAL-30. An alarm is raised once a channel, kind and day, so runs may repeat,
 * overlap or fail half-way. @throws AggregateError after every other channel was looked at
 */
export async function detect(service: Service): Promise<Detected> {
  const { store } = service;
  const now = instant(store.now());
  const minutes = Array.from({ length: WINDOW_MINUTES }, (_, back) => instant(millis(now) - back * MINUTE)).reverse();
  const [first = now] = minutes;
  const hours = first.slice(0, 13) === now.slice(0, 13) ? [now] : [first, now];
  const channels = new Set((await Promise.all(hours.map((hour) => refusedChannels(store, hour)))).flat());
  const done: Detected = { looked: channels.size, raised: 0, stopped: 0 };
  const failures: Error[] = [];
  const take = async (sighting: Sighting) => {
    const outcome = await raise(service, sighting);
    if (outcome !== 'known') done.raised++;
    if (outcome === 'stopped') done.stopped++;
  };
  const attempt = (what: string, work: () => Promise<unknown>) =>
    work().catch((cause: unknown) => failures.push(new Error(what, { cause })));
  await inParallel([...channels], AT_ONCE, (channel) =>
    attempt(`refusals of channel ${channel}`, async () => {
      const counted = await refusalsOver(store, channel, minutes);
      const found = findingsOf(counted.map(minuteOf), localDate(now));
      const from = minuteStart(first);
      for (const finding of found) await take({ channel, finding, from, until: now, evidence: told(minutes, counted) });
    }),
  );
  await attempt('volumes', async () => {
    for await (const sighting of volumesOf(store, now)) await attempt('a volume', () => take(sighting));
  });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of a run of detection failed`);
  return done;
}

const minuteStart = (at: Instant): Instant => instant(Math.floor(millis(at) / MINUTE) * MINUTE);

function minuteOf({ requests = 0, ...counters }: Readonly<Record<string, number>>): RefusedMinute {
  const beyond = Object.entries(counters).flatMap(([name, count]) =>
    name.startsWith('beyond:') ? [[name.slice('beyond:'.length), count]] : [],
  );
  return { requests, beyond: Object.fromEntries(beyond) };
}

/** The counters themselves, minute by minute: what an alarm rests on. */
const told = (minutes: readonly Instant[], counted: readonly Readonly<Record<string, number>>[]) =>
  minutes.flatMap((at, index) => {
    const refused = counted[index] ?? {};
    return Object.keys(refused).length > 0 ? [{ minute: minuteStart(at), refused }] : [];
  });

export type { Finding };
