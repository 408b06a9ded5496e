import * as fc from 'fast-check';
import { dataset } from '../../../shared/domain/dataset.ts';
import type { Entry } from '../../../shared/domain/dataset-entry.ts';
import type { Dataset, DatasetCommand, DatasetEvent } from '../../../shared/domain/dataset-schema.ts';
import { approveDataset, draftDataset, entry, people, publishDataset, submitDataset } from '../examples.ts';
import { actor, documentOf, hashOf } from '../given.ts';
import { cases, measures, placed } from './holds.ts';
import type { Book, Walk } from './walk.ts';

const { unit, authority } = people;
const { legalBasis: _, ...incomplete } = entry;
const personal: Entry = {
  ...entry,
  items: [...entry.items, { name: '身份证号', type: 'string', personal: true, sensitive: true }],
};
const keyed: Entry = { ...entry, subjectKey: '站号' };
const anyEntry = fc.constantFrom(entry, keyed, incomplete, personal, {
  ...entry,
  opening: { attribute: 'none' as const },
});

const marks = fc.constantFrom('mark-1', 'mark-2');

const book: Book<DatasetCommand> = {
  draft: fc.tuple(anyEntry, fc.boolean()).map(([one, imported]) => (at) => ({
    ...draftDataset,
    at,
    entry: one,
    ...(imported && { imported }),
  })),
  edit: anyEntry.map((one) => (at) => ({ type: 'edit', at, actor: unit, entry: one })),
  'confirm-opening': fc.constantFrom({ evidence: documentOf('evidence') }, {}).map((proof) => (at) => ({
    type: 'confirm-opening',
    at,
    actor: authority,
    fields: ['身份证号'],
    ground: 'anonymised',
    reason: '已匿名化',
    ...proof,
  })),
  submit: fc.constant((at) => ({ ...submitDataset, at })),
  return: fc
    .constantFrom('缺少依据', '请补充')
    .map((reason) => (at) => ({ type: 'return', at, actor: authority, reason })),
  approve: fc.constant((at) => ({ ...approveDataset, at })),
  publish: fc.constant((at) => ({ ...publishDataset, at })),
  revise: anyEntry.map((one) => (at) => ({ type: 'revise', at, actor: unit, entry: one })),
  withdraw: fc.constant((at) => ({ type: 'withdraw', at, actor: unit, reason: '不再持有' })),
  'list-level': fc.tuple(marks, fc.constantFrom('important', 'core', undefined)).map(([entry, listed]) => (at) => ({
    type: 'list-level',
    at,
    actor: authority,
    entry,
    listed,
  })),
  'mark-dispute': fc.tuple(marks, fc.boolean()).map(([dispute, open]) => (at) => ({
    type: 'mark-dispute',
    at,
    actor: authority,
    dispute,
    open,
  })),
  'mark-assessment': fc
    .constantFrom({ assessed: { assessment: 'a-1', until: '2027-01-01' as const } }, {})
    .map((said) => (at) => ({ type: 'mark-assessment', at, actor: unit, ...said })),
  hold: placed.map((hold) => (at) => ({ type: 'hold', at, actor: authority, hold: hold(at) })),
  release: fc.tuple(cases, measures).map(([caseId, lifted]) => (at) => ({
    type: 'release',
    at,
    actor: authority,
    case: caseId,
    measures: lifted,
  })),
  exclude: fc.constantFrom('站号', '气温').map((field) => (at) => ({
    type: 'exclude',
    at,
    actor: authority,
    case: 'case-1',
    measure: 'exclude-1',
    exclusions: { list: hashOf('e'), field, count: 1 },
  })),
  readmit: fc.constant((at) => ({ type: 'readmit', at, actor: authority, case: 'case-1', measure: 'exclude-1' })),
};

export const datasetWalk: Walk<Dataset, DatasetCommand, DatasetEvent> = {
  machine: dataset,
  rare: ['withdraw'],
  book,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('other-unit', 'other', 'source-unit')],
};
