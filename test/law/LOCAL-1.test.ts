import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { allowances } from '../../shared/domain/agreement-term.ts';
import { barredData } from '../../shared/domain/standing.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

const barred = { level: 'core', opening: 'none', disputed: true } as const;
const drafted = given(agreement).and(draftAgreement);

test('core-level, not-to-open and disputed data are barred, each by its own ground', () => {
  for (const changed of [{ level: 'core' }, { opening: 'none' }, { disputed: true }] as const) {
    expect(cited(drafted.when({ ...proposeAgreement, facts: factsOf(changed) }))).toEqual(['LOCAL-1']);
  }
  expect(cited(drafted.when({ ...proposeAgreement, facts: factsOf(barred) }))).toEqual([
    'LOCAL-1',
    'LOCAL-1',
    'LOCAL-1',
  ]);
  expect(drafted.when(proposeAgreement).refusal).toBeUndefined();
});

test('the setting is switched by a recorded opinion', () => {
  const exceptions = [{ article: 'LOCAL-1' as const, basis: documentOf('opinion') }];
  const switched = given(agreement).and({ ...draftAgreement, exceptions });
  expect(switched.when({ ...proposeAgreement, facts: factsOf(barred) }).refusal).toBeUndefined();
});

test('they stop the channels of an agreement without that opinion, and of operation alone', () => {
  const asked = (source: object, basis: object = {}, kind: 'agreement' | 'sharing' = 'agreement') => {
    const links = { dataset: 'weather', basis: { kind, id: 'basis-1' } };
    return barredData({ holds: {}, ...source }, { holds: {}, ...basis }, links, proposeAgreement.at);
  };
  for (const source of [{ level: 'core' }, { disputed: 'dispute-1' }] as const) {
    expect(asked(source)).toMatchObject([{ gate: 'dataset', article: 'LOCAL-1', liftedBy: expect.anything() }]);
    expect(asked(source, allowances({ exceptions: [], declarations: [] }))).toHaveLength(1);
    const exceptions = [{ article: 'LOCAL-1' as const, basis: documentOf('opinion') }];
    expect(asked(source, allowances({ exceptions, declarations: [] }))).toEqual([]);
    expect(asked(source, {}, 'sharing')).toEqual([]);
  }
});
