import { describe, expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import { draftDataset, entry, people, submitDataset } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

const submitting = (changed: object) =>
  given(dataset)
    .and({ ...draftDataset, entry: { ...entry, ...changed } })
    .when(submitDataset);

describe('the ten fields', () => {
  test('a complete entry is submitted', () => {
    expect(submitting({}).state.status).toBe('submitted');
  });

  test('everything missing is listed at once, with its article and place', () => {
    const empty = given(dataset)
      .and({ ...draftDataset, entry: {} })
      .when(submitDataset);
    expect(pointers(empty)).toEqual(
      [
        ['name', 'formats', 'sharing', 'opening', 'type', 'conditions', 'frequency', 'level', 'contact'],
        ['contactDetails', 'kind', 'legalBasis', 'necessity', 'items', 'highValue'],
      ]
        .flat()
        .map((member) => `/entry/${member}`),
    );
    expect(new Set(cited(empty))).toEqual(new Set(['DZ-13', 'DZ-19', 'DZ-25', 'DZ-3', 'DZ-14', 'DZ-24']));
  });

  test('one missing field is one ground', () => {
    const refused = submitting({ contact: undefined });
    expect([cited(refused), pointers(refused)]).toEqual([['DZ-13'], ['/entry/contact']]);
  });

  test('an information item stands once, and the subject key is one of them', () => {
    const [item] = entry.items;
    expect(pointers(submitting({ items: [item, item] }))).toEqual(['/entry/items/1']);
    expect(submitting({ subjectKey: '站号' }).refusal).toBeUndefined();
    expect(pointers(submitting({ subjectKey: '证号' }))).toEqual(['/entry/subjectKey']);
  });
});

describe('the contact is an office', () => {
  const drafting = (contactDetails: string) =>
    given(dataset).when({ ...draftDataset, actor: people.unit, entry: { contactDetails } });

  test('a landline and an office address pass', () => {
    for (const details of ['0818-2100000', '028-86551234', '12345', 'office@example.gov.cn']) {
      expect(drafting(details).refusal).toBeUndefined();
    }
  });

  test('a mobile number or an identity number never enters, not even a draft', () => {
    for (const details of ['13800000000', '0818-2100000 139 0000 1111', '+86 13900001111', '１３８００００００００']) {
      expect([cited(drafting(details)), drafting(details).events]).toEqual([['DZ-13'], []]);
    }
    expect(cited(drafting('51170219900101001X'))).toEqual(['DZ-13']);
  });
});
