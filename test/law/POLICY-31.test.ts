import { describe, expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import {
  accepted,
  asking,
  bound,
  colleague,
  enforcing,
  exclusion,
  holder,
  laterAt,
  noticeAt,
  replied,
  reportAt,
  reported,
  supervisor,
} from '../domain/enforcing.ts';
import { approveDataset, at, draftDataset, entry, people, publishDataset, submitDataset } from '../domain/examples.ts';
import { actor, cited, documentOf, given, hashOf } from '../domain/given.ts';

describe('a right holder asks for its own rows to stay behind', () => {
  test('with proof of standing, and nobody else does', () => {
    const asks = (more: object) => () => reported({ ...asking, ...more });
    expect(asks({})().state).toMatchObject({ status: 'reported', request: { dataset: 'dataset-1' } });
    expect(asks({ standing: undefined })).toThrow('/standing');
    expect(asks({ actor: supervisor })).toThrow('/request');
  });

  test('binds once the standing is proven: carried out in the same step, waiting for no reply', () => {
    const { state, events } = reported(asking).when(enforcing['bind-request'](reportAt));
    expect(events.map(({ type }) => type)).toEqual(['request-bound']);
    expect(state).toMatchObject({
      status: 'bound',
      authority: 'bureau',
      standing: { proven: true },
      measures: [{ verb: 'exclude', committedAt: reportAt, forRequest: true, liftedBy: ['data-authority'] }],
    });
  });

  test('not when the proof names somebody else than the request', () => {
    const other = enforcing['bind-request'](reportAt, { sameSubject: false });
    expect(cited(reported(asking).when(other))).toEqual(['POLICY-31']);
  });

  test('a report without request binds nobody, and the right holder decides nothing itself', () => {
    expect(cited(accepted().when(enforcing['bind-request'](reportAt)))).toEqual(['POLICY-31']);
    const own = enforcing['bind-request'](reportAt, { actor: holder });
    expect(reported(asking).when(own).refusal?.refused).toBe('role');
  });

  test('a decision excludes nobody: only a request does', () => {
    const order = { ...exclusion, reasons: documentOf('reasons') };
    expect(cited(replied().when(enforcing.decide(laterAt, { measures: [order] })))).toEqual(['POLICY-31']);
  });

  test('is lifted when it is withdrawn, by two people, and not for evidence that the party hands in', () => {
    const asked = { measures: ['exclude-1'] };
    const propose = enforcing['propose-reinstatement'](laterAt, asked);
    expect(cited(bound().when(propose))).toEqual(['POLICY-31']);
    const rectified = bound().and(
      enforcing.notify(noticeAt),
      enforcing['record-delivery'](noticeAt),
      enforcing.rectify(noticeAt),
    );
    expect(cited(rectified.when(propose))).toEqual(['POLICY-31']);
    const withdrawn = bound().and(enforcing['withdraw-request'](noticeAt));
    const proposed = withdrawn.and(propose);
    const alone = enforcing['approve-reinstatement'](laterAt, { actor: supervisor });
    expect(cited(proposed.when(alone))).toEqual(['POLICY-3']);
    const { state } = proposed.when(enforcing['approve-reinstatement'](laterAt, { actor: colleague }));
    expect(state).toMatchObject({ status: 'bound', measures: [{ liftedAt: laterAt }] });
  });

  test('only who asked withdraws, once, and nothing is carried out afterwards', () => {
    const stranger = enforcing['withdraw-request'](noticeAt, { actor: actor('zhou', 'other', 'right-holder') });
    expect(bound().when(stranger).refusal?.refused).toBe('foreign');
    const withdrawn = reported(asking).and(enforcing['withdraw-request'](reportAt));
    expect(cited(withdrawn.when(enforcing['withdraw-request'](reportAt)))).toEqual(['POLICY-31']);
    expect(cited(withdrawn.when(enforcing['bind-request'](reportAt)))).toEqual(['POLICY-31']);
  });

  test('the case stays open while it holds', () => {
    expect(cited(bound().when(enforcing.dismiss(laterAt)))).toEqual(['POLICY-3']);
  });
});

describe('the dataset', () => {
  const published = (subjectKey?: string) =>
    given(dataset).and(
      { ...draftDataset, entry: { ...entry, subjectKey } },
      submitDataset,
      approveDataset,
      publishDataset,
    );
  const exclusions = { list: hashOf('e'), field: '站号', count: 1 };
  const by = { at, actor: people.authority, case: 'case-1', measure: 'm-1' };
  const exclude = (field = '站号') => ({ type: 'exclude', ...by, exclusions: { ...exclusions, field } }) as const;

  test('names its list by the field that tells whose a row is', () => {
    const { state } = published('站号').when(exclude());
    expect(state).toMatchObject({ status: 'published', exclusions });
  });

  test('without that field, or by another, it excludes nobody', () => {
    expect(cited(published().when(exclude()))).toEqual(['POLICY-31']);
    expect(cited(published('站号').when(exclude('气温')))).toEqual(['POLICY-31']);
  });

  test('supplies them again when the list is empty', () => {
    expect(
      published('站号')
        .and(exclude())
        .when({ type: 'readmit', ...by }).state,
    ).not.toHaveProperty('exclusions.list');
  });
});
