import * as fc from 'fast-check';
import { organization } from '../../../shared/domain/organization.ts';
import type {
  Organization,
  OrganizationCommand,
  OrganizationEvent,
} from '../../../shared/domain/organization-schema.ts';
import { people } from '../examples.ts';
import { actor, documentOf } from '../given.ts';
import { addMember, register, verify } from '../organization-examples.ts';
import { cases, measures, placed } from './holds.ts';
import type { Book, Walk } from './walk.ts';

const { administrator, authority, agency } = people;
const member = fc.record({
  person: fc.constantFrom('person-1', 'person-2', 'person-administrator'),
  roles: fc
    .subarray(['operator', 'administrator', 'auditor', 'grantor'] as const, { minLength: 1 })
    .map((all) => [...all]),
});

const book: Book<OrganizationCommand> = {
  register: fc
    .constantFrom('company' as const, 'department' as const)
    .map((kind) => (at) => ({ ...register, at, kind })),
  verify: fc.constantFrom(authority, agency).map((who) => (at) => ({ ...verify, at, actor: who })),
  'record-mandate': fc.constant((at) => ({
    type: 'record-mandate',
    at,
    actor: people.government,
    mandate: documentOf('mandate'),
    terms: { by: 'city', number: '市府函〔2026〕1号', from: '2026-01-01' },
    namer: 'government',
  })),
  'add-member': member.map((one) => (at) => ({ ...addMember, at, ...one })),
  'change-member': member.map((one) => (at) => ({ ...addMember, type: 'change-member', at, ...one })),
  'remove-member': member.map(({ person }) => (at) => ({ type: 'remove-member', at, actor: administrator, person })),
  'record-duties': fc.subarray(['price', 'finance'] as const).map((all) => (at) => ({
    type: 'record-duties',
    at,
    actor: people.government,
    document: documentOf('functions'),
    duties: [...all],
  })),
  'mark-review': fc
    .constantFrom(undefined, {}, { until: '2027-01-01T00:00:00.000Z' as const })
    .map((reviewed) => (at) => ({
      type: 'mark-review',
      at,
      actor: agency,
      ...(reviewed && { reviewed }),
    })),
  hold: placed.map((hold) => (at) => ({ type: 'hold', at, actor: authority, hold: hold(at) })),
  release: fc.tuple(cases, measures).map(([caseId, lifted]) => (at) => ({
    type: 'release',
    at,
    actor: authority,
    case: caseId,
    measures: lifted,
  })),
  close: fc.constantFrom('dissolved' as const, 'merged' as const).map((reason) => (at) => ({
    type: 'close',
    at,
    actor: authority,
    reason,
  })),
};

export const organizationWalk: Walk<Organization, OrganizationCommand, OrganizationEvent> = {
  machine: organization,
  rare: ['close'],
  book,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('admin', 'other', 'administrator')],
};
