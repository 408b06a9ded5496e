import * as fc from 'fast-check';
import { qualification } from '../../../shared/domain/qualification.ts';
import type {
  Qualification,
  QualificationCommand,
  QualificationEvent,
} from '../../../shared/domain/qualification-schema.ts';
import {
  applyForQualification,
  decideOperator,
  declareInterest,
  people,
  qualify,
  selectOperator,
} from '../examples.ts';
import { actor, documentOf } from '../given.ts';
import type { Book, Walk } from './walk.ts';

const { grantor, grantorHead } = people;
const evidence = fc.subarray(Object.entries(applyForQualification.evidence)).map((some) => Object.fromEntries(some));

const qualificationBook: Book<QualificationCommand> = {
  apply: evidence.map((some) => (at) => ({ ...applyForQualification, at, evidence: some })),
  supplement: fc.constant((at) => ({
    type: 'supplement',
    at,
    actor: people.operator,
    evidence: applyForQualification.evidence,
  })),
  'declare-affiliates': fc.constantFrom('91511700MA00000023', '91511700MA00000010').map((code) => (at) => ({
    type: 'declare-affiliates',
    at,
    actor: people.operator,
    affiliates: [code],
    document: documentOf('affiliates'),
    creditCode: applyForQualification.creditCode,
  })),
  'declare-interest': fc
    .tuple(
      fc.constantFrom('none' as const, 'none' as const, 'own' as const),
      fc.constantFrom(grantor, grantor, grantorHead),
    )
    .map(([interest, actor]) => (at) => ({ ...declareInterest, at, interest, actor })),
  prolong: fc.constantFrom('2027-03-03' as const, '2099-01-01' as const).map((validUntil) => (at) => ({
    type: 'prolong',
    at,
    actor: grantor,
    validUntil,
    review: documentOf('review'),
  })),
  qualify: fc
    .constantFrom('2026-03-03' as const, '2028-01-01' as const, '2099-01-01' as const)
    .map((validUntil) => (at) => ({
      ...qualify,
      at,
      validUntil,
    })),
  select: fc.boolean().map((planApproved) => (at) => ({ ...selectOperator, at, planApproved })),
  decide: fc.constant((at) => ({ ...decideOperator, at })),
  end: fc.constant((at) => ({ type: 'end', at, actor: people.grantor, reason: documentOf('reason') })),
};

export const qualificationWalk: Walk<Qualification, QualificationCommand, QualificationEvent> = {
  machine: qualification,
  rare: ['end'],
  // Days rather than years, or every qualification has lapsed before it is decided upon.
  waits: [0, 1, 3_600_000, 24 * 3_600_000, 24 * 3_600_000, 300 * 24 * 3_600_000],
  book: qualificationBook,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhou', 'other', 'operator')],
};
