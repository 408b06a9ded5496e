import { describe, expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { approveDataset, at, draftDataset, entry, people, publishDataset, submitDataset } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

const item = (name: string) => ({ name, type: 'string', personal: false, sensitive: false });
const suspicious = { ...entry, items: [item('站号'), item('身份证号'), item('开户银行账号')] };
const confirm: Extract<DatasetCommand, { type: 'confirm-opening' }> = {
  type: 'confirm-opening',
  at,
  actor: people.authority,
  fields: ['身份证号', '开户银行账号'],
  ground: 'not-personal',
  reason: '均为单位编号,非个人数据',
};

describe('an entry to be opened whose fields suggest data of persons', () => {
  const drafted = given(dataset).and({ ...draftDataset, entry: suspicious });

  test('is not submitted until a person confirms each of them', () => {
    const refused = drafted.when(submitDataset);
    expect([cited(refused), pointers(refused)]).toEqual([
      ['DZ-24', 'DZ-24'],
      ['/entry/items/1', '/entry/items/2'],
    ]);
    const half = drafted.and({ ...confirm, fields: ['身份证号'] });
    expect(pointers(half.when(submitDataset))).toEqual(['/entry/items/2']);
    expect(drafted.and(confirm).when(submitDataset).refusal).toBeUndefined();
  });

  test('is submitted as it is when it is not to be opened', () => {
    const closed = { ...suspicious, opening: { attribute: 'none' as const, grounds: '依据某条' } };
    expect(
      given(dataset)
        .and({ ...draftDataset, entry: closed })
        .when(submitDataset).refusal,
    ).toBeUndefined();
  });

  test('cannot come in by a revision either', () => {
    const published = given(dataset).and(draftDataset, submitDataset, approveDataset, publishDataset);
    const revise = { type: 'revise', at, actor: people.unit, entry: suspicious } as const;
    expect(cited(published.when(revise))).toEqual(['DZ-24', 'DZ-24']);
    expect(published.and(confirm).when(revise).refusal).toBeUndefined();
  });
});

describe('an imported entry', () => {
  test('stays a draft and loses the open attribute; what it stated is kept for the person who looks', () => {
    const imported = given(dataset).when({ ...draftDataset, imported: true, entry: suspicious });
    expect(imported.state).toMatchObject({ status: 'draft', openingLost: 'unconditional' });
    expect(imported.state).not.toHaveProperty('entry.opening');
  });

  test('keeps it when nothing is suspected or nothing was open', () => {
    expect(given(dataset).when({ ...draftDataset, imported: true }).state).toMatchObject({ entry });
    const none = { ...suspicious, opening: { attribute: 'none' as const } };
    const kept = given(dataset).when({ ...draftDataset, imported: true, entry: none });
    expect(kept.state).toMatchObject({ entry: none });
    expect(kept.state).not.toHaveProperty('openingLost');
  });
});
