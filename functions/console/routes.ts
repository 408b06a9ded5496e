import { refuse } from '../../shared/domain/decision.ts';
import { readerOf } from '../../shared/http/page.tsx';
import { type Caller, routesFor } from '../../shared/http/route.ts';
import { alarms, cases, creditRecords, type Kind } from '../../shared/kinds.ts';
import { upperOf } from '../../shared/law/identifiers.ts';
import { overseers, type Text } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { listing } from '../../shared/listing.ts';
import { clockReaders, type OpenClocks, openClocks } from '../../shared/open-clocks.ts';
import type { Service } from '../../shared/service.ts';
import { countUnread } from '../../shared/store/inbox.ts';
import type { Context } from '../../shared/store/store.ts';
import { unconfirmedOf } from '../../shared/unconfirmed.ts';
import { deadlinesPage, isLate } from './deadlines-page.tsx';
import { type Door, homePage } from './desk-page.tsx';
import { deadlinesQuery, pageQuery } from './schema.ts';

const { member } = routesFor<Service>();
const tag = 'console';
const produces = 'text/html';
const PAGE = 50;

/** The console 工作台: the desk of an official and the clocks. Both read, and write nothing. */
export const routes = [
  member({
    id: 'showDesk',
    method: 'get',
    path: '/console',
    tag,
    summary: { zh: '工作台', en: 'The desk: what waits for you, and what ends first' },
    query: pageQuery,
    produces,
    handle: async ({ query, caller, request, language, at }, { store }) => {
      const [clocks, counted] = await Promise.all([clocksFor(store, caller, at), doorsOf(store, caller)]);
      const late = clocks.items.filter(isLate).length;
      const deadlines = { href: '/console/deadlines', name: words.overdue, count: late, late: late > 0 };
      const [inbox, ...others] = counted;
      const doors = [...(inbox ? [inbox] : []), deadlines, ...others];
      return homePage(readerOf(request, language, query.lang, caller), { doors, clocks, roles: caller.roles });
    },
  }),
  member({
    id: 'showDeadlines',
    method: 'get',
    path: '/console/deadlines',
    tag,
    summary: { zh: '法定期限页', en: 'Every open clock as a page: overdue first' },
    by: clockReaders,
    query: deadlinesQuery,
    produces,
    handle: async ({ query: { lang, cursor, jurisdiction }, caller, request, language, at }, { store }) => {
      const where = jurisdiction ?? caller.jurisdiction;
      if (where !== caller.jurisdiction && upperOf(where) !== caller.jurisdiction) return elsewhere;
      const open = await openClocks(store, { ...caller, jurisdiction: where }, at, { limit: PAGE, cursor });
      return deadlinesPage(readerOf(request, language, lang, caller), open);
    },
  }),
];

const elsewhere = refuse(
  'DZ-5',
  { zh: '只能查看本级及所辖区域', en: 'only your own jurisdiction and those below it' },
  '/query/jurisdiction',
);

/** The first clocks of those who keep or watch any. */
async function clocksFor(store: Context, caller: Caller, at: Instant): Promise<OpenClocks> {
  const keeps = caller.roles.some((role) => clockReaders.includes(role));
  return keeps ? openClocks(store, caller, at, { limit: PAGE }) : { asOf: at, items: [], more: false };
}

/** What waits, by role; the inbox first. */
async function doorsOf(store: Context, caller: Caller): Promise<Door[]> {
  const oversees = caller.roles.some((role) => (overseers as readonly string[]).includes(role));
  const has = ({ watchers, parties }: Kind) =>
    caller.roles.some((role) => watchers.includes(role) || parties.includes(role));
  const [unread, waiting, ...lists] = await Promise.all([
    countUnread(store, caller),
    oversees ? unconfirmedOf(store, caller.jurisdiction) : [],
    ...[alarms, cases, creditRecords]
      .filter(has)
      .map(async (kind) => ({ kind, list: await listing(store, kind, caller, {}) })),
  ]);
  return [
    { href: '/inbox', name: words.unread, count: unread.unread, more: unread.more },
    ...lists.map(({ kind, list }) => ({
      href: `/console${kind.base}`,
      name: kind.title,
      count: list.items.length,
      more: list.more,
    })),
    ...(oversees
      ? [
          {
            href: '/console/measures',
            name: words.waiting,
            count: waiting.length,
            late: waiting.some(({ why }) => why),
          },
        ]
      : []),
  ];
}

const words = {
  unread: { zh: '未读通知', en: 'Unread' },
  overdue: { zh: '已逾期的期限', en: 'Overdue' },
  waiting: { zh: '待确认的措施', en: 'Measures to confirm' },
} as const satisfies Record<string, Text>;
