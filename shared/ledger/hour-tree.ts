import { compare, concat, utf8 } from './bytes.ts';
import { HASH_SIZE, type Hash, hmac } from './hash.ts';
import { canonical, type Json } from './jcs.ts';
import { leafHash, proveInclusion, type ReadNodes, root } from './rfc6962.ts';

/*
 * The tree over an hour's delivery records. Records of one basis (an agreement, a grant), sorted by channel and serial,
 * make a group: an RFC 6962 tree of its own. Groups stand in buckets, and the bucket of a group follows from the hash of
 * its basis: so whoever sees one bucket whole sees whether a basis has records in this hour and, opening its group, all of
 * them; nothing can be left out, or stand elsewhere, whatever order others were told. Others show nothing but a hash of
 * their basis, only where they share the bucket, and a sealed root. The upper tree is an RFC 6962 tree over the buckets.
 */

/** First bytes say what was hashed: 0 and 1 are leaf and node, 2 is a field of an event. */
const BASIS = Uint8Array.of(3);
const GROUP = Uint8Array.of(4);

/** So many at least, however quiet the hour: how many bases were active is nobody's business. */
const LEAST_BUCKETS = 256;
export const MAX_BUCKETS = 2 ** 22;

/** What an hour's records rest on, as its place says it: SHA-256 of the basis, and its sealed root. 32 bytes each. */
export interface Group {
  readonly key: Uint8Array;
  readonly seal: Uint8Array;
}

export const basisKey = ({ kind, id }: { readonly kind: string; readonly id: string }, hash: Hash): Uint8Array =>
  hash(concat(BASIS, utf8(`${kind}#${id}`)));

/** The leaf hash of one record. Throws RangeError for what has no canonical form. */
export const recordHash = (record: Json, hash: Hash): Uint8Array => leafHash(canonical(record), hash);

/** The salt of a group: of the hour's, so that whoever opens one group cannot try guesses at another. */
export const groupSalt = (hourSalt: Uint8Array, key: Uint8Array, hash: Hash): Uint8Array => hmac(hourSalt, key, hash);

/** What stands of a group in its bucket. */
export const sealGroup = (salt: Uint8Array, groupRoot: Uint8Array, hash: Hash): Uint8Array =>
  hash(concat(GROUP, salt, groupRoot));

/** A power of two: four times as many as there are groups, so that few share one. */
export function bucketsFor(groups: number): number {
  let buckets = LEAST_BUCKETS;
  while (buckets < 4 * groups) buckets *= 2;
  if (buckets > MAX_BUCKETS) throw new RangeError(`${groups} groups in one hour`);
  return buckets;
}

/** The bucket of a key: its first bits. */
export function bucketOf(key: Uint8Array, buckets: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = key;
  return Math.floor(((((a * 256 + b) * 256 + c) * 256 + d) / 2 ** 32) * buckets);
}

/** The bytes of one bucket: keys with their seals, in ascending order of keys. */
export const bucketEntry = (groups: readonly Group[]): Uint8Array =>
  concat(...groups.flatMap(({ key, seal }) => [key, seal]));

/** Whether groups may stand so in one bucket: each of it, in ascending order, none twice. */
export const isBucket = (groups: readonly Group[], bucket: number, buckets: number): boolean =>
  groups.every(
    ({ key, seal }, i) =>
      key.length === HASH_SIZE &&
      seal.length === HASH_SIZE &&
      bucketOf(key, buckets) === bucket &&
      (i === 0 || compare(groups[i - 1]?.key ?? key, key) < 0),
  );

/** An hour's upper tree. `open` gives a bucket with the audit path of its entry. */
export interface HourTree {
  readonly root: Uint8Array;
  readonly buckets: number;
  readonly open: (key: Uint8Array) => Promise<{ groups: readonly Group[]; path: readonly Uint8Array[] }>;
}

/** The tree over these groups, each basis once. */
export function hourTree(groups: readonly Group[], hash: Hash): HourTree {
  const buckets = bucketsFor(groups.length);
  const places: Group[][] = Array.from({ length: buckets }, () => []);
  for (const group of groups.toSorted((a, b) => compare(a.key, b.key)))
    places[bucketOf(group.key, buckets)]?.push(group);
  const leaves = places.map((place) => leafHash(bucketEntry(place), hash));
  const read: ReadNodes = async (nodes) =>
    nodes.map(({ level, index }) => root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level), hash));
  return {
    root: root(leaves, hash),
    buckets,
    open: async (key) => {
      const bucket = bucketOf(key, buckets);
      return { groups: places[bucket] ?? [], path: await proveInclusion(bucket, buckets, read, hash) };
    },
  };
}
