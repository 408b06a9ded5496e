import type { MandateTerms } from '../../shared/domain/mandate.ts';
import type { OrganizationCommand } from '../../shared/domain/organization-schema.ts';
import { at, people } from './examples.ts';
import { documentOf } from './given.ts';

/** Complete and lawful examples, as in examples.ts: an organization, its people and its mandate. */
type OfOrganization<K extends OrganizationCommand['type']> = Extract<OrganizationCommand, { type: K }>;

export const register: OfOrganization<'register'> = {
  type: 'register',
  at,
  actor: people.agency,
  organization: 'shuju-company',
  kind: 'company',
  title: '示范数据运营有限公司',
  creditCode: '91511700MA06HUQ00B',
  jurisdiction: '511700',
  mainland: true,
};
export const verify: OfOrganization<'verify'> = {
  type: 'verify',
  at,
  actor: people.authority,
  evidence: documentOf('licence'),
};
export const addMember: OfOrganization<'add-member'> = {
  type: 'add-member',
  at,
  actor: people.administrator,
  person: 'person-operator',
  roles: ['operator'],
  name: documentOf('name-1'),
  keys: ['k'.repeat(43)],
};

export const mandate: MandateTerms = { by: 'city', number: '市府函〔2026〕2号', from: '2026-01-01' };
export const recordMandate: OfOrganization<'record-mandate'> = {
  type: 'record-mandate',
  at,
  actor: people.government,
  mandate: documentOf('mandate'),
  terms: mandate,
  namer: 'government',
};
