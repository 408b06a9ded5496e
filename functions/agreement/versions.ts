import type { DraftContents } from '../../shared/domain/agreement-contents.ts';
import type {
  Agreement,
  Declaration,
  DraftVersion,
  Protection,
  Terms,
  Written,
} from '../../shared/domain/agreement-schema.ts';
import { isRefusal, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { mayGive } from '../../shared/domain/organization-kinds.ts';
import { plan } from '../../shared/domain/plan.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { DocumentRef } from '../../shared/domain/values.ts';
import { supervisors } from '../../shared/law/roles.ts';
import { MAX_DOCUMENT_BYTES, putDocument } from '../../shared/store/documents.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { type Party, textOf } from './text.ts';

/** One version as its author hands it in, its documents stored; `clauses` is the document of `contents`. */
export interface GivenVersion {
  readonly contents: DraftContents;
  readonly clauses: DocumentRef;
  readonly scope: Scope;
  readonly exceptions: DraftVersion['exceptions'];
  readonly declarations: Declaration[];
  readonly protection?: Protection | undefined;
}

export type Links = Pick<
  Exclude<Agreement, { status: 'none' }>,
  'plan' | 'qualification' | 'grantor' | 'operator' | 'title'
>;

interface Place {
  readonly store: Context;
  readonly unit: Unit;
  /** Render and measure, write nothing. */
  readonly dry: boolean;
}

/** Renders the text of a version, stores text and scope, and names both by hash. Refuses what no document holds. */
export async function written(
  { store, unit, dry }: Place,
  { id, version, links }: { id: string; version: number; links: Links },
  { contents, clauses, scope, exceptions, declarations, protection }: GivenVersion,
): Promise<Written | Refusal> {
  const { qualification, title } = links;
  const [planned, grantor, operator] = await Promise.all([
    unit.load(plan, links.plan),
    partyOf(unit, links.grantor),
    partyOf(unit, links.operator),
  ]);
  const watching = protection && (await authorityOf(unit, protection.authority));
  if (watching && isRefusal(watching)) return watching;
  const planTitle = planned.state.status === 'none' ? links.plan : planned.state.title;
  const named = { id, version, title, plan: { id: links.plan, title: planTitle }, qualification, grantor, operator };
  const scopeHash = dry ? '0'.repeat(64) : await putScope(store, scope);
  const text = textOf({
    ...named,
    contents,
    scope,
    scopeHash,
    exceptions,
    declarations,
    ...(protection && watching && { protection: { ...protection, authority: watching } }),
  });
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    return refuse('POLICY-9', { zh: '协议文本超过 300 KB', en: 'the text is larger than 300 KB' }, '/contents');
  }
  return {
    contents,
    clauses,
    exceptions,
    declarations,
    ...(protection && { protection }),
    text: dry ? clauses : await putDocument(store, 'text/plain', text),
    textHash: Buffer.from(store.hash(bytes)).toString('hex'),
    scope: scopeHash,
  };
}

/** The version that a state is about: the draft, or the terms. */
export function currentOf(state: Agreement): DraftVersion | Terms | undefined {
  if (state.status === 'none') return undefined;
  return state.status === 'drafted' ? state.draft : state.terms;
}

async function partyOf(unit: Unit, id: string): Promise<Party> {
  const { state } = await unit.load(organization, id);
  return state.status === 'none' ? { title: id, creditCode: '—' } : state;
}

/** Whoever takes on the case that an alarm opens must be able to: a verified body that may supervise. @see DZ-43 */
async function authorityOf(unit: Unit, id: string): Promise<Party | Refusal> {
  const { state } = await unit.load(organization, id);
  if (state.status === 'verified' && supervisors.some((role) => mayGive(state.kind, role))) return state;
  const detail = {
    zh: '自动保护须写明有权处置的监管单位',
    en: 'protection names a verified authority that supervises',
  };
  return refuse('DZ-43', detail, '/protection/authority');
}
