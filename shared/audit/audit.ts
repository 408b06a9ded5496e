import { hex } from '../ledger/bytes.ts';
import { formatVkey, type NoteKey } from '../ledger/key.ts';
import { parseLeaf } from '../ledger/leaf.ts';
import { type LogHead, readLogHead } from '../store/log.ts';
import { leafItem, leafKey } from '../store/log-tiles.ts';
import type { Context } from '../store/store.ts';
import { nameOf, readItems } from '../store/survey.ts';
import type { Finding, Note, NoteCode, Tell } from './findings.ts';
import { checkHours, sealedHours } from './hours.ts';
import { checkLog, findLog, type LogAsFound } from './log.ts';
import { type Places, placesOf } from './places.ts';
import { type Swept, sweep } from './sweep.ts';

export interface AuditOptions {
  /** Log keys that the caller believes, from a policy, a key file or the last audit. Empty: those in the table. */
  readonly keys: readonly NoteKey[];
  /** Signed notes: the copy kept elsewhere, and the one that the last audit ended with. */
  readonly kept?: string | undefined;
  readonly earlier?: string | undefined;
  /** The platform may be writing meanwhile: what is found is looked at again before it counts. */
  readonly live: boolean;
  /** Leaves of the tree, then events of the streams; `all` is the number of leaves. */
  readonly onProgress?: (phase: 'tree' | 'streams', done: number, all: number) => void;
}

/** What an audit says. `ok`: nothing was found; `notes` blame nobody. */
export interface Report {
  readonly ok: boolean;
  /** Real clock, milliseconds. */
  readonly at: number;
  readonly log: { readonly size: number; readonly root: string };
  readonly counts: Omit<Swept, 'lastPlace'>;
  readonly findings: readonly Finding[];
  /** Findings beyond the first thousand. */
  readonly more: number;
  readonly notes: readonly Note[];
  /** The published checkpoint that this audit went by, for the next one to hold against: kept only when `ok`. */
  readonly checkpoint?: { readonly note: string; readonly vkeys: readonly string[] };
}

const MAX_FINDINGS = 1_000;

/**
 * Walks log and store: the tree from its leaves, every checkpoint that was shown, every stream with head, gate and
 * documents, and that events and leaves are the same. Reads only. Memory: a bit for each leaf, a page of each segment.
 * @throws what the store throws when it cannot be read
 */
export async function audit(store: Context, options: AuditOptions): Promise<Report> {
  const { keys, kept, earlier, live, onProgress = () => undefined } = options;
  const findings: Finding[] = [];
  let more = 0;
  const tell: Tell = (code, subject, detail) => {
    if (findings.length === MAX_FINDINGS) more += 1;
    else findings.push({ code, subject, ...(detail !== undefined && { detail }) });
  };
  const found = await findLog(store, live, tell);
  const { size, published } = found;
  const treeProgress = (leaves: number) => onProgress('tree', leaves, size);
  const checked = await checkLog(store, found, { keys, kept, earlier, onProgress: treeProgress }, tell);
  const places = placesOf(size);
  const streamProgress = (events: number) => onProgress('streams', events, size);
  const applied = found.committed === size;
  const sealed = await sealedHours(store);
  const swept = await sweep(store, { live, places, applied, sealed, onProgress: streamProgress }, tell);
  await checkHours(store, sealed, tell);
  await tellLeavesAlone(store, places, tell);
  await tellBeyond(store, found, swept, tell);
  const { lastPlace: _, ...counts } = swept;
  const believed = checked.believed.published;
  return {
    ok: findings.length === 0,
    at: store.now(),
    log: { size, root: hex(found.root ?? new Uint8Array()) },
    counts,
    findings,
    more,
    notes: notesOf({
      erased: swept.erased,
      waiting: swept.waiting,
      unapplied: found.committed - size,
      unpublished: Math.max(0, size - (believed?.size ?? 0)),
      unproven: keys.length === 0 && published !== undefined,
      first: earlier === undefined,
    }),
    ...(believed && published && { checkpoint: { note: published.note, vkeys: vkeysOf(keys, published.vkeys) } }),
  };
}

const vkeysOf = (keys: readonly NoteKey[], named: readonly string[]): readonly string[] =>
  keys.length > 0 ? keys.map(formatVkey) : named;

function notesOf(said: Record<NoteCode, number | boolean>): readonly Note[] {
  const codes = Object.keys(said) as NoteCode[]; // Object.keys forgets the type of the record's keys.
  return codes.flatMap((code): Note[] => {
    const value = said[code];
    if (typeof value === 'number') return value > 0 ? [{ code, count: value }] : [];
    return value ? [{ code }] : [];
  });
}

/** Leaves that no event's place names: their events were deleted, or never were. */
async function tellLeavesAlone(store: Context, places: Places, tell: Tell): Promise<void> {
  const alone = places.unclaimed(MAX_FINDINGS);
  const leaves = await readItems(store, alone.map(leafKey));
  for (const index of alone) {
    const item = leafItem.safeParse(leaves.get(nameOf(leafKey(index))));
    const parsed = item.success ? parseLeaf(item.data.leaf) : undefined;
    // A leaf that is not there, or is none, was told along the tree.
    if (parsed?.ok) tell('leaf-alone', 'log', `leaf ${index}, event ${parsed.leaf.event}`);
  }
}

/** Leaves, or places of events, beyond what HEAD says now: of a log that was cut. */
async function tellBeyond(store: Context, found: LogAsFound, { lastPlace }: Swept, tell: Tell): Promise<void> {
  if (lastPlace < found.committed || found.root === undefined) return;
  const now: LogHead = await readLogHead(store);
  if (lastPlace >= now.size) tell('leaf-beyond', 'log', `leaf ${lastPlace}, HEAD has ${now.size}`);
}
