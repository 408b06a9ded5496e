import { type Refusal, refuse } from './domain/decision.ts';
import { servedHour, servedHours } from './domain/served-hour.ts';
import { type Instant, millis } from './law/time.ts';
import { startOfHour, type UtcHour, utcHour } from './law/utc-hour.ts';
import { equal, hex } from './ledger/bytes.ts';
import { type Basis, formatEvidence, MAX_HOURS, type ShownHour } from './ledger/hour-evidence.ts';
import { basisKey, groupSalt, hourTree } from './ledger/hour-tree.ts';
import type { Json } from './ledger/leaf.ts';
import { proveInclusion, type ReadNodes } from './ledger/rfc6962.ts';
import { nodesFromTiles } from './ledger/tiles.ts';
import { groupsOf, readSalt } from './store/hour-closing.ts';
import { channelsOf } from './store/hour-index.ts';
import { entriesOf } from './store/hour-records.ts';
import { readEvent } from './store/lists.ts';
import { readCheckpoint } from './store/log.ts';
import { findEvent, tilesOf } from './store/log-tiles.ts';
import type { Context } from './store/store.ts';
import { loadHead } from './store/unit.ts';

/** Hours that are put together at once. */
const AT_ONCE = 8;

/**
 * Evidence of everything recorded on one basis from the hour of `after` on, to the last sealed hour that the published
 * checkpoint covers, as a file to hand on. Refused with POLICY-20 where that hour is not sealed or not published yet, or
 * lies before the first sealed one. Whoever calls has checked who asks. @throws when the store is not what was sealed
 */
export async function servedEvidence(
  store: Context,
  { basis, after, most = MAX_HOURS }: { readonly basis: Basis; readonly after: Instant; readonly most?: number },
): Promise<string | Refusal> {
  const published = await readCheckpoint(store);
  const { state } = await loadHead(store, servedHour, servedHours.id);
  const hour = utcHour(after);
  if (!published || state.status === 'none' || hour > state.last) return notYet(hour);
  if (hour < state.first) return before(state.first);
  const count = hoursBetween(hour, state.last) + 1;
  if (count > most) return tooMany(most);
  const first = hoursBetween(state.first, hour) + 1;
  const nodes = remembered(nodesFromTiles(published.size, tilesOf(store), store.hash));
  const hours: ShownHour[] = [];
  for (let at = 0; at < count; at += AT_ONCE) {
    // An hour's version says which one it is, because none is ever left out.
    const versions = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, i) => first + at + i);
    const shown = await Promise.all(versions.map((one) => shownHour(store, one, basis, published.size, nodes)));
    const covered = shown.indexOf(undefined);
    hours.push(...shown.slice(0, covered < 0 ? undefined : covered).filter((one) => one !== undefined));
    if (covered >= 0) break;
  }
  if (hours.length === 0) return notYet(hour);
  return formatEvidence({ basis, after, keys: published.vkeys, checkpoint: published.note, hours });
}

const hoursBetween = (from: UtcHour, to: UtcHour): number =>
  (millis(startOfHour(to)) - millis(startOfHour(from))) / 3_600_000;

/** One hour; `undefined` while the checkpoint does not cover it. */
async function shownHour(
  store: Context,
  version: number,
  basis: Basis,
  size: number,
  nodes: ReadNodes,
): Promise<ShownHour | undefined> {
  const item = await readEvent(store, servedHours, version);
  if (!item) throw new Error(`hour ${version} is missing`);
  const { event, seed, prev, at, data } = item;
  const place = await findEvent(store, event);
  if (!place || place.index >= size) return undefined;
  const proof = await proveInclusion(place.index, size, nodes, store.hash);
  const { hour, root, buckets } = servedHour.event.parse(data);
  const groups = await groupsOf(store, hour);
  const tree = hourTree(groups, store.hash);
  if (hex(tree.root) !== root) throw new Error(`the groups of ${hour} are not those that were sealed`);
  const key = basisKey(basis, store.hash);
  const { groups: bucket, path } = await tree.open(key);
  const own = groups.find((one) => equal(one.key, key));
  const told = { event, seed, version, prev, at, hour, root, buckets, index: place.index, proof };
  const shown = { ...told, bucket: bucket.map(({ key: one, seal }) => ({ key: one, seal })), path };
  if (!own) return shown;
  const salt = groupSalt(await readSalt(store, hour), key, store.hash);
  return { ...shown, group: { salt, records: await recordsIn(store, hour, own.channels) } };
}

async function recordsIn(store: Context, hour: UtcHour, channels: readonly string[]): Promise<readonly Json[]> {
  const records: Json[] = [];
  for (const { channel, fixed } of await channelsOf(store, hour)) {
    if (!channels.includes(channel)) continue;
    if (!fixed) throw new Error(`${channel} in ${hour} was sealed without being fixed`);
    for await (const some of entriesOf(store, hour, channel, fixed)) records.push(...some);
  }
  return records;
}

/** Proofs of hours that follow each other share most of their nodes. */
function remembered(read: ReadNodes): ReadNodes {
  const known = new Map<string, Uint8Array>();
  return async (nodes) => {
    const nameIn = ({ level, index }: { level: number; index: number }) => `${level}/${index}`;
    const missing = nodes.filter((node) => !known.has(nameIn(node)));
    const hashes = missing.length > 0 ? await read(missing) : [];
    for (const [i, node] of missing.entries()) known.set(nameIn(node), hashes[i] ?? new Uint8Array());
    return nodes.map((node) => known.get(nameIn(node)) ?? new Uint8Array());
  };
}

const notYet = (hour: UtcHour): Refusal => ({
  refused: 'state',
  grounds: [
    {
      article: 'POLICY-20',
      detail: {
        zh: `${startOfHour(hour)} 起的一小时尚未封存或尚未公布：该小时结束五分钟后再试`,
        en: `the hour from ${startOfHour(hour)} is not sealed or not published yet: try again five minutes after its end`,
      },
    },
  ],
});

const before = (first: UtcHour): Refusal =>
  refuse(
    'POLICY-20',
    { zh: `供给记录自 ${startOfHour(first)} 起封存`, en: `delivery records are sealed from ${startOfHour(first)} on` },
    '/query/after',
  );

const tooMany = (most: number): Refusal =>
  refuse(
    'POLICY-20',
    {
      zh: `一次至多 ${most} 小时；更长的请用 npx shuqi served`,
      en: `at most ${most} hours at once: for more use npx shuqi served`,
    },
    '/query/after',
  );
