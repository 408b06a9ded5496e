import { expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Entry } from '../../shared/domain/dataset-entry.ts';
import { draftDataset, entry, submitDataset } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

const submitting = (sharing: Entry['sharing']) =>
  given(dataset)
    .and({ ...draftDataset, entry: { ...entry, sharing } })
    .when(submitDataset);

test('unconditional sharing needs no grounds', () => {
  expect(submitting({ attribute: 'unconditional' }).refusal).toBeUndefined();
});

test('a condition needs its reason, not sharing needs the provision that says so', () => {
  for (const attribute of ['conditional', 'none'] as const) {
    expect(submitting({ attribute, grounds: '依据某条' }).refusal).toBeUndefined();
    const refused = submitting({ attribute });
    expect([cited(refused), pointers(refused)]).toEqual([['DZ-19'], ['/entry/sharing/grounds']]);
  }
});
