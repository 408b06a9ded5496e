import { contentHeads, contentWarnings, draftContents, gapGrounds } from '../../shared/domain/agreement-contents.ts';
import type { Agreement, DraftVersion, Terms } from '../../shared/domain/agreement-schema.ts';
import { validity } from '../../shared/domain/agreement-term.ts';
import type { DocumentRef } from '../../shared/domain/values.ts';
import { getDocument } from '../../shared/store/documents.ts';
import { getScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded } from '../../shared/store/unit.ts';
import { currentOf } from './versions.ts';

/** An agreement as a command answers it: its state, which of the thirteen contents lack, and what to think over. */
export async function viewOf(store: Context, { id, version, state }: Loaded<Agreement>) {
  const current = currentOf(state);
  const contents = current && (await contentsOf(store, current.clauses));
  const gaps = state.status === 'drafted' ? state.draft.missing : [];
  const all = Object.keys(contentHeads).length;
  const complete = `${all - new Set(gaps.map(({ content }) => content)).size}/${all}`;
  const warnings = contentWarnings(contents ?? {});
  return { id, version, agreement: state, missing: gapGrounds(gaps), complete, warnings };
}

/** The same with the clauses, the scope, and the moments from and until which it carries channels. */
export async function fullViewOf(store: Context, loaded: Loaded<Agreement>) {
  const { state } = loaded;
  const current = currentOf(state);
  const amendment = 'amendment' in state ? state.amendment?.terms : undefined;
  return {
    ...(await viewOf(store, loaded)),
    current: current ? await versionView(store, current) : {},
    ...(amendment && { amendment: await versionView(store, amendment) }),
    ...('terms' in state && { validity: { article: 'OPS-14', ...validity(state.terms) } }),
    heads: contentHeads,
  };
}

async function versionView(store: Context, version: DraftVersion | Terms) {
  const [contents, scope] = await Promise.all([contentsOf(store, version.clauses), getScope(store, version.scope)]);
  return { contents, scope };
}

/** `undefined` once the document was erased. */
async function contentsOf(store: Context, clauses: DocumentRef) {
  const document = await getDocument(store, clauses);
  return document && draftContents.parse(JSON.parse(String(document.content)));
}
