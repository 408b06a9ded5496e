import { isRefusal, notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Organization } from '../../shared/domain/organization-schema.ts';
import { type Input, type Reply, reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { putDocument } from '../../shared/store/documents.ts';
import { claimSubject } from '../../shared/store/sessions.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { profile } from './me.ts';
import { nameOf } from './names.ts';
import {
  addMemberBody,
  changeMemberBody,
  joinedView,
  memberParams,
  membersQuery,
  membersView,
  meView,
  organizationParams,
} from './schema.ts';
import type { Identity } from './service.ts';

const { member } = routesFor<Identity>();
const { 'add-member': add, 'change-member': change, 'remove-member': remove } = organization.transitions;

/** Beside the organization's own administrator: those who may see the people of any organization. */
const overseers: readonly LegalRole[] = ['operating-agency', 'auditor'];

/** Members 成员: their names stand in documents, their legal roles decide what they may do (POLICY-10). */
export const memberRoutes = [
  member({
    id: 'readMe',
    method: 'get',
    path: '/me',
    tag: 'identity',
    summary: { zh: '我的身份', en: 'Who I am, for whom, and what I may do next' },
    reply: meView,
    handle: async ({ caller }, { store }) => reply(await profile(store, caller)),
  }),
  member({
    id: 'listMembers',
    method: 'get',
    path: '/organizations/{id}/members',
    tag: 'identity',
    summary: { zh: '成员列表', en: 'List the members of an organization' },
    by: ['administrator', ...overseers],
    params: organizationParams,
    query: membersQuery,
    reply: membersView,
    handle: async ({ params, query: { cursor = '', limit }, caller }, { store }) => {
      const { state, version } = await loadHead(store, organization, params.id);
      const seen = params.id === caller.organization || overseers.some((role) => caller.roles.includes(role));
      if (!seen || !('members' in state)) return notFound('foreign', 'POLICY-10');
      const rest = Object.keys(state.members)
        .filter((person) => person > cursor)
        .sort();
      const shown = rest.slice(0, limit);
      const items = await Promise.all(shown.map((person) => viewOf(store, state, person)));
      return reply({ version, items, ...(rest.length > shown.length && { cursor: shown.at(-1) }) }, { version });
    },
  }),
  member({
    id: 'addMember',
    method: 'post',
    path: '/organizations/{id}/members',
    tag: 'identity',
    summary: { zh: '增加成员', en: 'Add a member and bind their sign-in' },
    rule: add,
    params: organizationParams,
    body: addMemberBody,
    reply: joinedView,
    handle: addMember,
  }),
  member({
    id: 'changeMember',
    method: 'put',
    path: '/organizations/{id}/members/{person}',
    tag: 'identity',
    summary: { zh: '变更成员', en: 'Change a member: name, roles, signing keys' },
    rule: change,
    ifMatch: 'required',
    params: memberParams,
    body: changeMemberBody,
    reply: joinedView,
    handle: async ({ params, body: { name, ...body }, actor, at, ifMatch, receipt }, { store }) => {
      const { id, person } = params;
      const document = await putDocument(store, 'text/plain', name);
      return transact(
        store,
        async (unit) => {
          const command = { type: 'change-member', at, actor, person, name: document, ...body } as const;
          return joined(await unit.decide(organization, id, command, ifMatch), person);
        },
        { receipt },
      );
    },
  }),
  member({
    id: 'removeMember',
    method: 'delete',
    path: '/organizations/{id}/members/{person}',
    tag: 'identity',
    summary: { zh: '移除成员', en: 'Remove a member: nobody at their next request' },
    rule: remove,
    ifMatch: 'required',
    params: memberParams,
    reply: joinedView,
    handle: async ({ params: { id, person }, actor, at, ifMatch, receipt }, { store }) =>
      transact(
        store,
        async (unit) => {
          const command = { type: 'remove-member', at, actor, person } as const;
          return joined(await unit.decide(organization, id, command, ifMatch), person);
        },
        { receipt },
      ),
  }),
];

type Of<Schema extends { parse: (value: never) => unknown }> = ReturnType<Schema['parse']>;
type Adding = Input<Of<typeof organizationParams>, unknown, Of<typeof addMemberBody>>;

/** Adds a person under a new opaque id. A sign-in that belongs to a member somewhere is not taken away from them. */
async function addMember(
  { params, body, actor, at, ifMatch, receipt }: Adding,
  { store, signIn }: Identity,
): Promise<Reply | Refusal> {
  const { name, subject, ...asked } = body;
  const document = await putDocument(store, 'text/plain', name);
  const person = store.newId();
  return transact(
    store,
    async (unit) => {
      const command = { type: 'add-member', at, actor, person, name: document, ...asked } as const;
      const after = await unit.decide(organization, params.id, command, ifMatch);
      if (isRefusal(after)) return after;
      // Before the commit: a crash in between leaves a sign-in that names no member, which is nobody and can be claimed.
      const who = { person, organization: params.id };
      if (subject !== undefined && !(await claimSubject(store, signIn.issuer, subject, who))) return bound;
      return joined(after, person, { status: 201, location: `/organizations/${params.id}/members/${person}` });
    },
    { receipt },
  );
}

const bound = refuse(
  'POLICY-10',
  { zh: '该登录身份已属于另一名成员', en: 'this sign-in belongs to another member already' },
  '/subject',
);

function joined(
  after: Loaded<Organization> | Refusal,
  person: string,
  { status = 200, location }: { status?: Reply['status']; location?: string } = {},
): Reply | Refusal {
  if (isRefusal(after)) return after;
  const { id, version } = after;
  return reply({ organization: id, person, version }, { status, version, ...(location && { location }) });
}

type Peopled = Extract<Organization, { members: unknown }>;

async function viewOf(store: Context, { members }: Peopled, person: string) {
  const found = members[person];
  return {
    person,
    name: found && (await nameOf(store, found.name)),
    roles: found?.roles ?? [],
    keys: found?.keys ?? [],
  };
}
