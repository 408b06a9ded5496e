import type { Body } from '../../shared/domain/affiliates.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Agreement } from '../../shared/domain/agreement-schema.ts';
import { channel } from '../../shared/domain/channel.ts';
import { isRefusal, notFound, type Refusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { pricing } from '../../shared/domain/pricing.ts';
import { product } from '../../shared/domain/product.ts';
import { allowedOf } from '../../shared/domain/product-declaration.ts';
import type { Content, DeclarationFacts, Origin } from '../../shared/domain/product-schema.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { DocumentRef } from '../../shared/domain/values.ts';
import { leanOn } from '../../shared/offering.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { DeclareBody } from './schema.ts';

/** A declaration as it comes, its documents stored. */
export type Declared = Omit<DeclareBody, 'agreement' | 'replaces' | 'sheet'> & { readonly sheet: DocumentRef };

export type Under = Exclude<Agreement, { status: 'none' }>;

/** The caller's own agreement; another operator's is told like a missing one. Links never change, so no condition. */
export async function agreementOf(unit: Unit, id: string, operator: string): Promise<Under | Refusal> {
  const { state } = await unit.load(agreement, id);
  return state.status === 'none' || state.operator !== operator ? notFound('foreign', 'DZ-30') : state;
}

interface Asked {
  readonly store: Context;
  readonly unit: Unit;
  /** Judge only: keep no scope yet. */
  readonly dry: boolean;
  readonly agreement: string;
  readonly operator: string;
  readonly replaces?: string | undefined;
}

/** The content of a declaration with the facts it is judged by: agreement, operator, datasets, channels, former version. */
export async function declarationOf(
  { store, unit, dry, agreement: basis, operator, replaces }: Asked,
  { processing, sheet, scope: fields, ...said }: Declared,
): Promise<{ readonly content: Content; readonly facts: DeclarationFacts }> {
  const datasets = Object.keys(fields).sort();
  const asked: Scope = { v: 1, datasets: fields };
  const resting = { agreement: basis, operator, datasets, channels: said.channels };
  const [upstream, channels, former, origin] = await Promise.all([
    leanOn(store, unit, resting),
    Promise.all(said.channels.map((one) => ownChannel(unit, one, { basis, operator, datasets }))),
    replaces === undefined ? undefined : formerOf(unit, replaces, basis),
    originOf(unit, { operator, agreement: basis, builtOn: said.builtOn }),
  ]);
  const hash = upstream.gates.find(({ kind }) => kind === 'basis')?.gate?.scope;
  const agreed = (hash === undefined ? undefined : upstream.scopes[hash]) ?? { v: 1, datasets: {} };
  const scope = dry ? '0'.repeat(64) : await putScope(store, allowedOf(asked, agreed));
  return {
    content: { ...said, processing: sheet, scope, datasets },
    facts: { asked, output: processing.output, channels, upstream, ...origin, ...(former && { former }) },
  };
}

/** Enters a product into the revenue account of its agreement, in the same transaction. */
export async function enrolled(
  unit: Unit,
  {
    agreement: id,
    ...said
  }: { agreement: string; product: string; operator: string; grantor: string; jurisdiction: string },
  envelope: Parameters<Unit['record']>[3],
): Promise<Refusal | undefined> {
  const { state } = await unit.load(agreement, id);
  if (state.status === 'none') return notFound('missing', 'DZ-30');
  const done = await unit.decide(pricing, id, { type: 'enrol', ...envelope, ...said, title: state.title });
  return isRefusal(done) ? done : undefined;
}

/** Who develops, and who delivered what it is built on, as both declared by now. @see OPS-6 */
export async function originOf(
  unit: Unit,
  said: { readonly operator: string; readonly agreement: string; readonly builtOn: readonly string[] },
): Promise<Origin> {
  const [operator, builtOn] = await Promise.all([
    bodyOf(unit, said.operator, said.agreement),
    Promise.all(said.builtOn.map((one, at) => builder(unit, one, `/builtOn/${at}`))),
  ]);
  return { operator, builtOn };
}

/** An operator by its code, with the affiliates that it declared for this agreement. @see OPS-6 */
async function bodyOf(unit: Unit, operator: string, basis: string): Promise<Body> {
  const [company, under] = await Promise.all([unit.load(organization, operator), unit.load(agreement, basis)]);
  const creditCode = company.state.status === 'none' ? '' : company.state.creditCode;
  if (under.state.status === 'none') return { creditCode, affiliates: [] };
  const qualified = (await unit.load(qualification, under.state.qualification)).state;
  return { creditCode, affiliates: qualified.status === 'none' ? [] : qualified.affiliates };
}

/** Who delivered a product that another is developed from. */
async function builder(unit: Unit, id: string, pointer: string) {
  const { state } = await unit.load(product, id);
  return state.status === 'none' ? { pointer } : { by: await bodyOf(unit, state.operator, state.agreement), pointer };
}

async function ownChannel(
  unit: Unit,
  id: string,
  { basis, operator, datasets }: { basis: string; operator: string; datasets: readonly string[] },
) {
  const { state } = await unit.load(channel, id);
  if (state.status === 'none') return { id, own: false };
  const own = state.organization === operator && state.basis.kind === 'agreement' && state.basis.id === basis;
  return { id, own: own && datasets.includes(state.dataset) };
}

async function formerOf(unit: Unit, id: string, basis: string): Promise<DeclarationFacts['former']> {
  const { state } = await unit.load(product, id);
  // The agreement is the caller's own, so whatever stands under it is theirs.
  return { own: state.status !== 'none' && state.agreement === basis, listed: state.status === 'listed' };
}
