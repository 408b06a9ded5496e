import { describe, expect, test } from 'vitest';
import { factsFrom } from '../../shared/domain/agreement-facts.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { levelOf, marksOf } from '../../shared/domain/dataset-marks.ts';
import { protectedData } from '../../shared/domain/protected-data.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { approveDataset, draftDataset, publishDataset, people as story, submitDataset } from '../domain/examples.ts';
import { after, cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { guard, clerk, unit } = people;
const list = {
  type: 'list',
  at,
  actor: guard,
  jurisdiction,
  dataset: 'dataset-1',
  authority: 'cyber',
  source: 'weather',
  level: 'important',
  number: '网信〔2026〕7号',
  document: paper,
  fields: ['气温'] as string[],
} as const;

describe('the catalogue of core and important data', () => {
  test('is the competent authority’s, which alone changes its entry', () => {
    const listed = given(protectedData).and(list);
    expect(given(protectedData).when({ ...list, actor: unit }).refusal).toMatchObject({ refused: 'role' });
    const { jurisdiction: _, dataset: __, authority: ___, source: ____, ...said } = list;
    const change = { ...said, type: 'change', level: 'core' } as const;
    expect(listed.when({ ...change, actor: clerk }).refusal).toMatchObject({ refused: 'foreign' });
    expect(listed.when(change).refusal).toBeUndefined();
  });
});

const published = given(dataset).and(draftDataset, submitDataset, approveDataset, publishDataset);
const mark = { type: 'list-level', at, actor: guard, entry: 'entry-1', listed: 'important' } as const;
const declared = {
  disputed: false,
  shared: 'no',
  personalBasis: false,
  personalAssessment: false,
  importantAssessment: false,
} as const;

/** What an agreement is judged by. */
function factsOf(state: typeof published.state, now = at) {
  const none = { status: 'none' } as const;
  const scope = scopeOf('weather', ['气温']);
  const facts = factsFrom({
    plan: none,
    qualification: none,
    grantor: none,
    operator: none,
    scope,
    at: now,
    datasets: [{ id: 'weather', state, declared }],
  });
  return facts.datasets[0];
}

describe('a dataset that it lists', () => {
  test('counts with the stricter of the two levels', () => {
    const levels = (state: typeof published.state) => (state.status === 'published' ? levelOf(state) : undefined);
    expect(levels(published.state)).toBe('general');
    const listed = published.and(mark).state;
    expect([levels(listed), factsOf(listed)?.level]).toEqual(['important', 'important']);
    const core = published.and({ ...mark, listed: 'core' }).state;
    expect(factsOf(core)?.level).toBe('core');
    const milder = published.state.status === 'published' && {
      ...published.state,
      entry: { ...published.state.entry, level: 'core' as const },
      standing: { listed: { level: 'important' as const, entry: 'e' } },
    };
    expect(milder && levelOf(milder)).toBe('core');
  });

  test('has one entry, and is as it was when that is removed', () => {
    const listed = published.and(mark);
    expect(cited(listed.when({ ...mark, entry: 'entry-2' }))).toEqual(['DSL-21']);
    expect(listed.and({ ...mark, listed: undefined }).state).toEqual(published.state);
  });

  test('listed while it is a draft, it is published with that level, and its gate says so', () => {
    const early = given(dataset).and(draftDataset, mark, submitDataset, approveDataset, publishDataset);
    expect(early.state.status === 'published' && marksOf(early.state)).toEqual({ level: 'important' });
  });

  test('as important data, needs an assessment that counts at that moment (NDR-31)', () => {
    const assessed = published.and(mark, {
      type: 'mark-assessment',
      at,
      actor: story.unit,
      assessed: { assessment: 'assessment-1', until: '2026-12-31' },
    }).state;
    const end = endOfDay('2026-12-31');
    expect([factsOf(assessed)?.importantAssessment, factsOf(assessed, after(end, -1))?.importantAssessment]).toEqual([
      true,
      true,
    ]);
    expect(factsOf(assessed, end)?.importantAssessment).toBe(false);
  });
});
