import { commandsOn } from '../../shared/command.ts';
import { related } from '../../shared/domain/affiliates.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { isApproved, plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { unmetConditions } from '../../shared/domain/qualification-rules.ts';
import type { Qualification } from '../../shared/domain/qualification-schema.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { type Loaded, loadHead, type Unit } from '../../shared/store/unit.ts';
import {
  affiliatesBody,
  applyBody,
  endBody,
  interestBody,
  listView,
  minutesBody,
  params,
  prolongBody,
  qualificationsQuery,
  qualificationView,
  qualifyBody,
  selectBody,
  supplementBody,
} from './schema.ts';
import { anyRole, watches } from './watchers.ts';

/** A qualification as people read it, with the security conditions that still lack their document. */
const viewOf = ({ id, version, state }: Loaded<Qualification>) => ({
  id,
  version,
  qualification: state,
  unmet: state.status === 'applied' ? unmetConditions(state.evidence) : [],
});

const command = commandsOn(qualification, {
  tag: 'agreement',
  base: '/qualifications',
  view: (_, one) => viewOf(one),
  replyShape: qualificationView,
});
const { member } = routesFor<Service>();

/** Operator qualification 运营机构资格 and selection: apply, find qualified, select, decide, end. @see DZ-30, OPS-12 */
export const qualificationRoutes = [
  command({
    id: 'applyForQualification',
    command: 'apply',
    path: '',
    body: applyBody,
    make: async ({ body, unit, input }) => {
      const { state } = await unit.load(plan, body.plan);
      if (state.status === 'none' || !isApproved(state)) return notFound('foreign', 'OPS-12');
      const { grantor, jurisdiction } = state;
      const operator = input.actor.organization;
      return { ...body, grantor, jurisdiction, operator, creditCode: await codeOf(unit, operator) };
    },
  }),
  command({
    id: 'declareAffiliates',
    command: 'declare-affiliates',
    path: '/{id}/affiliates',
    method: 'put',
    body: affiliatesBody,
    example: { affiliates: ['91511700MA00000023'], document: { text: '关联方声明' } },
    make: async ({ body, input, unit }) => ({ ...body, creditCode: await codeOf(unit, input.actor.organization) }),
  }),
  command({ id: 'declareInterest', command: 'declare-interest', path: '/{id}/interests', body: interestBody }),
  command({ id: 'supplementQualification', command: 'supplement', path: '/{id}/evidence', body: supplementBody }),
  command({ id: 'findQualified', command: 'qualify', path: '/{id}/qualify', body: qualifyBody }),
  command({
    id: 'selectOperator',
    command: 'select',
    path: '/{id}/selection',
    body: selectBody,
    make: async ({ body, before, unit }) => {
      const planned = 'plan' in before.state && (await unit.load(plan, before.state.plan));
      const planApproved = planned ? isApproved(planned.state) : false;
      return { ...body, planApproved, related: await areRelated(unit, before.state) };
    },
  }),
  command({
    id: 'decideOperator',
    command: 'decide',
    path: '/{id}/decision',
    body: minutesBody,
    make: async ({ body, before, unit }) => ({ ...body, related: await areRelated(unit, before.state) }),
  }),
  command({ id: 'prolongQualification', command: 'prolong', path: '/{id}/prolong', body: prolongBody }),
  command({ id: 'endQualification', command: 'end', path: '/{id}/end', body: endBody }),
  member({
    id: 'readQualification',
    method: 'get',
    path: '/qualifications/{id}',
    tag: 'agreement',
    summary: { zh: '查看运营机构资格', en: 'Read a qualification and which conditions lack their document' },
    params,
    reply: qualificationView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, qualification, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'OPS-12');
      return reply(viewOf(found), { version: found.version });
    },
  }),
  member({
    id: 'listQualifications',
    method: 'get',
    path: '/qualifications',
    tag: 'agreement',
    summary: { zh: '运营机构资格列表', en: 'List qualifications: your own, or those of your jurisdiction' },
    by: anyRole,
    query: qualificationsQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      const all = watches(caller) || caller.roles.includes('grantor');
      const kind = 'qualification';
      return reply(
        await (all
          ? listByKind(store, { kind, jurisdiction: caller.jurisdiction, status }, page)
          : listByParty(store, { kind, party: caller.organization, status }, page)),
      );
    },
  }),
  ...readingRoutes({
    tag: 'agreement',
    base: '/qualifications',
    name: 'Qualification',
    machine: qualification,
    article: 'OPS-12',
    mayRead,
  }),
];

/** Whether implementing body and operator are affiliated by what the operator declared (POLICY-11). */
async function areRelated(unit: Unit, state: Qualification): Promise<boolean> {
  if (state.status === 'none') return false;
  const { grantor, operator, affiliates } = state;
  const [one, other] = await Promise.all([codeOf(unit, grantor), codeOf(unit, operator)]);
  return related({ creditCode: one, affiliates: [] }, { creditCode: other, affiliates }) !== undefined;
}

async function codeOf(unit: Unit, id: string): Promise<string> {
  const { state } = await unit.load(organization, id);
  return state.status === 'none' ? '' : state.creditCode;
}

/** Competitors for one plan do not see each other: only the two sides and those who watch. */
function mayRead(caller: Caller, state: Qualification): boolean {
  if (state.status === 'none') return false;
  return state.operator === caller.organization || state.grantor === caller.organization || watches(caller);
}
