import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { type Instant, type LocalDate, startOfDay } from '../../shared/law/time.ts';
import { agreementStory, at, contents, facts, people, signAs, written } from '../domain/examples.ts';
import { cited, documentOf, given, pointers, after as shift } from '../domain/given.ts';

const running = given(agreement).and(...agreementStory);
const evaluation = documentOf('evaluation');
const evaluate = (result: 'passed' | 'failed') =>
  ({ type: 'evaluate', at, actor: people.grantor, result, document: evaluation }) as const;
/** The last 180 days of a term that ends with 2031-10-31, counted with the last. */
const opens = startOfDay('2031-05-05');
const lasting = { ...facts, qualification: { ...facts.qualification, validUntil: '2040-01-01' } } as const;
const renewal = (until: LocalDate, moment: Instant = opens) =>
  ({
    type: 'propose-renewal',
    at: moment,
    actor: people.operator,
    ...written,
    facts: lasting,
    contents: { ...contents, term: { ...contents.term, until } },
  }) as const;
const passed = running.and(evaluate('passed'));

describe('a renewal', () => {
  test('is proposed inside the last 180 days of the term', () => {
    expect(cited(passed.when(renewal('2036-10-31', shift(opens, -1))))).toEqual(['LOCAL-9']);
    expect(passed.when(renewal('2036-10-31')).refusal).toBeUndefined();
  });

  test('rests on a passed evaluation, the last one', () => {
    expect(pointers(running.when(renewal('2036-10-31')))).toEqual(['/evaluation']);
    expect(pointers(passed.and(evaluate('failed')).when(renewal('2036-10-31')))).toEqual(['/evaluation']);
  });

  test('ends later than now, at most five years after the present term', () => {
    expect(pointers(passed.when(renewal('2031-10-31')))).toEqual(['/contents/term/until']);
    const long = passed.when(renewal('2036-11-01'));
    expect([cited(long), pointers(long)]).toEqual([['OPS-14'], ['/contents/term/until']]);
  });

  test('holds once both have signed; then another evaluation is due, and an amendment keeps the longer term', () => {
    const signing = { at: opens, textHash: written.textHash };
    const half = passed.and(renewal('2036-10-31'), { ...signAs('grantor'), ...signing });
    expect(half.state).toMatchObject({ terms: { version: 1, term: { until: '2031-10-31' } } });
    const renewed = half.and({ ...signAs('operator'), ...signing });
    expect(renewed.state).toMatchObject({
      terms: {
        version: 2,
        term: { from: '2026-11-01', until: '2036-10-31' },
        renewal: { from: '2031-11-01', evaluation },
      },
    });
    expect(renewed.state).not.toHaveProperty('evaluation');
    const amended = renewed.when({ ...renewal('2036-10-31'), type: 'propose-amendment' });
    expect(amended.state).toMatchObject({ amendment: { terms: { version: 3, renewal: { from: '2031-11-01' } } } });
  });
});
