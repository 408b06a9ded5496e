import { commandsOn } from '../../shared/command.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { isMandated } from '../../shared/domain/mandate.ts';
import { organization } from '../../shared/domain/organization.ts';
import { isApproved, type Plan, plan } from '../../shared/domain/plan.ts';
import { draftPlan, missingGrounds, planContent, planContents } from '../../shared/domain/plan-contents.ts';
import { preconditionGrounds } from '../../shared/domain/plan-preconditions.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import { listByKind } from '../../shared/store/lists.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import {
  approveBody,
  checkBody,
  draftPlanBody,
  editPlanBody,
  filingBody,
  listView,
  minutesBody,
  params,
  planReadView,
  plansQuery,
  planView,
  reasonBody,
} from './schema.ts';
import { anyRole, watches } from './watchers.ts';

/** A plan as people read it, with its completeness meter: how many of the twelve are written, and which lack. */
const viewOf = ({ id, version, state }: Loaded<Plan>) => {
  const missing = state.status === 'drafted' ? state.missing : [];
  const all = planContent.options.length;
  const unsafe = state.status === 'drafted' || state.status === 'decided' ? preconditionGrounds(state.checks) : [];
  const complete = `${all - missing.length}/${all}`;
  return { id, version, plan: state, missing: missingGrounds(missing), complete, unsafe };
};

const command = commandsOn(plan, {
  tag: 'agreement',
  base: '/plans',
  view: (_, one) => viewOf(one),
  replyShape: planView,
});
const { member } = routesFor<Service>();

/** Implementation plans 实施方案: write, decide, approve, publish, file, read. @see OPS-9, OPS-11 */
export const planRoutes = [
  command({
    id: 'draftPlan',
    command: 'draft',
    path: '',
    body: draftPlanBody,
    make: ({ body, input }) => ({
      ...body,
      grantor: input.actor.organization,
      jurisdiction: input.caller.jurisdiction,
    }),
  }),
  command({ id: 'editPlan', command: 'edit', path: '/{id}', method: 'put', body: editPlanBody, ifMatch: 'required' }),
  command({ id: 'checkPlan', command: 'check', path: '/{id}/checks', body: checkBody }),
  command({
    id: 'decidePlan',
    command: 'decide',
    path: '/{id}/decision',
    body: minutesBody,
    make: async ({ body, input, unit }) => {
      const { state } = await unit.load(organization, input.actor.organization);
      return { ...body, mandated: state.status === 'verified' && isMandated(state.mandated, input.at) };
    },
  }),
  command({ id: 'returnPlan', command: 'return', path: '/{id}/return', body: reasonBody }),
  command({ id: 'approvePlan', command: 'approve', path: '/{id}/approval', body: approveBody }),
  command({ id: 'publishPlan', command: 'publish', path: '/{id}/publication' }),
  command({ id: 'filePlan', command: 'record-filing', path: '/{id}/filing', body: filingBody }),
  member({
    id: 'readPlan',
    method: 'get',
    path: '/plans/{id}',
    tag: 'agreement',
    summary: { zh: '查看实施方案', en: 'Read a plan: its contents, and what is missing under which article' },
    params,
    reply: planReadView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, plan, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'OPS-9');
      const document = await getDocument(store, found.state.text);
      const contents = document && draftPlan.parse(JSON.parse(String(document.content)));
      return reply({ ...viewOf(found), contents, heads: planContents }, { version: found.version });
    },
  }),
  member({
    id: 'listPlans',
    method: 'get',
    path: '/plans',
    tag: 'agreement',
    summary: {
      zh: '实施方案列表',
      en: 'List the plans of your jurisdiction; operators see approved and published ones',
    },
    by: anyRole,
    query: plansQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      const open = status === 'approved' || status === 'published';
      if (!open && !watches(caller) && !caller.roles.includes('grantor')) return reply({ items: [] });
      return reply(await listByKind(store, { kind: 'plan', jurisdiction: caller.jurisdiction, status }, page));
    },
  }),
  ...readingRoutes({ tag: 'agreement', base: '/plans', name: 'Plan', machine: plan, article: 'OPS-9', mayRead }),
];

/** Its grantor and those who watch; everybody else once it is approved. */
function mayRead(caller: Caller, state: Plan): state is Exclude<Plan, { status: 'none' }> {
  if (state.status === 'none') return false;
  return isApproved(state) || state.grantor === caller.organization || watches(caller);
}
