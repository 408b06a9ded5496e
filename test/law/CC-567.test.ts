import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Instant } from '../../shared/law/time.ts';
import { agreementStory, at, facts, people, signAs, written } from '../domain/examples.ts';
import { cited, documentOf, given, pointers } from '../domain/given.ts';

const over: Instant = '2031-10-31T16:00:00.000Z';
const settle = { type: 'settle', at: over, actor: people.grantor, certificate: documentOf('certificate') } as const;
const dispose = {
  type: 'dispose',
  at: over,
  actor: people.operator,
  dataset: 'weather',
  how: 'returned',
  on: '2031-11-01',
  certificate: documentOf('deletion'),
} as const;
const running = given(agreement).and(...agreementStory);
const expired = running.and({ type: 'expire', at: over, actor: people.system });

describe('settlement', () => {
  test('follows the end, once every dataset was returned or deleted, and keeps terms and signatures', () => {
    expect(running.when(settle).refusal?.refused).toBe('state');
    const early = expired.when(settle);
    expect([cited(early), pointers(early)]).toEqual([['CC-567'], ['/disposals/weather']]);
    const compensation = { owed: 'by-grantor', document: documentOf('amount'), case: 'case-1' } as const;
    expect(expired.and(dispose).when({ ...settle, compensation }).state).toMatchObject({
      status: 'settled',
      terms: { version: 1 },
      signatures: [{ side: 'grantor' }, { side: 'operator' }],
      disposals: { weather: { how: 'returned', on: '2031-11-01' } },
      compensation,
    });
  });

  test('counts a dataset that an amendment took out: it was supplied as well', () => {
    const resources = { datasets: ['rain'], catalogue: '见目录' };
    const other = { ...written, contents: { ...draftOf(), resources } };
    const known = { ...facts.datasets[0], dataset: 'rain' } as (typeof facts.datasets)[0];
    const changed = {
      ...facts,
      plan: { ...facts.plan, datasets: ['rain'] },
      scope: { v: 1 as const, datasets: { rain: ['站号'] } },
      datasets: [known],
    };
    const amended = running.and(
      { type: 'propose-amendment', at, actor: people.grantor, ...other, facts: changed },
      signAs('grantor'),
      signAs('operator'),
      { type: 'expire', at: over, actor: people.system },
    );
    expect(pointers(amended.when(settle))).toEqual(['/disposals/rain', '/disposals/weather']);
  });

  test('takes no certificate for what was never supplied, nor for a day to come', () => {
    expect(pointers(expired.when({ ...dispose, dataset: 'traffic' }))).toEqual(['/dataset']);
    expect(pointers(expired.when({ ...dispose, on: '2031-11-02' }))).toEqual(['/on']);
  });
});

function draftOf() {
  return agreementStory[0].contents;
}
