import { type NoteKey, parseVkey } from '../../shared/ledger/key.ts';
import { formatNote, type NoteSignature, parseNote, parseSignatures, verifyNote } from '../../shared/ledger/note.ts';
import { parsePolicy } from '../../shared/ledger/policy.ts';
import { proveConsistency } from '../../shared/ledger/rfc6962.ts';
import { nodesFromTiles } from '../../shared/ledger/tiles.ts';
import { formatAddCheckpoint } from '../../shared/ledger/witness.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { type PublishedCheckpoint, putCheckpoint, readCheckpoint, readLogHead } from '../../shared/store/log.ts';
import { Halt } from '../../shared/store/log-halt.ts';
import { tilesOf } from '../../shared/store/log-tiles.ts';
import { sha256 } from '../../shared/store/store.ts';
import type { Sequencer } from './service.ts';

/** Who cosigns, and where it is asked: the submission prefix, without a slash at its end. */
export interface Witness {
  readonly key: NoteKey;
  readonly url: string;
}

/** Of all witnesses together; a note has room for 16 lines, ours among them. */
const MAX_WITNESSES = 8;
const TIMEOUT_MS = 2_000;
/** A witness that did not answer is left alone for so long: nobody waits for it with each event. */
const REST_MS = 60_000;
const MAX_ANSWER = 4_096;
/** Ours, the size it tells us, and one more where it met another of our requests in between. */
const ATTEMPTS = 3;

/** What this process knows of a witness: the size it saw last, and until when it is left alone. */
interface Known {
  readonly seen: number;
  readonly restUntil: number;
}
const known = new WeakMap<Witness, Known>();

/**
 * The witnesses with an address in a policy file, the same that verifiers use: `witness <name> <vkey> <url>`.
 * @throws an Error of one line for what is no policy, or an address that is neither https nor on this machine
 */
export function witnessesIn(policy: string): readonly Witness[] {
  const parsed = parsePolicy(policy, sha256);
  if (!parsed.ok) throw new Error(`line ${parsed.line} of the witnesses' policy: ${parsed.code}`);
  const rows = policy.split('\n').map((line) => line.split(/[ \t]+/).filter((word) => word !== ''));
  const found = rows.flatMap(([keyword, , vkey = '', url]): Witness[] => {
    const key = keyword === 'witness' && url !== undefined ? parseVkey(vkey, sha256) : undefined;
    return key && url !== undefined ? [{ key, url: addressOf(url) }] : [];
  });
  if (found.length > MAX_WITNESSES) throw new Error(`at most ${MAX_WITNESSES} witnesses are asked`);
  return found;
}

/**
 * Asks the witnesses that have not cosigned the published checkpoint, and publishes it again with their lines. A line
 * that is there stays: its time is the earliest proof of when. Whoever does not answer is told of and asked later.
 * @throws Halt when a witness saw more than HEAD has, or another past
 */
export async function cosign(sequencer: Sequencer): Promise<void> {
  const { store, witnesses = [], unheard, reached } = sequencer;
  const published = witnesses.length > 0 ? await readCheckpoint(store) : undefined;
  const missing = published ? witnesses.filter((one) => !hasLine(published.note, one) && !isResting(one, store)) : [];
  if (!published || missing.length === 0) return;
  const lines = await Promise.all(
    missing.map((one) =>
      ask(one, published, sequencer).catch((error: unknown) => {
        if (error instanceof Halt) throw error;
        known.set(one, { seen: known.get(one)?.seen ?? 0, restUntil: store.now() + REST_MS });
        unheard?.(one.key.name, error);
        return undefined;
      }),
    ),
  );
  const note = withLines(
    published.note,
    lines.flatMap((line) => line ?? []),
  );
  if (note === published.note) return;
  // `false`: a larger tree was published meanwhile; the next call asks for that one.
  await putCheckpoint(store, { ...published, note, signedAt: Math.max(store.now(), published.signedAt + 1) });
  await reached?.('cosigned');
}

/** The lines of witnesses under a published checkpoint, for the same tree signed anew. */
export function linesOf(note: string, witnesses: readonly Witness[] = []): readonly NoteSignature[] {
  const parsed = parseNote(note);
  const lines = parsed.ok ? parsed.note.signatures : [];
  return lines.filter((line) => witnesses.some((one) => isBy(line, one)));
}

const isBy = ({ name, id }: NoteSignature, { key }: Witness): boolean => name === key.name && id === key.id;
const hasLine = (note: string, one: Witness): boolean => linesOf(note, [one]).length > 0;
const isResting = (one: Witness, { now }: Sequencer['store']): boolean => (known.get(one)?.restUntil ?? 0) > now();

function withLines(note: string, lines: readonly NoteSignature[]): string {
  const parsed = parseNote(note);
  if (!parsed.ok || lines.length === 0) return note;
  const { text, signatures } = parsed.note;
  return formatNote({ text, signatures: [...signatures, ...lines] });
}

/** One witness's line; `undefined` when another call of ours showed it a larger tree. @throws Halt, or what failed */
async function ask(one: Witness, { size, note }: PublishedCheckpoint, { store, fetch: send = fetch }: Sequencer) {
  const nodes = nodesFromTiles(size, tilesOf(store), store.hash);
  let old = Math.min(known.get(one)?.seen ?? 0, size);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const proof = old === 0 || old === size ? [] : await proveConsistency(old, size, nodes, store.hash);
    const answer = await post(one, formatAddCheckpoint({ old, proof, checkpoint: note }), send);
    if (answer.status === 200) return lineIn(answer.text, note, one, size);
    if (answer.status === 422) throw forked(one, old);
    if (answer.status !== 409) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
    const seen = /^(0|[1-9]\d{0,15})\n$/.test(answer.text) ? Number(answer.text) : undefined;
    if (seen === undefined) throw new Error('409 without the size that was seen');
    if (seen === size && old === size) throw forked(one, size);
    if (seen > size) return refuseBehind(one, seen, store);
    old = seen;
  }
  throw new Error(`it saw other sizes ${ATTEMPTS} times`);
}

/** The line, checked; other lines in the answer are nobody's business here. */
async function lineIn(answer: string, note: string, one: Witness, seen: number): Promise<NoteSignature> {
  const parsed = parseSignatures(answer);
  const line = parsed.ok ? parsed.signatures.find((each) => isBy(each, one)) : undefined;
  const ours = parseNote(note);
  if (!line || !ours.ok) throw new Error('its answer has no line of its key');
  const verified = await verifyNote({ text: ours.note.text, signatures: [line] }, [one.key], checkSignature);
  if (!verified.ok) throw new Error(`its line does not hold: ${verified.code}`);
  known.set(one, { seen, restUntil: 0 });
  return line;
}

/** A witness that saw more than HEAD has: the table was restored, or somebody else signs with our key. */
async function refuseBehind({ key }: Witness, seen: number, store: Sequencer['store']): Promise<undefined> {
  const head = await readLogHead(store);
  if (head.size < seen) {
    throw new Halt('head-behind', `HEAD has ${head.size} leaves, witness ${key.name} saw ${seen}`);
  }
}

const forked = ({ key }: Witness, size: number): Halt =>
  new Halt('forked', `witness ${key.name} saw another tree of ${size} leaves`);

async function post({ url }: Witness, body: string, send: typeof fetch): Promise<{ status: number; text: string }> {
  const response = await send(`${url}/add-checkpoint`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, text: await bounded(response) };
}

async function bounded({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER) throw new Error(`an answer of more than ${MAX_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const here = ['127.0.0.1', '[::1]', 'localhost'];
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && here.includes(url.hostname)))) {
    return url.href.replace(/\/+$/, '');
  }
  throw new Error(`a witness is asked over https: ${text.slice(0, 200)}`);
}
