import { mayRead } from '../../shared/case-readers.ts';
import { alarm } from '../../shared/domain/alarm.ts';
import { violation } from '../../shared/domain/case.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { readerOf } from '../../shared/http/page.tsx';
import { type Input, routesFor } from '../../shared/http/route.ts';
import { alarms, cases, creditRecords, type Kind, type Proceeded } from '../../shared/kinds.ts';
import { overseers } from '../../shared/law/roles.ts';
import { listing } from '../../shared/listing.ts';
import { concerned } from '../../shared/proceeding-reads.ts';
import type { Service } from '../../shared/service.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { unconfirmedOf } from '../../shared/unconfirmed.ts';
import { alarmed, Evidence } from './alarm-evidence.tsx';
import { casePage } from './case-page.tsx';
import { type Line, listPage } from './list-page.tsx';
import { measuresPage } from './measures-page.tsx';
import { namesOf } from './names.ts';
import { Opening } from './opening.tsx';
import { listQuery, pageQuery, params } from './schema.ts';
import { type AnyState, type Sheet, sheetPage } from './sheet-page.tsx';

const { member } = routesFor<Service>();
const tag = 'console';
const produces = 'text/html';

/**
 * Casework 办案页面: alarms, cases, credit records, and the measures that wait; a case has its page at its own address. It
 * reads and writes nothing: its forms are carried out by the routes of the API.
 */
export const routes = [
  listOf(alarms, 'Alarms'),
  listOf(cases, 'Cases'),
  listOf(creditRecords, 'CreditRecords'),
  member({
    id: 'showAlarm',
    method: 'get',
    path: '/console/alarms/{id}',
    tag,
    summary: { zh: '告警页', en: 'An alarm as a page: counters against the rule, what to do, its case' },
    params,
    query: pageQuery,
    produces,
    handle: async (input, { store }) => {
      const { state } = await loadHead(store, alarm, input.params.id);
      if (state.status === 'none') return notFound('foreign', 'POLICY-50');
      const more = await alarmed(store, state);
      return sheetOf(alarms, store, input, { more: Evidence({ language: languageOf(input), alarmed: more }) });
    },
  }),
  member({
    id: 'showCreditRecord',
    method: 'get',
    path: '/console/credit-records/{id}',
    tag,
    summary: { zh: '信用记录页', en: 'A credit record as a page, with its time line and what you may do' },
    params,
    query: pageQuery,
    produces,
    handle: (input, { store }) => sheetOf(creditRecords, store, input),
  }),
  member({
    id: 'showCase',
    method: 'get',
    path: '/console/cases/{id}',
    tag,
    summary: { zh: '案件页', en: 'A case as a page: where it stands, its measures, every step' },
    by: [...cases.watchers, ...cases.parties],
    params,
    query: pageQuery,
    produces,
    handle: async ({ params: { id }, query, caller, actor, request, language }, { store }) => {
      const found = await loadHead(store, violation, id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'DZ-43');
      const steps = await listEvents(store, { aggregate: 'case', id }, { limit: MAX_PAGE });
      return casePage(readerOf(request, language, query.lang, caller), actor, found, steps);
    },
  }),
  member({
    id: 'showUnconfirmed',
    method: 'get',
    path: '/console/measures',
    tag,
    summary: { zh: '待确认措施页', en: 'Measures that are committed and not confirmed, as a page' },
    by: overseers,
    query: pageQuery,
    produces,
    handle: async ({ query, caller, request, language, at }, { store }) => {
      const items = await unconfirmedOf(store, caller.jurisdiction);
      return measuresPage(readerOf(request, language, query.lang, caller), items, at);
    },
  }),
];

type Asked = Input<{ id: string }, { lang?: 'zh' | 'en' | undefined }, unknown>;
const languageOf = ({ query, language }: Pick<Asked, 'query' | 'language'>) => query.lang ?? language;

function listOf(kind: Kind | Proceeded, name: string) {
  return member({
    id: `show${name}`,
    method: 'get',
    path: `/console${kind.base}`,
    tag,
    summary: { zh: `${kind.title.zh}页`, en: `${kind.title.en} as a page: what is open, or by status` },
    by: [...kind.watchers, ...kind.parties],
    query: listQuery,
    produces,
    handle: async (
      { query: { lang, case: id, subject, ...page }, caller, actor, request, language, at },
      { store },
    ) => {
      const listed = await listing(store, kind, caller, page);
      const lines = await Promise.all(listed.items.map((item) => lineOf(store, kind, item)));
      const names = await namesOf(
        store,
        lines.map(({ organization }) => organization),
      );
      const reader = readerOf(request, language, lang, caller);
      const known = { case: id, subject };
      const opening = 'machine' in kind ? Opening({ kind, actor, known, language: reader.language }) : undefined;
      return listPage({ ...reader, kind, listed, lines, names, at, opening });
    },
  });
}

type Item = Awaited<ReturnType<typeof listing>>['items'][number];

/** What a list calls one of its items: a proceeding by its own facts, which the index does not have; a case by its id. */
async function lineOf(store: Context, kind: Kind | Proceeded, item: Item): Promise<Line> {
  const { id, status, time, dueAt, party } = item;
  const common = { id, status, time, dueAt };
  if (!('machine' in kind)) {
    return { ...common, headline: { zh: `案件 ${id}`, en: `Case ${id}` }, organization: party };
  }
  const { state } = await loadHead(store, kind.machine, id);
  const known: AnyState = { ...state };
  const organization = known.organization ?? known.subject;
  return {
    ...common,
    headline: kind.headline(known),
    organization: typeof organization === 'string' ? organization : undefined,
  };
}

/** One proceeding for whoever it concerns; of others it is told like a missing one. */
async function sheetOf(
  kind: Proceeded,
  store: Context,
  { params: { id }, query, caller, actor, request, language, at }: Asked,
  extra: Pick<Sheet, 'more'> = {},
) {
  const { state } = await loadHead(store, kind.machine, id);
  if (state.status === 'none' || !concerned(kind.machine, kind.watchers, caller, state)) {
    return notFound('foreign', Object.values(kind.machine.steps)[0]?.article ?? 'POLICY-9');
  }
  const steps = await listEvents(store, { aggregate: kind.aggregate, id }, { limit: MAX_PAGE });
  const parties = Object.values(kind.machine.parties(state));
  const offices = steps.items.map(({ organization }) => organization);
  const known: AnyState = { ...state };
  const facts = ['organization', 'subject', 'authority', 'grantor'].flatMap((name) => {
    const value = known[name];
    return typeof value === 'string' ? [value] : [];
  });
  const names = await namesOf(store, [...parties, ...offices, ...facts]);
  const reader = readerOf(request, language, query.lang, caller);
  return sheetPage({ ...reader, kind, id, state: known, steps, names, actor, at, ...extra });
}
