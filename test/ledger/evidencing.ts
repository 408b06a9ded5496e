import { base64, hex } from '../../shared/ledger/bytes.ts';
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { type HourEvidence, type ShownHour, servedLeaf } from '../../shared/ledger/hour-evidence.ts';
import { basisKey, groupSalt, hourTree, recordHash, sealGroup } from '../../shared/ledger/hour-tree.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import type { Json } from '../../shared/ledger/leaf.ts';
import { formatNote, signNote } from '../../shared/ledger/note.ts';
import { noQuorum, type Policy } from '../../shared/ledger/policy.ts';
import { leafHash, proveInclusion, root } from '../../shared/ledger/rfc6962.ts';
import { nodesOfLeaves, sha256, signer } from './crypto.ts';

export const log = signer('log.test/city', 'ed25519');
export const policy: Policy = { logs: [log.key], witnesses: [], quorum: noQuorum };
export const basisOf = (id: string) => ({ kind: 'agreement', id });

/** One hour as a test tells it: agreement → its records, by channel and serial. `as`: as no honest platform would log it. */
export interface Told {
  readonly hour: string;
  readonly records?: Readonly<Record<string, readonly Json[]>>;
  readonly as?: { readonly prev?: string; readonly version?: number };
  /** A second group of an agreement beside its first, as a log would have it that hides some records. */
  readonly hidden?: Readonly<Record<string, readonly Json[]>>;
}

/** A delivery of channel `<agreement>-<channel>`, ended unless told. */
export function delivery(
  agreement: string,
  serial: number,
  startedAt: string,
  {
    hour = startedAt.replaceAll(/[-T]/g, '').slice(0, 10),
    channel = `ch-${agreement}`,
    ended = true,
    cut = false,
  } = {},
): Json {
  const basis = { kind: 'agreement', id: agreement };
  const start = { channel, serial, hour, startedAt, reserved: 100, basis, organization: `secret-${agreement}` };
  return { v: 1, start, ...(ended && { end: { bytes: 90, rows: 1, ...(cut && { cut: 'refused' }) } }) };
}

/** Logs these hours, with other leaves around, and shows what one agreement has in them. */
export async function evidenced(hours: readonly Told[], agreement: string, after: string): Promise<HourEvidence> {
  let prev = '';
  const made = hours.map(({ hour, records = {}, hidden = {}, as }, i) => {
    const salt = sha256(Uint8Array.of(i, 11));
    const groups = [...Object.entries(records), ...Object.entries(hidden)].map(([id, of]) => {
      const key = basisKey(basisOf(id), sha256);
      const own = root(
        of.map((record) => recordHash(record, sha256)),
        sha256,
      );
      return { key, seal: sealGroup(groupSalt(salt, key, sha256), own, sha256) };
    });
    const tree = hourTree(groups, sha256);
    const at = new Date(Date.UTC(2026, 10, 23, 13, 5 + i)).toISOString();
    const told = { event: `event-${i}`, seed: sha256(Uint8Array.of(i, 7)), version: i + 1, prev, at, hour, ...as };
    const shown = { ...told, root: hex(tree.root), buckets: tree.buckets, index: 0, proof: [], bucket: [], path: [] };
    const leaf = leafHash(servedLeaf(shown, sha256), sha256);
    prev = hex(leaf);
    return { shown, leaf, tree, salt, own: records[agreement] };
  });
  const others = Array.from({ length: 5 }, (_, i) => sha256(Uint8Array.of(i)));
  const leaves = [...others, ...made.flatMap(({ leaf }, i) => [leaf, sha256(Uint8Array.of(i, 3))])];
  const size = leaves.length;
  const text = formatCheckpoint({ origin: log.key.name, size, root: root(leaves, sha256) });
  const checkpoint = formatNote({ text, signatures: [await signNote(text, log)] });
  const key = basisKey(basisOf(agreement), sha256);
  const placed = made.map(async ({ shown, tree, salt, own }, i): Promise<ShownHour> => {
    const index = others.length + 2 * i;
    const proof = await proveInclusion(index, size, nodesOfLeaves(leaves), sha256);
    const { groups: bucket, path } = await tree.open(key);
    const group = own && { salt: groupSalt(salt, key, sha256), records: own };
    return { ...shown, index, proof, bucket, path, ...(group && { group }) };
  });
  return {
    basis: basisOf(agreement),
    after,
    keys: [formatVkey(log.key)],
    checkpoint,
    hours: await Promise.all(placed),
  };
}

/** As `formatEvidence` writes it, whether or not it could be read back. */
export const fileOf = ({ basis, after, keys, checkpoint, hours }: HourEvidence): string =>
  `${JSON.stringify(
    {
      ...{ format: 'shuqi-deliveries/v1', basis, after, keys, checkpoint },
      hours: hours.map(({ seed, proof, bucket, path, group, ...rest }) => {
        const { event, ...others } = rest;
        return {
          ...{ event, seed: base64(seed), ...others, proof: proof.map(base64) },
          bucket: bucket.map(({ key, seal }) => ({ key: hex(key), seal: hex(seal) })),
          path: path.map(base64),
          ...(group && { group: { salt: base64(group.salt), records: group.records } }),
        };
      }),
    },
    undefined,
    1,
  )}\n`;
