import type { DocumentRef } from '../../shared/domain/values.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';

/** A member's name; `undefined` once it was erased (PIPL-47). */
export async function nameOf(store: Context, ref: DocumentRef): Promise<string | undefined> {
  const document = await getDocument(store, ref);
  return typeof document?.content === 'string' ? document.content : undefined;
}
