import * as z from 'zod';
import { type DocumentRef, documentRef } from '../domain/values.ts';
import { checkDocument } from '../store/documents.ts';
import type { EventItem } from '../store/items.ts';
import type { Context } from '../store/store.ts';
import type { Tell } from './findings.ts';
import { inParallel } from './parallel.ts';

/** A reference may carry more beside it (evidence has type and size). */
const reference = z.object(documentRef.shape);
/** So many ids are remembered in one stream; beyond, a document may be counted twice. */
const MAX_SEEN = 10_000;
const AT_ONCE = 8;

/**
 * Checks the documents that events name: one that stands must fit its commitment; an erased one is counted, no more
 * (PIPL-47: erasing is lawful, and log and fold hold without it).
 */
export async function checkDocuments(
  store: Context,
  subject: string,
  events: readonly EventItem[],
  seen: Set<string>,
  tell: Tell,
): Promise<{ readonly documents: number; readonly erased: number }> {
  const fresh = events.flatMap(({ data }) => referencesIn(data)).filter((one) => isNew(one, seen));
  const counts = { documents: 0, erased: 0 };
  await inParallel(fresh, AT_ONCE, async (ref) => {
    const standing = await checkDocument(store, ref);
    if (standing === 'differs') tell('document-differs', subject, ref.document);
    counts[standing === 'erased' ? 'erased' : 'documents'] += 1;
  });
  return counts;
}

function isNew({ document, commitment }: DocumentRef, seen: Set<string>): boolean {
  const name = `${document} ${commitment}`;
  if (seen.has(name)) return false;
  if (seen.size >= MAX_SEEN) seen.clear();
  seen.add(name);
  return true;
}

/** Every document reference in a value. Events are bounded in depth (16) and members (1,000), so this ends. */
function referencesIn(value: unknown): readonly DocumentRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = reference.safeParse(value);
  return found.success ? [found.data] : Object.values(value).flatMap(referencesIn);
}
