import { describe, expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import { organization } from '../../shared/domain/organization.ts';
import { dutyFor } from '../../shared/law/duties.ts';
import { enforcing, executed, laterAt, noticeAt, reportAt, reported, stop } from '../domain/enforcing.ts';
import { people } from '../domain/examples.ts';
import { actor, documentOf, given } from '../domain/given.ts';
import { register } from '../domain/organization-examples.ts';

const department = actor('wei', 'bureau', 'competent-department');
const market = { ...department, duties: ['market-supervision'] as const };
const onMarket = { ...stop, article: 'DZ-38' } as const;
const emergency = (who: typeof department, measures = [stop]) =>
  given(violation).when(enforcing['open-with-emergency'](reportAt, { actor: who, measures }));

describe('a competent department', () => {
  test('acts on a ground of a field only where that is its recorded duty, and is told which it is', () => {
    for (const who of [department, { ...department, duties: ['price'] as const }]) {
      expect(emergency(who, [stop, { ...onMarket, measure: 'stop-2' }]).refusal).toMatchObject({
        refused: 'role',
        grounds: [{ article: 'DZ-43', pointer: '/measures/1/article' }],
      });
    }
    expect(emergency(market, [onMarket]).state.status).toBe('emergency');
  });

  test('gives no notice with another’s ground either', () => {
    const accepted = reported().and(enforcing.accept(reportAt, { actor: department }));
    const grounds = [
      { kind: 'article' as const, article: 'PRICE' as const },
      { kind: 'clause' as const, agreement: 'agreement-1', clause: '10.2' },
    ];
    const notice = enforcing.notify(noticeAt, { actor: market, grounds });
    expect(accepted.when(notice).refusal).toMatchObject({
      grounds: [{ article: 'DZ-43', pointer: '/grounds/0/article' }],
    });
    expect(accepted.when({ ...notice, actor: { ...department, duties: ['price'] } }).refusal).toBeUndefined();
  });

  test('lifts a measure that it names by its id alone: that brings no ground', () => {
    const asked = enforcing['propose-reinstatement'](laterAt, { actor: department });
    const rectified = executed().and(enforcing.rectify(laterAt));
    expect(rectified.when(asked).refusal).toBeUndefined();
  });

  test('is not limited where the law leaves it to every industry; nor is the data authority, which leads', () => {
    expect(emergency(department).state.status).toBe('emergency');
    expect(emergency(actor('wei', 'bureau', 'data-authority'), [onMarket]).state.status).toBe('emergency');
    expect(emergency(actor('wei', 'bureau', 'security-organ'), [onMarket]).state.status).toBe('emergency');
  });
});

test('the fields are recorded of departments alone, by those above them', () => {
  const record = {
    type: 'record-duties',
    at: reportAt,
    actor: people.government,
    document: documentOf('functions'),
    duties: ['price'] as ('price' | 'finance')[],
  } as const;
  const bureau = given(organization)
    .and({ ...register, kind: 'department' })
    .and(record);
  expect(bureau.state).toMatchObject({ duties: ['price'] });
  expect(bureau.and({ ...record, duties: [] }).state).toMatchObject({ duties: [] });
  expect(
    given(organization)
      .and({ ...register, kind: 'company' })
      .when(record).refusal,
  ).toMatchObject({
    grounds: [{ article: 'LOCAL-64' }],
  });
});

test('the table is dated', () => {
  expect([dutyFor('DZ-38', '2025-02-28'), dutyFor('DZ-38', '2025-03-01')]).toEqual([undefined, 'market-supervision']);
  expect(dutyFor('DZ-44', '2026-01-01')).toBeUndefined();
});
