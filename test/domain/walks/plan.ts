import * as fc from 'fast-check';
import type { Plan, PlanCommand, PlanEvent } from '../../../shared/domain/plan.ts';
import { plan } from '../../../shared/domain/plan.ts';
import type { Qualification, QualificationCommand, QualificationEvent } from '../../../shared/domain/qualification.ts';
import { qualification } from '../../../shared/domain/qualification.ts';
import {
  applyForQualification,
  approvePlan,
  decideOperator,
  decidePlan,
  draftPlan,
  people,
  planTexts,
  qualify,
  selectOperator,
} from '../examples.ts';
import { actor, documentOf } from '../given.ts';
import type { Book, Walk } from './walk.ts';

const contents = fc.constantFrom(planTexts, planTexts, {});

const planBook: Book<PlanCommand> = {
  draft: contents.map((texts) => (at) => ({ ...draftPlan, at, contents: texts })),
  edit: contents.map((texts) => (at) => ({
    type: 'edit',
    at,
    actor: people.grantor,
    datasets: ['weather', 'water'],
    text: documentOf('plan-text-2'),
    contents: texts,
  })),
  decide: fc.constant((at) => ({ ...decidePlan, at })),
  return: fc.constant((at) => ({ type: 'return', at, actor: people.government, reason: documentOf('reason') })),
  approve: fc.constant((at) => ({ ...approvePlan, at })),
  publish: fc.constant((at) => ({ type: 'publish', at, actor: people.grantor })),
  'record-filing': fc.constant((at) => ({
    type: 'record-filing',
    at,
    actor: people.grantor,
    number: '川备〔2026〕1号',
  })),
};

export const planWalk: Walk<Plan, PlanCommand, PlanEvent> = {
  machine: plan,
  rare: [],
  book: planBook,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhao', 'other', 'grantor')],
};

const evidence = fc.subarray(Object.entries(applyForQualification.evidence)).map((some) => Object.fromEntries(some));

const qualificationBook: Book<QualificationCommand> = {
  apply: evidence.map((some) => (at) => ({ ...applyForQualification, at, evidence: some })),
  supplement: fc.constant((at) => ({
    type: 'supplement',
    at,
    actor: people.operator,
    evidence: applyForQualification.evidence,
  })),
  qualify: fc.constantFrom('2026-03-03' as const, '2099-01-01' as const).map((validUntil) => (at) => ({
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
  book: qualificationBook,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhou', 'other', 'operator')],
};
