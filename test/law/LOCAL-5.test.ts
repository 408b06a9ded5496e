import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { plan } from '../../shared/domain/plan.ts';
import { endOfDay } from '../../shared/law/time.ts';
import {
  agreementStory,
  approvePlan,
  at,
  checkedPlan,
  contents,
  decidePlan,
  draftPlan,
  factsOf,
  people,
  signAs,
  written,
} from '../domain/examples.ts';
import { given, hashOf } from '../domain/given.ts';

const file = { type: 'record-filing', at, actor: people.grantor, number: '川数备〔2026〕1号' } as const;
const filing = { number: file.number, at };
/** 20 working days after Monday 2026-11-02, the day itself not counted. */
const due = { period: 'LOCAL-5', startedAt: at, dueAt: endOfDay('2026-11-30'), provisional: false };
const approved = given(plan).and(draftPlan, decidePlan, ...checkedPlan, approvePlan);
const running = given(agreement).and(...agreementStory);

describe('the provincial filing', () => {
  test('is recorded on an approved plan and on an agreement in effect', () => {
    expect(approved.when(file).state).toMatchObject({ filing });
    expect(running.when(file).state).toMatchObject({ filing });
  });

  test('is due in 20 working days after approval or effect; filing it stops the clock, also when it is late', () => {
    expect(plan.clocks(approved.state)).toMatchObject([due]);
    expect(plan.clocks(approved.when(file).state)).toEqual([]);
    expect(agreement.clocks(running.state)).toContainEqual(expect.objectContaining(due));
    const late = running.when({ ...file, at: endOfDay('2026-12-31') });
    expect(agreement.clocks(late.state).map(({ period }) => period)).toEqual(['OPS-14']);
  });

  test('is due again for the text that an amendment puts in force, and an older one that is owed ends first', () => {
    const later = '2026-12-01T02:00:00.000Z' as const;
    const text = { textHash: hashOf('c'), scope: hashOf('e') };
    const propose = { type: 'propose-amendment', at: later, actor: people.operator, facts: factsOf({}) } as const;
    const signed = (side: 'grantor' | 'operator') => ({ ...signAs(side), at: later, textHash: text.textHash });
    const story = [{ ...propose, ...written, ...text, contents }, signed('operator'), signed('grantor')] as const;
    const filingsOf = ({ state }: typeof running) =>
      agreement.clocks(state).filter(({ period }) => period === 'LOCAL-5');
    const amended = running.and(file, ...story);
    expect(filingsOf(amended)).toMatchObject([{ startedAt: later, dueAt: endOfDay('2026-12-29') }]);
    expect(filingsOf(amended.and({ ...file, at: later }))).toEqual([]);
    expect(filingsOf(running.and(...story))).toMatchObject([due]);
  });

  test('is no condition: of nothing, before there is something to file', () => {
    expect(running.state).not.toHaveProperty('filing');
    expect(approved.when({ type: 'publish', at, actor: people.grantor }).state.status).toBe('published');
    expect(given(plan).and(draftPlan).when(file).refusal?.refused).toBe('state');
  });
});
