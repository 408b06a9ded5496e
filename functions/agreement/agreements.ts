import type * as z from 'zod';
import { commandsOn, type Made } from '../../shared/command.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Facts } from '../../shared/domain/agreement-bars.ts';
import type { Agreement, Written } from '../../shared/domain/agreement-schema.ts';
import { isRefusal, judge, notFound, type Refusal } from '../../shared/domain/decision.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import type { Route } from '../../shared/http/route.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { getScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { factsFor } from './facts.ts';
import { amendGate, openGate } from './gates.ts';
import { agreementView, draftBody, evaluationBody, filingBody, signBody, versionBody } from './schema.ts';
import { notTheirSignature, readAssertion, readDetached } from './signature.ts';
import { currentOf, written } from './versions.ts';
import { viewOf } from './views.ts';

/** The commands of an agreement, in the shape that writing and ending it share. */
export const command = commandsOn(agreement, {
  tag: 'agreement',
  base: '/agreements',
  view: viewOf,
  replyShape: agreementView,
});
export type AgreementCommandRoute = typeof command;

/** Authorized-operation agreements 授权运营协议: write, propose, sign, put into effect, amend, file. @see OPS-14, ESL-3 */
export const writing: Route<Service>[] = [
  command({
    id: 'draftAgreement',
    command: 'draft',
    path: '',
    body: draftBody,
    make: async ({ body: { qualification: qualified, title, ...given }, unit, dry, input, deps }) => {
      const { state } = await unit.load(qualification, qualified);
      if (state.status === 'none' || state.grantor !== input.actor.organization) return notFound('foreign', 'OPS-13');
      const { plan, grantor, operator, jurisdiction } = state;
      const links = { plan, qualification: qualified, grantor, operator, jurisdiction, title };
      const place = { store: deps.store, unit, dry };
      const version = await written(place, { id: input.params.id, version: 1, links }, given);
      return isRefusal(version) ? version : { ...links, ...version };
    },
  }),
  command({
    id: 'editAgreement',
    command: 'edit',
    path: '/{id}',
    method: 'put',
    ifMatch: 'required',
    body: versionBody,
    make: ({ body, before: { id, state }, unit, dry, deps }) =>
      state.status === 'none'
        ? notFound('missing', 'OPS-14')
        : written({ store: deps.store, unit, dry }, { id, version: 1, links: state }, body),
  }),
  command({
    id: 'proposeAgreement',
    command: 'propose',
    path: '/{id}/propose',
    make: ({ before, unit, input, deps }) => presentFacts(deps.store, unit, before.state, input.at),
  }),
  command({
    id: 'signAgreement',
    command: 'sign',
    path: '/{id}/signatures',
    body: signBody,
    example: {
      side: 'operator',
      authority: { kind: 'legal-representative', document: { text: '法定代表人身份证明' } },
      electronic: true,
      textHash: '44c0f55d7d3ef3c981c3d0b7e86b0e6cd2093a9bc19eaee78974d4cd8801b684',
      jws: 'eyJhbGciOiJFZERTQSJ9..c2lnbmF0dXJl',
    },
    make: async ({ body: { jws, passkey, ...body }, before, unit, input: { at, actor }, deps }) => {
      const proof = passkey ? await readAssertion(deps.store, actor, passkey) : readDetached(jws ?? '');
      if (isRefusal(proof)) return proof;
      // Both kinds at once are refused by the machine, which is shown both.
      const said = { ...body, ...proof, ...(jws !== undefined && { jws }) };
      // Whose agreement it is and which text comes first: a stranger learns nothing about keys.
      const decision = judge(agreement, { type: 'sign', at, actor, ...said }, before.state);
      if (isRefusal(decision)) return decision;
      return (await notTheirSignature(unit, actor, proof, body.textHash, deps.origin)) ?? said;
    },
    also: ({ unit, before, after, deps }) => amendGate(deps.store, unit, before, after),
  }),
  command({ id: 'withdrawAgreement', command: 'withdraw', path: '/{id}/withdraw' }),
  command({
    id: 'putAgreementIntoEffect',
    command: 'take-effect',
    path: '/{id}/effect',
    make: ({ before, unit, input, deps }) => presentFacts(deps.store, unit, before.state, input.at),
    also: ({ unit, after }) => openGate(unit, after),
  }),
  command({
    id: 'proposeAmendment',
    command: 'propose-amendment',
    path: '/{id}/amendments',
    body: versionBody,
    make: nextVersion,
  }),
  command({
    id: 'proposeRenewal',
    command: 'propose-renewal',
    path: '/{id}/renewals',
    body: versionBody,
    make: nextVersion,
  }),
  command({ id: 'evaluateOperator', command: 'evaluate', path: '/{id}/evaluations', body: evaluationBody }),
  command({ id: 'lapseSigning', command: 'lapse-signing', path: '/{id}/signatures/lapse' }),
  command({ id: 'fileAgreement', command: 'record-filing', path: '/{id}/filing', body: filingBody }),
];

/** The text of the next version, of an amendment or a renewal, and the facts that its bars judge. */
async function nextVersion({
  body,
  before: { id, state },
  unit,
  dry,
  input,
  deps,
}: Made<Agreement, z.infer<typeof versionBody>, Service>): Promise<(Written & { facts: Facts }) | Refusal> {
  if (state.status === 'none') return notFound('missing', 'OPS-14');
  const version = 'terms' in state ? state.terms.version + 1 : 1;
  const asked = await written({ store: deps.store, unit, dry }, { id, version, links: state }, body);
  if (isRefusal(asked)) return asked;
  const judged = { datasets: body.contents.resources?.datasets ?? [], declarations: body.declarations };
  return { ...asked, facts: await factsFor(unit, state, judged, body.scope, input.at) };
}

/** The facts about the version that stands, as its bars judge them now. */
async function presentFacts(
  store: Context,
  unit: Unit,
  state: Agreement,
  at: Instant,
): Promise<{ facts: Facts } | Refusal> {
  const version = currentOf(state);
  if (state.status === 'none' || !version) return notFound('missing', 'OPS-14');
  const scope = await getScope(store, version.scope);
  if (!scope) throw new Error(`scope ${version.scope} of an agreement is gone`);
  return { facts: await factsFor(unit, state, version, scope, at) };
}
