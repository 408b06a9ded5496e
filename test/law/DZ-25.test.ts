import { describe, expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { at, draftDataset, entry, people, submitDataset } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

const personal = { ...entry, items: [{ name: '值班员', type: 'string', personal: true, sensitive: false }] };
const confirm: Extract<DatasetCommand, { type: 'confirm-opening' }> = {
  type: 'confirm-opening',
  at,
  actor: people.authority,
  fields: ['值班员'],
  ground: 'anonymised',
  reason: '已匿名化处理',
  evidence: documentOf('report'),
};

describe('a field declared personal', () => {
  const drafted = given(dataset).and({ ...draftDataset, entry: personal });

  test('opens only anonymised, with separate consent, or where a law publishes it', () => {
    expect(cited(drafted.when(submitDataset))).toEqual(['DZ-25']);
    for (const ground of ['anonymised', 'separate-consent', 'statutory-publication'] as const) {
      expect(drafted.and({ ...confirm, ground }).when(submitDataset).refusal).toBeUndefined();
    }
  });

  test('is not argued away as no personal data', () => {
    const argued = drafted.and({ ...confirm, ground: 'not-personal', evidence: undefined });
    expect(cited(argued.when(submitDataset))).toEqual(['DZ-25']);
  });

  test('needs the evidence of its ground', () => {
    expect(cited(drafted.when({ ...confirm, evidence: undefined }))).toEqual(['DZ-25']);
  });
});

test('an opening attribute other than unconditional states its grounds', () => {
  for (const attribute of ['conditional', 'none'] as const) {
    const submit = (opening: typeof entry.opening) =>
      given(dataset)
        .and({ ...draftDataset, entry: { ...entry, opening } })
        .when(submitDataset);
    expect(cited(submit({ attribute }))).toEqual(['DZ-25']);
    expect(submit({ attribute, grounds: '依据某条' }).refusal).toBeUndefined();
  }
});
