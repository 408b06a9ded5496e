import { equal, fromHex, hex } from './bytes.ts';
import type { CertificateFault } from './certified.ts';
import { type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import type { Hash } from './hash.ts';
import {
  type Basis,
  type HourEvidence,
  hourAt,
  hourStart,
  parseEvidence,
  type ShownHour,
  servedLeaf,
} from './hour-evidence.ts';
import { type ChannelTold, type RecordFault, recordsOf } from './hour-records-told.ts';
import { basisKey, bucketEntry, bucketOf, isBucket, recordHash, sealGroup } from './hour-tree.ts';
import { parseVkey } from './key.ts';
import type { Json } from './leaf.ts';
import type { CheckSignature } from './note.ts';
import { noQuorum, type Policy } from './policy.ts';
import { leafHash, root, verifyInclusion } from './rfc6962.ts';

/**
 * What does not fit, beside what a checkpoint or a proof can lack. `not-evidence`: no such file, or changed · `bad-leaf`:
 * what is shown of an hour has no leaf · `bad-chain`: an hour does not follow the one before · `missing-hour`: hours have
 * a gap, or begin after the hour of the moment · `bad-bucket`: the place of the basis is not in the hour's root ·
 * `left-out`: the basis has records there, and they are not shown · `bad-records`: those shown are not those sealed.
 */
export type EvidenceFault =
  | 'not-evidence'
  | 'bad-chain'
  | 'missing-hour'
  | 'bad-bucket'
  | 'left-out'
  | 'bad-records'
  | RecordFault
  | Exclude<CertificateFault, 'not-a-certificate' | 'mixed' | 'bad-fields' | 'not-about'>;

/** What fits: every record of the basis in these hours without a gap, and none begun after the moment. */
export interface VerifiedHours extends VerifiedCheckpoint {
  readonly basis: Basis;
  readonly after: string;
  /** Number of hours, the first one, and the moment up to which they reach. */
  readonly hours: number;
  readonly from: string;
  readonly until: string;
  readonly channels: readonly ChannelTold[];
  readonly trusted: boolean;
}

type Fault = { readonly ok: false; readonly code: EvidenceFault; readonly hour?: string };

/** Checks evidence by a policy, or without one by the keys it brings along. `hour`: the one that does not fit. */
export async function verifyHours(
  file: string,
  policy: Policy | undefined,
  check: CheckSignature,
  hash: Hash,
): Promise<({ ok: true } & VerifiedHours) | Fault> {
  const evidence = parseEvidence(file);
  if (!evidence) return { ok: false, code: 'not-evidence' };
  const fitting = await byOwnKeys(evidence, check, hash);
  if (!fitting) return { ok: false, code: 'own-key' };
  const verified = policy ? await verifyCheckpoint(evidence.checkpoint, policy, check) : fitting;
  if (!verified.ok) return verified;
  const fault = hoursFault(evidence, verified, hash);
  if (fault) return fault;
  const told = recordsOf(evidence);
  if ('code' in told) return told;
  const { basis, after, hours } = evidence;
  const [first, last] = [hours[0]?.hour ?? '', hours.at(-1)?.hour ?? ''];
  return {
    ...verified,
    ...{ basis, after, hours: hours.length, from: new Date(hourStart(first)).toISOString() },
    until: new Date(hourStart(last) + HOUR_MS).toISOString(),
    channels: told.channels,
    trusted: policy !== undefined,
  };
}

const HOUR_MS = 3_600_000;

/** The checkpoint by the keys in the file, each of which must have signed it. */
async function byOwnKeys({ keys, checkpoint }: HourEvidence, check: CheckSignature, hash: Hash) {
  const logs = keys.map((vkey) => parseVkey(vkey, hash)).filter((key) => key !== undefined);
  const verified = await verifyCheckpoint(checkpoint, { logs, witnesses: [], quorum: noQuorum }, check);
  return verified.ok && keys.length === logs.length && logs.every((key) => verified.log.includes(key))
    ? verified
    : undefined;
}

/** Hour after hour: a leaf of this log, behind the hour before, with everything that the basis has in it. */
function hoursFault({ basis, after, hours }: HourEvidence, { checkpoint }: VerifiedCheckpoint, hash: Hash) {
  const key = basisKey(basis, hash);
  if (hours[0]?.hour !== hourAt(after)) return { ok: false, code: 'missing-hour' } as const;
  let before: { readonly shown: ShownHour; readonly leaf: Uint8Array } | undefined;
  for (const shown of hours) {
    const fault = (code: EvidenceFault): Fault => ({ ok: false, code, hour: shown.hour });
    const leaf = leafOf(shown, hash);
    if (!leaf) return fault('bad-leaf');
    const stray = before && disorder(before, shown);
    if (stray) return fault(stray);
    const { index, proof } = shown;
    const included = verifyInclusion({ index, size: checkpoint.size, leaf, proof, root: checkpoint.root }, hash);
    if (!included.ok) return fault(included.code);
    const amiss = groupFault(shown, key, hash);
    if (amiss) return fault(amiss);
    before = { shown, leaf };
  }
  return undefined;
}

function leafOf(shown: ShownHour, hash: Hash): Uint8Array | undefined {
  try {
    return leafHash(servedLeaf(shown, hash), hash);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function disorder(before: { shown: ShownHour; leaf: Uint8Array }, { hour, version, prev }: ShownHour) {
  if (hourStart(hour) !== hourStart(before.shown.hour) + HOUR_MS) return 'missing-hour';
  return version === before.shown.version + 1 && prev === hex(before.leaf) ? undefined : 'bad-chain';
}

/** The place of the basis follows from its hash: what stands there is all that it has in this hour. */
function groupFault({ root: hourRoot, buckets, bucket, path, group }: ShownHour, key: Uint8Array, hash: Hash) {
  const expected = fromHex(hourRoot);
  if (!expected) return 'bad-bucket';
  const index = bucketOf(key, buckets);
  const leaf = leafHash(bucketEntry(bucket), hash);
  const fits = verifyInclusion({ index, size: buckets, leaf, proof: path, root: expected }, hash).ok;
  if (!fits || !isBucket(bucket, index, buckets)) return 'bad-bucket';
  const own = bucket.find((one) => equal(one.key, key));
  if (!own) return group ? 'bad-records' : undefined;
  if (!group) return 'left-out';
  return equal(own.seal, sealGroup(group.salt, rootOf(group.records, hash), hash)) ? undefined : 'bad-records';
}

const rootOf = (records: readonly Json[], hash: Hash): Uint8Array =>
  root(
    records.map((record) => recordHash(record, hash)),
    hash,
  );
