import { expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import { draftDataset, entry, people, submitDataset } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

test('an entry names the legal basis and the necessity of collecting', () => {
  const { legalBasis: _, necessity: __, ...rest } = entry;
  const drafted = given(dataset).and({ ...draftDataset, entry: rest });
  const refused = drafted.when(submitDataset);
  expect([cited(refused), pointers(refused)]).toEqual([
    ['DZ-14', 'DZ-14'],
    ['/entry/legalBasis', '/entry/necessity'],
  ]);
});

test('no unit writes an entry in the name of another', () => {
  const refused = given(dataset).when({ ...draftDataset, actor: { ...people.unit, organization: 'health-bureau' } });
  expect([refused.refusal?.refused, cited(refused)]).toEqual(['foreign', ['DZ-14']]);
});
