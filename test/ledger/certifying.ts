import { instant } from '../../shared/law/time.ts';
import {
  type About,
  type Certificate,
  certifyEvent,
  formatCertificate,
  parseCertificate,
} from '../../shared/ledger/certificate.ts';
import { verifyCertificate } from '../../shared/ledger/certified.ts';
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { type Json, type LeafKind, leafV1, parseLeaf } from '../../shared/ledger/leaf.ts';
import { cosignNote, formatNote, signNote } from '../../shared/ledger/note.ts';
import type { Policy } from '../../shared/ledger/policy.ts';
import { formatProof } from '../../shared/ledger/proof.ts';
import { leafHash, proveInclusion, root } from '../../shared/ledger/rfc6962.ts';
import { recordLeaf } from '../../shared/store/leaf.ts';
import { check, nodesOfLeaves, sha256, signer } from './crypto.ts';

export const log = signer('log.test/city', 'ed25519');
export const witness = signer('witness.test/supervisor', 'cosignature');
/** 2026-11-23T08:20:00Z: when the witness saw it. */
export const SEEN = Date.UTC(2026, 10, 23, 8, 20) / 1000;
export const policy: Policy = { logs: [log.key], witnesses: [witness.key], quorum: { witness: witness.key } };

/** One event as a test tells it. */
export interface Happened {
  readonly stream: string;
  readonly data: { readonly type: string; readonly [key: string]: Json };
  readonly show?: readonly string[];
  /** Left out of the file, but in the log. */
  readonly unlisted?: boolean;
  /** The next event of its stream goes on as if this one were not there. */
  readonly fork?: boolean;
  /** As no honest platform would log it. */
  readonly as?: { readonly version?: number; readonly prev?: string; readonly kind?: LeafKind };
}

export const STREAM = 'registration#weather';
/** A registration from the application to its number; the objection in between stays out of the file. */
export const story: readonly Happened[] = [
  {
    stream: STREAM,
    data: { type: 'applied', title: '气象指数', registrants: ['alpha'], file: { deposit: { hash: 'secret-hash' } } },
    show: ['/data/title', '/data/registrants'],
  },
  { stream: STREAM, data: { type: 'accepted', late: false } },
  { stream: STREAM, data: { type: 'objected', objection: 'secret-objection' }, unlisted: true },
  { stream: STREAM, data: { type: 'coded', number: '511700-2026-000001', note: {} }, show: ['/data/number'] },
];

/** Logs these events in a tree with other leaves around them, and makes the certificate of those that are listed. */
export async function certified(
  events: readonly Happened[] = story,
  about: About = { kind: 'registration', stream: STREAM },
  { by = log, cosigned = true } = {},
): Promise<string> {
  const heads = new Map<string, { version: number; prev: string }>();
  const recorded = events.map(({ stream, data, as: { kind, ...as } = {}, ...rest }, i) => {
    const { version, prev } = heads.get(stream) ?? { version: 0, prev: '' };
    const at = instant(Date.UTC(2026, 10, 23, 8, i));
    const record = { stream, version: version + 1, prev, at, person: 'secret-ann', organization: 'alpha', data, ...as };
    const seed = sha256(Uint8Array.of(i, 77));
    const made = recordLeaf(`event-${i}`, record, seed, sha256);
    if (!rest.fork) heads.set(stream, { version: version + 1, prev: made.leafHash });
    const parsedLeaf = parseLeaf(made.leaf);
    const leaf = kind && parsedLeaf.ok ? leafV1({ ...parsedLeaf.leaf, kind }) : made.leaf;
    return { record, seed, leaf, ...rest };
  });
  const others = Array.from({ length: 9 }, (_, i) => sha256(Uint8Array.of(i)));
  const leaves = [...others.slice(0, 4), ...recorded.map(({ leaf }) => leafHash(leaf, sha256)), ...others.slice(4)];
  const size = leaves.length;
  const text = formatCheckpoint({ origin: by.key.name, size, root: root(leaves, sha256) });
  const lines = [await signNote(text, by), ...(cosigned ? [await cosignNote(text, witness, SEEN)] : [])];
  const checkpoint = formatNote({ text, signatures: lines });
  const proven = recorded.map(async ({ record, seed, leaf, show = [] }, i) => {
    const hashes = await proveInclusion(4 + i, size, nodesOfLeaves(leaves), sha256);
    const proof = formatProof({ index: 4 + i, hashes, checkpoint });
    return certifyEvent(record, seed, show, { leaf, proof }, sha256);
  });
  const listed = (await Promise.all(proven)).filter((_, i) => !recorded[i]?.unlisted);
  return formatCertificate({ about, keys: [formatVkey(by.key)], events: listed });
}

/** A file taken apart, to be put together otherwise. @throws when it is none */
export function parsed(file: string): Certificate {
  const read = parseCertificate(file);
  if (!read.ok) throw new Error(read.code);
  return read.certificate;
}

export const verify = (text: string, by: Policy | 'none' = policy) =>
  verifyCertificate(text, by === 'none' ? undefined : by, check, sha256);

/** What a certificate is refused for; `ok` when it is not. */
export async function faultOf(text: string, by: Policy | 'none' = policy) {
  const verdict = await verify(text, by);
  return verdict.ok ? 'ok' : verdict.code;
}
