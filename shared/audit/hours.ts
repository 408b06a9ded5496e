import { servedHour, servedHours } from '../domain/served-hour.ts';
import { type FixedChannel, groupsFrom } from '../hour-groups.ts';
import type { UtcHour } from '../law/utc-hour.ts';
import { compare, hex } from '../ledger/bytes.ts';
import { hourTree } from '../ledger/hour-tree.ts';
import { groupsOf, type KeptGroup, readSalt } from '../store/hour-closing.ts';
import { channelsOf, type Fixed } from '../store/hour-index.ts';
import { headKey, streamText } from '../store/keys.ts';
import type { Context } from '../store/store.ts';
import { nameOf, type Raw, readItems, readPartition } from '../store/survey.ts';
import type { Tell } from './findings.ts';

/** Sealed hours of delivery records: from which to which; `undefined` before the first. What is sealed later is not looked at. */
export type SealedHours = { readonly first: UtcHour; readonly last: UtcHour } | undefined;

/** As the head says it; a head that cannot be read is told along its stream. */
export async function sealedHours(store: Context): Promise<SealedHours> {
  const name = headKey(servedHours);
  const head = (await readItems(store, [name])).get(nameOf(name));
  const parsed = servedHour.state.safeParse(head?.state);
  return parsed.success && parsed.data.status === 'sealing' ? parsed.data : undefined;
}

/** Makes every sealed hour again from its delivery records, and compares it with the root in its event. @see POLICY-20 */
export async function checkHours(store: Context, sealed: SealedHours, tell: Tell): Promise<void> {
  if (!sealed) return;
  for await (const page of readPartition(store, streamText(servedHours))) {
    for (const { sk, data } of page) {
      const event = sk.startsWith('event#') ? servedHour.event.safeParse(data) : undefined;
      // An event that cannot be read is told along its stream.
      if (!event?.success || event.data.hour > sealed.last) continue;
      const { hour, root } = event.data;
      const fault = await faultOf(store, hour, root).catch((error: unknown) => String(error));
      if (fault !== undefined) tell('hour-differs', hour, fault);
    }
  }
}

async function faultOf(store: Context, hour: UtcHour, root: string): Promise<string | undefined> {
  const channels = await channelsOf(store, hour);
  const fixed = channels.flatMap(({ fixed: of, ...one }): FixedChannel[] => (of ? [{ ...one, fixed: of }] : []));
  const groups = await groupsFrom(store, hour, fixed, await readSalt(store, hour));
  if (hex(hourTree(groups, store.hash).root) !== root) return 'root';
  return same(groups, await groupsOf(store, hour)) ? undefined : 'groups';
}

function same(made: readonly KeptGroup[], kept: readonly KeptGroup[]): boolean {
  const texts = (groups: readonly KeptGroup[]) =>
    groups
      .toSorted((a, b) => compare(a.key, b.key))
      .map(({ key, seal, channels }) => `${hex(key)} ${hex(seal)} ${channels.join()}`);
  return texts(made).join('\n') === texts(kept).join('\n');
}

/** Delivery records among these items that stand in a sealed hour and are no part of it: put there afterwards. */
export async function checkFiled(
  store: Context,
  items: readonly Raw[],
  sealed: SealedHours,
  tell: Tell,
): Promise<void> {
  if (!sealed) return;
  const hours = new Map<UtcHour, ReadonlyMap<string, Fixed | undefined>>();
  for (const { pk, sk, void: mark } of items) {
    const [, channel, hour, serial] = /^served#(.+)#(\d{10}) (\d{12})#/.exec(`${pk} ${sk}`) ?? [];
    if (channel === undefined || hour === undefined || hour < sealed.first || hour > sealed.last) continue;
    const known = hours.get(hour) ?? new Map((await channelsOf(store, hour)).map((one) => [one.channel, one.fixed]));
    hours.set(hour, known);
    const fixed = known.get(channel);
    const within = fixed && Number(serial) >= fixed.first && Number(serial) <= fixed.last;
    if (!within && mark !== true) tell('record-unsealed', pk, sk);
  }
}
