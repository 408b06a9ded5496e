import { checkCreditCode, creditCodeDefects } from '../law/identifiers.ts';
import { type LegalRole, supervisors } from '../law/roles.ts';
import { type Decision, type Ground, type In, type Machine, refuse, refuseAll, type Transitions } from './decision.ts';
import { holdsAfter, lift, place } from './holding.ts';
import { mandateGrounds } from './mandate.ts';
import { wrongRoles } from './member-roles.ts';
import { officesHeld } from './office.ts';
import {
  MAX_MEMBERS,
  type Organization,
  type OrganizationCommand,
  type OrganizationEvent,
  organizationEvent,
  organizationState,
} from './organization-schema.ts';
import { organizationStates } from './states.ts';

type Command<K extends OrganizationCommand['type']> = Extract<OrganizationCommand, { type: K }>;
type Living = In<Organization, 'registered'> | In<Organization, 'verified'>;

/** Who keeps the members: the organization's own administrator, or the agency that runs the platform. */
const keepers = ['administrator', 'operating-agency'] as const satisfies LegalRole[];

const transitions: Transitions<Organization, OrganizationCommand, OrganizationEvent> = {
  register: {
    by: ['operating-agency', 'data-authority', 'operator', 'source-unit', 'administrator'],
    article: 'DZ-6',
    label: { zh: '登记主体', en: 'register an organization' },
    none: register,
  },
  verify: {
    by: ['data-authority', 'operating-agency'],
    article: 'POLICY-7',
    label: { zh: '核验主体', en: 'verify an organization' },
    tells: ['administrator'],
    registered: verify,
  },
  'record-mandate': {
    by: ['government', 'data-authority', 'operating-agency'],
    article: 'OPS-3',
    label: { zh: '记录实施机构授权文件', en: 'record its mandate as implementing body' },
    tells: ['administrator'],
    registered: mandated,
    verified: mandated,
  },
  'record-duties': {
    by: ['government', 'data-authority'],
    article: 'LOCAL-64',
    label: { zh: '登记部门职责领域', en: 'record the fields of duty of a department' },
    tells: ['administrator'],
    registered: recordDuties,
    verified: recordDuties,
  },
  'add-member': {
    by: keepers,
    article: 'POLICY-10',
    label: { zh: '增加成员', en: 'add a member' },
    tells: ['administrator'],
    registered: addMember,
    verified: addMember,
  },
  'change-member': {
    by: keepers,
    article: 'POLICY-10',
    label: { zh: '变更成员', en: 'change a member' },
    tells: ['administrator'],
    registered: changeMember,
    verified: changeMember,
  },
  'remove-member': {
    by: keepers,
    article: 'POLICY-10',
    label: { zh: '移除成员', en: 'remove a member' },
    tells: ['administrator'],
    registered: removeMember,
    verified: removeMember,
  },
  'mark-review': {
    by: ['operating-agency', 'data-authority'],
    article: 'DZ-46',
    label: { zh: '标注服务提供方审查', en: 'mark what its review as a contractor says' },
    tells: ['administrator'],
    registered: markReview,
    verified: markReview,
  },
  hold: {
    by: [...supervisors, 'operating-agency', 'head', 'system'],
    article: 'DZ-43',
    label: { zh: '采取措施', en: 'place a measure' },
    tells: ['administrator'],
    verified: place,
  },
  release: {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '恢复', en: 'lift a measure' },
    tells: ['administrator'],
    verified: lift,
  },
  close: {
    by: ['data-authority', 'operating-agency'],
    article: 'DZ-6',
    label: { zh: '注销主体', en: 'close the organization' },
    tells: ['administrator'],
    registered: ({ at, reason }) => [{ type: 'closed', at, reason }],
    verified: ({ at, reason }) => [{ type: 'closed', at, reason }],
  },
};

/** Subject 主体: registered → verified (with or without holds) → closed. @see DZ-5, DZ-6, POLICY-10 */
export const organization: Machine<Organization, OrganizationCommand, OrganizationEvent> = {
  aggregate: 'organization',
  label: { zh: '主体', en: 'organization' },
  states: organizationStates,
  state: organizationState,
  event: organizationEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { administrator: state.organization }),
  offices: (state) => (state.status === 'verified' ? officesHeld(state, Object.values(state.members)) : []),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, title: state.title, party: state.organization },
};

function register({ type: _, actor, at, ...asked }: Command<'register'>): Decision<OrganizationEvent> {
  if (asked.kind === 'zone-committee' && !asked.delegation) {
    const detail = { zh: '园区管委会须记录委托文件', en: 'a zone committee needs a recorded delegation' };
    return refuse('DZ-5', detail, '/delegation');
  }
  const checked = checkCreditCode(asked.creditCode);
  if (!checked.ok) return refuse('GBT-32100', creditCodeDefects[checked.defect], '/creditCode');
  return [{ type: 'registered', at, by: actor.person, ...asked }];
}

function verify(
  { at, actor, evidence }: Command<'verify'>,
  state: In<Organization, 'registered'>,
): Decision<OrganizationEvent> {
  if (actor.person === state.registeredBy) {
    return refuse('POLICY-7', { zh: '登记人不得自行核验', en: 'whoever registered it cannot verify it' });
  }
  return [{ type: 'verified', at, by: actor.person, evidence }];
}

function mandated({ at, mandate, terms, namer }: Command<'record-mandate'>): Decision<OrganizationEvent> {
  return refuseAll(mandateGrounds(terms, namer)) ?? [{ type: 'mandated', at, mandate, terms }];
}

function addMember(command: Command<'add-member'>, state: Living): Decision<OrganizationEvent> {
  const { type: _, actor, at, ...asked } = command;
  const full = Object.keys(state.members).length >= MAX_MEMBERS;
  const grounds: Ground[] = [...wrongRoles(command, state)];
  if (isMember(state, asked.person)) {
    const detail = { zh: '该人已是成员', en: 'this person is a member already' };
    grounds.push({ article: 'POLICY-9', pointer: '/person', detail });
  }
  if (full) {
    const detail = { zh: `成员最多 ${MAX_MEMBERS} 人`, en: `at most ${MAX_MEMBERS} members` };
    grounds.push({ article: 'POLICY-9', detail });
  }
  return refuseAll(grounds) ?? [{ type: 'member-added', at, by: actor.person, ...asked }];
}

function changeMember(command: Command<'change-member'>, state: Living): Decision<OrganizationEvent> {
  const { type: _, actor, at, ...asked } = command;
  if (!isMember(state, asked.person)) return unknownMember();
  return refuseAll(wrongRoles(command, state)) ?? [{ type: 'member-changed', at, by: actor.person, ...asked }];
}

function removeMember({ at, actor, person }: Command<'remove-member'>, state: Living): Decision<OrganizationEvent> {
  if (!isMember(state, person)) return unknownMember();
  return [{ type: 'member-removed', at, by: actor.person, person }];
}

/** Its document says what a department is there for; no other kind of organization has fields. */
function recordDuties(
  { at, document, duties }: Command<'record-duties'>,
  { kind }: Living,
): Decision<OrganizationEvent> {
  if (kind === 'department') return [{ type: 'duties-recorded', at, document, duties }];
  return refuse('LOCAL-64', { zh: '只有政务部门登记职责领域', en: 'only a department has fields of duty' }, '/duties');
}

function markReview({ at, reviewed }: Command<'mark-review'>): Decision<OrganizationEvent> {
  return [{ type: 'review-marked', at, ...(reviewed && { reviewed }) }];
}

/** `hasOwn`: an id may read like a name of the prototype. */
const isMember = (state: Living, person: string): boolean => Object.hasOwn(state.members, person);

const unknownMember = () => refuse('POLICY-9', { zh: '该人不是成员', en: 'this person is no member' }, '/person');

function evolve(state: Organization, event: OrganizationEvent): Organization {
  if (event.type === 'registered') {
    const { type: _, at, by, ...asked } = event;
    return { status: 'registered', ...asked, registeredBy: by, registeredAt: at, members: {} };
  }
  if (state.status === 'none' || state.status === 'closed') return state;
  switch (event.type) {
    case 'verified':
      return state.status === 'registered'
        ? { ...state, status: 'verified', verifiedAt: event.at, verifiedBy: event.by, holds: {} }
        : state;
    case 'mandated':
      return { ...state, mandate: event.mandate, ...(event.terms && { mandated: event.terms }) };
    case 'member-added':
    case 'member-changed': {
      const { roles, name, keys } = event;
      return { ...state, members: { ...state.members, [event.person]: { roles, name, keys } } };
    }
    case 'member-removed': {
      const { [event.person]: _, ...members } = state.members;
      return { ...state, members };
    }
    case 'duties-recorded':
      return { ...state, duties: event.duties };
    case 'review-marked': {
      const { reviewed: _, ...rest } = state;
      return event.reviewed ? { ...rest, reviewed: event.reviewed } : rest;
    }
    case 'held':
    case 'released':
      return state.status === 'verified' ? { ...state, holds: holdsAfter(state.holds, event) } : state;
    case 'closed':
      return { ...linksOf(state), status: 'closed', closedAt: event.at, reason: event.reason };
  }
}

type Links = Omit<In<Organization, 'closed'>, 'status' | 'closedAt' | 'reason'>;

function linksOf(state: Links): Links {
  const { organization, kind, title, creditCode, jurisdiction, mainland, delegation, mandate, mandated } = state;
  const documents = { ...(delegation && { delegation }), ...(mandate && { mandate }), ...(mandated && { mandated }) };
  return { organization, kind, title, creditCode, jurisdiction, mainland, ...documents };
}
