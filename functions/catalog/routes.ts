import { dataset } from '../../shared/domain/dataset.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import { type LegalRole, legalRoles } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { carryOut, confirmOpening, draftEntry, isInside, viewFor, watchers, watches } from './entries.ts';
import { historyOf } from './history.ts';
import { importEntries } from './imports.ts';
import {
  confirmBody,
  datasetParams,
  datasetView,
  draftBody,
  editBody,
  historyView,
  importBody,
  importView,
  listQuery,
  listView,
  nothing,
  reasonBody,
} from './schema.ts';

const { member } = routesFor<Service>();
const { draft, edit, submit, approve, publish, revise, withdraw, ...rest } = dataset.transitions;
const { return: giveBack, 'confirm-opening': confirm } = rest;
const anyRole = Object.keys(legalRoles) as LegalRole[]; // Object.keys forgets the key type
const insiders: readonly LegalRole[] = ['source-unit', ...watchers];
const onDataset = { tag: 'catalog', params: datasetParams, reply: datasetView } as const;

/** Catalogue entries 目录条目: write, review, publish, revise, withdraw, look, import. Measures are enforcement's. */
export const routes = [
  member({
    id: 'draftDataset',
    method: 'post',
    path: '/datasets',
    tag: 'catalog',
    summary: { zh: '编制目录条目', en: 'Draft a catalogue entry' },
    rule: draft,
    body: draftBody,
    reply: datasetView,
    handle: draftEntry,
  }),
  member({
    ...onDataset,
    id: 'editDataset',
    method: 'put',
    path: '/datasets/{id}',
    summary: { zh: '修改目录条目', en: 'Edit an entry that is a draft or was returned' },
    rule: edit,
    ifMatch: 'required',
    body: editBody,
    handle: (input, deps) => carryOut(input, deps, { type: 'edit', entry: input.body.entry }),
  }),
  member({
    ...onDataset,
    id: 'confirmOpening',
    method: 'post',
    path: '/datasets/{id}/confirm-opening',
    summary: { zh: '确认可以开放', en: 'Confirm that suspected fields may open, with the ground' },
    rule: confirm,
    body: confirmBody,
    handle: confirmOpening,
  }),
  member({
    ...onDataset,
    id: 'submitDataset',
    method: 'post',
    path: '/datasets/{id}/submit',
    summary: { zh: '提交审核', en: 'Submit for review; everything missing is told at once' },
    rule: submit,
    body: nothing,
    handle: (input, deps) => carryOut(input, deps, { type: 'submit' }),
  }),
  member({
    ...onDataset,
    id: 'returnDataset',
    method: 'post',
    path: '/datasets/{id}/return',
    summary: { zh: '退回', en: 'Return an entry or its revision, with the reason' },
    rule: giveBack,
    body: reasonBody,
    handle: (input, deps) => carryOut(input, deps, { type: 'return', reason: input.body.reason }),
  }),
  member({
    ...onDataset,
    id: 'approveDataset',
    method: 'post',
    path: '/datasets/{id}/approve',
    summary: { zh: '审核通过', en: 'Approve an entry, or its revision, which takes effect at once' },
    rule: approve,
    body: nothing,
    handle: (input, deps) => carryOut(input, deps, { type: 'approve' }),
  }),
  member({
    ...onDataset,
    id: 'publishDataset',
    method: 'post',
    path: '/datasets/{id}/publish',
    summary: { zh: '发布', en: 'Publish: opens its gate with the fields of the entry' },
    rule: publish,
    body: nothing,
    handle: (input, deps) => carryOut(input, deps, { type: 'publish' }),
  }),
  member({
    ...onDataset,
    id: 'reviseDataset',
    method: 'post',
    path: '/datasets/{id}/revise',
    summary: { zh: '提交修订', en: 'Submit a revision; the published version goes on meanwhile' },
    rule: revise,
    ifMatch: 'required',
    body: editBody,
    handle: (input, deps) => carryOut(input, deps, { type: 'revise', entry: input.body.entry }),
  }),
  member({
    ...onDataset,
    id: 'withdrawDataset',
    method: 'post',
    path: '/datasets/{id}/withdraw',
    summary: { zh: '撤下', en: 'Withdraw: ends its gate, every channel of it refuses from now on' },
    rule: withdraw,
    body: reasonBody,
    handle: (input, deps) => carryOut(input, deps, { type: 'withdraw', reason: input.body.reason }),
  }),
  member({
    id: 'importDatasets',
    method: 'post',
    path: '/datasets/imports',
    tag: 'catalog',
    summary: { zh: '批量导入草稿', en: 'Import up to 100 normalised rows as drafts; an outcome for each' },
    rule: draft,
    by: draft.by,
    body: importBody,
    reply: importView,
    handle: importEntries,
  }),
  member({
    ...onDataset,
    id: 'readDataset',
    method: 'get',
    path: '/datasets/{id}',
    summary: { zh: '查看目录条目', en: 'Read an entry: all of it inside, its published content otherwise' },
    by: anyRole,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, dataset, params.id);
      const view = viewFor(caller, found);
      return view ? reply(view, { version: found.version }) : notFound('foreign', 'DZ-13');
    },
  }),
  member({
    ...onDataset,
    id: 'readDatasetHistory',
    method: 'get',
    path: '/datasets/{id}/history',
    summary: { zh: '条目历次变更', en: 'Every step of an entry and what it changed' },
    by: insiders,
    reply: historyView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, dataset, params.id);
      if (!isInside(caller, found.state)) return notFound('foreign', 'DZ-13');
      return reply(await historyOf(store, params.id));
    },
  }),
  member({
    id: 'listDatasets',
    method: 'get',
    path: '/datasets',
    tag: 'catalog',
    summary: { zh: '目录条目列表', en: 'List entries: your unit’s own, or those of a jurisdiction by status' },
    by: insiders,
    query: listQuery,
    reply: listView,
    handle: async ({ query: { status, jurisdiction, ...page }, caller }, { store }) => {
      if (!watches(caller)) {
        return reply(await listByParty(store, { kind: 'dataset', party: caller.organization, status }, page));
      }
      const where = {
        kind: 'dataset',
        jurisdiction: jurisdiction ?? caller.jurisdiction,
        status: status ?? 'submitted',
      };
      return reply(await listByKind(store, where, page));
    },
  }),
];
