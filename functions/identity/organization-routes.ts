import { isRefusal, notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Organization } from '../../shared/domain/organization-schema.ts';
import { type Caller, type Input, type Reply, reply, routesFor } from '../../shared/http/route.ts';
import { checkCreditCode, creditCodeDefects, isDivision, PROVINCE } from '../../shared/law/identifiers.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { putDocument } from '../../shared/store/documents.ts';
import { listByKind } from '../../shared/store/lists.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Loaded, loadHead, type Unit } from '../../shared/store/unit.ts';
import {
  closeBody,
  dutiesBody,
  listQuery,
  mandateBody,
  organizationParams,
  organizationsView,
  organizationView,
  registerBody,
  verifyBody,
} from './schema.ts';
import type { Identity } from './service.ts';

const { member } = routesFor<Identity>();
const { register, verify, 'record-mandate': mandate, 'record-duties': duties, close } = organization.transitions;

/** Who may look at any organization; everybody else sees their own. */
const watchers: readonly LegalRole[] = [
  'operating-agency',
  'data-authority',
  'government',
  'registration-agency',
  'competent-department',
  'security-organ',
  'auditor',
];

/** Organizations 主体: register, verify, record a mandate, close, look. */
export const organizationRoutes = [
  member({
    id: 'registerOrganization',
    method: 'post',
    path: '/organizations',
    tag: 'identity',
    summary: { zh: '登记主体', en: 'Register an organization' },
    rule: register,
    body: registerBody,
    reply: organizationView,
    handle: registerOrganization,
  }),
  member({
    id: 'verifyOrganization',
    method: 'post',
    path: '/organizations/{id}/verify',
    tag: 'identity',
    summary: { zh: '核验主体', en: 'Verify an organization: from now on it can act and be supplied' },
    rule: verify,
    params: organizationParams,
    body: verifyBody,
    reply: organizationView,
    handle: verifyOrganization,
  }),
  member({
    id: 'recordMandate',
    method: 'post',
    path: '/organizations/{id}/mandate',
    tag: 'identity',
    summary: { zh: '记录实施机构授权文件', en: 'Record the document that names it as implementing body' },
    rule: mandate,
    params: organizationParams,
    body: mandateBody,
    reply: organizationView,
    handle: async ({ params, body, actor, at, ifMatch, receipt }, { store }) => {
      const document = await putDocument(store, 'text/plain', body.mandate);
      const work = async (unit: Unit) => {
        const { mandate: _, ...terms } = body;
        const { state } = await unit.load(organization, body.by);
        const namer = state.status === 'none' || state.status === 'closed' ? undefined : state.kind;
        const command = { type: 'record-mandate', at, actor, mandate: document, terms, namer } as const;
        return told(await unit.decide(organization, params.id, command, ifMatch));
      };
      return transact(store, work, { receipt });
    },
  }),
  member({
    id: 'recordDuties',
    method: 'post',
    path: '/organizations/{id}/duties',
    tag: 'identity',
    summary: { zh: '登记部门职责领域', en: 'Record the fields in which a department acts' },
    rule: duties,
    params: organizationParams,
    body: dutiesBody,
    reply: organizationView,
    handle: async ({ params, body, actor, at, ifMatch, receipt }, { store }) => {
      const document = await putDocument(store, 'text/plain', body.document);
      const command = { type: 'record-duties', at, actor, document, duties: body.duties } as const;
      const work = async (unit: Unit) => told(await unit.decide(organization, params.id, command, ifMatch));
      return transact(store, work, { receipt });
    },
  }),
  member({
    id: 'closeOrganization',
    method: 'post',
    path: '/organizations/{id}/close',
    tag: 'identity',
    summary: { zh: '注销主体', en: 'Close an organization: its gate refuses for good' },
    rule: close,
    ifMatch: 'required',
    params: organizationParams,
    body: closeBody,
    reply: organizationView,
    handle: closeOrganization,
  }),
  member({
    id: 'readOrganization',
    method: 'get',
    path: '/organizations/{id}',
    tag: 'identity',
    summary: { zh: '查看主体', en: 'Read an organization: your own, or any for those who supervise' },
    params: organizationParams,
    reply: organizationView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, organization, params.id);
      const seen = found.version > 0 && (found.id === caller.organization || watches(caller));
      return seen ? told(found) : notFound('foreign', 'DZ-6');
    },
  }),
  member({
    id: 'listOrganizations',
    method: 'get',
    path: '/organizations',
    tag: 'identity',
    summary: { zh: '主体列表', en: 'List the organizations of a jurisdiction' },
    by: watchers,
    query: listQuery,
    reply: organizationsView,
    handle: async ({ query: { status, jurisdiction, ...page }, caller }, { store }) => {
      const kind = { kind: 'organization', jurisdiction: jurisdiction ?? caller.jurisdiction, status };
      return reply(await listByKind(store, kind, page));
    },
  }),
];

type Of<Schema extends { parse: (value: never) => unknown }> = ReturnType<Schema['parse']>;
type OnOrganization<B> = Input<Of<typeof organizationParams>, unknown, B>;

/** Registers an organization under its checked credit code, which stands only once (GBT-32100). */
async function registerOrganization(
  { body, actor, at, receipt }: Input<unknown, unknown, Of<typeof registerBody>>,
  { store }: Identity,
): Promise<Reply | Refusal> {
  const code = checkCreditCode(body.creditCode);
  if (!code.ok) return refuse('GBT-32100', creditCodeDefects[code.defect], '/creditCode');
  // An import or a form may normalise what people typed; what machines send is written as the standard writes it.
  if (code.code !== body.creditCode) return refuse('GBT-32100', notCanonical, '/creditCode');
  if (!isDivision(body.jurisdiction) && body.jurisdiction !== PROVINCE) {
    return refuse('DZ-5', { zh: '没有这个行政区划', en: 'there is no such division' }, '/jurisdiction');
  }
  const { delegation, ...asked } = body;
  const document = delegation === undefined ? undefined : await putDocument(store, 'text/plain', delegation);
  const id = store.newId();
  const taken = { zh: '该统一社会信用代码已登记', en: 'an organization with this credit code is registered already' };
  return transact(
    store,
    async (unit) => {
      const links = { ...asked, organization: id, creditCode: code.code, ...(document && { delegation: document }) };
      const after = await unit.decide(organization, id, { type: 'register', at, actor, ...links });
      if (isRefusal(after)) return after;
      unit.claim('credit-code', code.code, id, refuse('GBT-32100', taken, '/creditCode'));
      return told(after, { status: 201, location: `/organizations/${id}` });
    },
    { receipt },
  );
}

/** Verifies an organization and opens its gate. */
async function verifyOrganization(
  { params, body, actor, at, ifMatch, receipt }: OnOrganization<Of<typeof verifyBody>>,
  { store }: Identity,
): Promise<Reply | Refusal> {
  const evidence = await putDocument(store, 'text/plain', body.evidence);
  return transact(
    store,
    async (unit) => {
      const command = { type: 'verify', at, actor, evidence } as const;
      const after = await unit.decide(organization, params.id, command, ifMatch);
      if (isRefusal(after)) return after;
      if (after.state.status !== 'verified') throw new Error('verified, and yet not');
      const { mainland, reviewed } = after.state;
      const value = { holds: {}, mainland, ...(reviewed && { reviewed }) };
      unit.gate({ aggregate: 'organization', id: params.id }, { do: 'open', value });
      return told(after);
    },
    { receipt },
  );
}

/** Closes an organization, ends its gate, and sets its credit code free for whoever really has it. */
async function closeOrganization(
  { params, body, actor, at, ifMatch, receipt }: OnOrganization<Of<typeof closeBody>>,
  { store }: Identity,
): Promise<Reply | Refusal> {
  return transact(
    store,
    async (unit) => {
      const before = await unit.load(organization, params.id);
      const after = await unit.decide(organization, before, { type: 'close', at, actor, ...body }, ifMatch);
      if (isRefusal(after)) return after;
      if (before.state.status === 'none' || after.state.status !== 'closed') throw new Error('closed, and yet not');
      // Before it was verified it had no gate.
      if (before.state.status === 'verified') {
        unit.gate({ aggregate: 'organization', id: params.id }, { do: 'end', ended: { at, article: 'DZ-6' } });
      }
      unit.unclaim('credit-code', before.state.creditCode, params.id);
      return told(after);
    },
    { receipt, patience: 'measure' },
  );
}

const watches = (caller: Caller): boolean => watchers.some((role) => caller.roles.includes(role));

/** An organization as others read it: its people are told elsewhere, only their number here. */
function told(
  after: Loaded<Organization> | Refusal,
  { status = 200, location }: { status?: Reply['status']; location?: string } = {},
): Reply | Refusal {
  if (isRefusal(after)) return after;
  const { id, version, state } = after;
  const members = 'members' in state ? state.members : {};
  const view = { id, version, organization: { ...state, members: undefined }, members: Object.keys(members).length };
  return reply(view, { status, version, ...(location && { location }) });
}

const notCanonical = {
  zh: '请用半角大写字母和数字书写信用代码，前后不留空格',
  en: 'write the code in half-width capitals and digits, without blanks',
};
