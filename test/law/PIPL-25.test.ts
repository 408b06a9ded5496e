import { expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { at, draftDataset, people } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

test('separate consent is recorded with its evidence or not at all', () => {
  const drafted = given(dataset).and(draftDataset);
  const consent: Extract<DatasetCommand, { type: 'confirm-opening' }> = {
    type: 'confirm-opening',
    at,
    actor: people.unit,
    fields: ['站号'],
    ground: 'separate-consent',
    reason: '已逐人取得单独同意',
  };
  expect(cited(drafted.when(consent))).toEqual(['PIPL-25']);
  expect(drafted.when({ ...consent, evidence: documentOf('consents') }).refusal).toBeUndefined();
});
