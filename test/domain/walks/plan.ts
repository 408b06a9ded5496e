import * as fc from 'fast-check';
import type { Plan, PlanCommand, PlanEvent } from '../../../shared/domain/plan.ts';
import { plan } from '../../../shared/domain/plan.ts';
import { precondition } from '../../../shared/domain/plan-preconditions.ts';
import { approvePlan, checkPlan, decidePlan, draftPlan, people, planTexts } from '../examples.ts';
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
  check: fc
    .tuple(fc.constantFrom(...precondition.options), fc.integer({ min: 0, max: 19 }))
    .map(([one, n]) => (at) => ({ ...checkPlan(one, n > 0 ? 'safe' : 'unsafe'), at })),
  decide: fc.integer({ min: 0, max: 4 }).map((n) => (at) => ({ ...decidePlan, at, mandated: n > 0 })),
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
  rare: ['edit', 'return', 'decide'],
  book: planBook,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhao', 'other', 'grantor')],
};
