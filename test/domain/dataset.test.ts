import { describe, expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import { approveDataset, at, draftDataset, entry, hold, people, publishDataset, submitDataset } from './examples.ts';
import { cited, given } from './given.ts';

const submitted = given(dataset).and(draftDataset, submitDataset);
const published = submitted.and(approveDataset, publishDataset);
const revise = { type: 'revise', at, actor: people.unit, entry: { ...entry, frequency: 'weekly' } } as const;

describe('a dataset', () => {
  test('is drafted, submitted, approved and published as version 1', () => {
    expect(published.state).toMatchObject({ status: 'published', version: 1, entry, holds: {} });
    expect(dataset.summary(published.state)).toEqual({
      jurisdiction: '511700',
      party: 'weather-bureau',
      title: entry.name,
    });
  });

  test('goes back with reasons, is edited and comes again', () => {
    const returned = submitted.and({ type: 'return', at, actor: people.authority, reason: '请补充说明' });
    expect(returned.state).toMatchObject({ status: 'returned', reason: '请补充说明' });
    const again = returned.and({ type: 'edit', at, actor: people.unit, entry }, submitDataset);
    expect(again.state.status).toBe('submitted');
  });

  test('supplies the published version while a revision is reviewed', () => {
    const pending = published.and(revise);
    expect(pending.state).toMatchObject({ version: 1, entry, pending: { entry: revise.entry } });
    expect(cited(pending.when(revise))).toEqual(['DZ-13']);
    const revised = pending.and(approveDataset);
    expect(revised.state).toMatchObject({ status: 'published', version: 2, entry: revise.entry });
    expect(revised.state).not.toHaveProperty('pending');
    const returned = pending.and({ type: 'return', at, actor: people.authority, reason: '不必' });
    expect(returned.state).toMatchObject({ version: 1, entry });
    expect(returned.state).not.toHaveProperty('pending');
  });

  test('has nothing to approve when no revision waits', () => {
    expect(cited(published.when(approveDataset))).toEqual(['DZ-13']);
  });

  test('keeps its holds while a revision passes', () => {
    const held = published.and({ type: 'hold', at, actor: people.authority, hold }, revise, approveDataset);
    expect(held.state).toMatchObject({ version: 2, holds: { 'm-1': hold } });
    const free = held.and({ type: 'release', at, actor: people.authority, case: 'case-1', measures: ['m-1'] });
    expect(free.state).toMatchObject({ holds: {} });
  });

  test('is withdrawn for good', () => {
    const withdrawn = published.and({ type: 'withdraw', at, actor: people.unit, reason: '停止采集' });
    expect(withdrawn.state).toMatchObject({ status: 'withdrawn', version: 1, reason: '停止采集' });
    expect(withdrawn.when(revise).refusal?.refused).toBe('state');
  });

  test('belongs to its source unit', () => {
    const other = { ...people.unit, organization: 'health-bureau' };
    expect(given(dataset).when({ ...draftDataset, actor: other }).refusal?.refused).toBe('foreign');
    expect(given(dataset).when({ ...draftDataset, actor: people.agency }).refusal).toBeUndefined();
    const drafted = given(dataset).and(draftDataset);
    expect(drafted.when({ ...submitDataset, actor: other }).refusal?.refused).toBe('foreign');
  });
});
