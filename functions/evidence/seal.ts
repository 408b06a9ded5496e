import { isRefusal } from '../../shared/domain/decision.ts';
import { SEAL_AFTER_MS, servedHour, servedHours } from '../../shared/domain/served-hour.ts';
import { type FixedChannel, groupsFrom } from '../../shared/hour-groups.ts';
import { instant, millis } from '../../shared/law/time.ts';
import { addHours, endOfHour, type UtcHour, utcHour } from '../../shared/law/utc-hour.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { hourTree } from '../../shared/ledger/hour-tree.ts';
import type { Service } from '../../shared/service.ts';
import { hourSalt, putGroups } from '../../shared/store/hour-closing.ts';
import { channelsOf, closeIndex, indexChannel } from '../../shared/store/hour-index.ts';
import { fixChannel } from '../../shared/store/hour-records.ts';
import { isSteady, type Skew } from '../../shared/store/skew.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';

/** Hours that one run seals at most; the next run goes on. Three days without a sealer are caught up in one. */
const HOURS_A_RUN = 100;

const system = { person: 'system', organization: 'platform', roles: ['system'] } as const;

/**
 * Seals every hour that may be sealed, in order, each an event and so a leaf of the log. Two sealers at once seal once:
 * all that they find out is fixed in the table first, and the stream takes each hour only behind the one before.
 * @throws when this clock is not the store's (POLICY-20), or an hour cannot be sealed: the ones behind it then wait
 */
export async function sealHours({
  store,
  clock,
  skew,
}: Service & { readonly skew: Skew }): Promise<readonly UtcHour[]> {
  const sealed: UtcHour[] = [];
  while (sealed.length < HOURS_A_RUN) {
    const { state } = await loadHead(store, servedHour, servedHours.id);
    if (!isSteady(skew()))
      throw new Error(`nothing is sealed: this clock is ${skew() ?? 'an unknown number of'} ms off the store’s`);
    const now = clock.real();
    const over = addHours(utcHour(instant(now - SEAL_AFTER_MS)), -1);
    // A platform's first hour is the last one that is over when sealing first runs: nothing was supplied before.
    const hour = state.status === 'none' ? over : addHours(state.last, 1);
    if (millis(endOfHour(hour)) + SEAL_AFTER_MS > now) break;
    await sealHour(store, hour, now);
    sealed.push(hour);
  }
  return sealed;
}

/**
 * One hour: no channel comes into it any more; each channel's serials and records are fixed; then the tree. A crash at
 * any line leaves what the next run finds again: marks and what is fixed stay, and until the event stands nothing was said.
 */
async function sealHour(store: Context, hour: UtcHour, now: number): Promise<void> {
  await closeIndex(store, hour);
  const { root, buckets } = await treeOf(store, hour);
  const command = { type: 'seal', at: instant(now), actor: system, hour, root: hex(root), buckets } as const;
  const done = await transact(store, async (unit) => {
    const after = await unit.decide(servedHour, servedHours.id, command);
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  // Another sealer may be further: then this hour stands already.
  if (isRefusal(done)) {
    const { state } = await loadHead(store, servedHour, servedHours.id);
    if (state.status === 'none' || state.last < hour) throw new Error(`hour ${hour} was refused`);
  }
}

async function treeOf(store: Context, hour: UtcHour) {
  const before = new Map((await channelsOf(store, addHours(hour, -1))).map((one) => [one.channel, one]));
  // What was open in the hour before is settled in this one, whether or not its channel supplied anything.
  for (const { channel, links, fixed } of before.values()) {
    if (fixed && fixed.open.length > 0) await indexChannel(store, hour, channel, links);
  }
  const channels: FixedChannel[] = [];
  for (const one of await channelsOf(store, hour)) {
    const fixed = await fixChannel(store, hour, one, before.get(one.channel)?.fixed);
    channels.push({ ...one, fixed });
  }
  const groups = await groupsFrom(store, hour, channels, await hourSalt(store, hour));
  await putGroups(store, hour, groups);
  return hourTree(groups, store.hash);
}
