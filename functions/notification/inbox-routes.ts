import { notFound } from '../../shared/domain/decision.ts';
import { readerOf, wantsJson } from '../../shared/http/page.tsx';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { countUnread, markAllRead, markRead, readersOf } from '../../shared/store/inbox.ts';
import { readInbox } from './inbox.ts';
import { inboxPage } from './inbox-page.tsx';
import { inboxQuery, inboxView, placeParams, readersView, readView, unreadView } from './schema.ts';

const { member } = routesFor<Service>();
const tag = 'notification';
const unknown = notFound('missing', 'POLICY-21');
/** Back to the page after a form of it; programs get JSON. */
const back = () => new Response(null, { status: 303, headers: { location: '/inbox', 'cache-control': 'no-store' } });

/** The inbox 通知 of the organization one acts for; what is read is known of each person. @see POLICY-21 */
export const inboxRoutes = [
  member({
    id: 'readInbox',
    method: 'get',
    path: '/inbox',
    tag,
    summary: {
      zh: '本单位的通知：逾期在前，其余由新到旧',
      en: 'Notices of your organization: overdue first, then the newest',
    },
    query: inboxQuery,
    reply: inboxView,
    handle: async ({ query: { lang, ...page }, caller, request, language }, { store, clock }) => {
      const inbox = await readInbox(store, caller, clock.domain(), page);
      if (wantsJson(request) || !request.headers.get('accept')?.includes('text/html')) return reply(inbox);
      return inboxPage(readerOf(request, language, lang, caller), inbox);
    },
  }),
  member({
    id: 'countUnread',
    method: 'get',
    path: '/inbox/unread',
    tag,
    summary: { zh: '本人未读的通知数', en: 'How many notices you have not read' },
    reply: unreadView,
    handle: async ({ caller }, { store }) => reply(await countUnread(store, caller)),
  }),
  member({
    id: 'markNoticeRead',
    method: 'post',
    path: '/inbox/{place}/read',
    tag,
    summary: { zh: '标为已读（仅本人）', en: 'Mark one as read, for yourself' },
    params: placeParams,
    reply: readView,
    handle: async ({ params, caller, request }, { store }) => {
      if (!(await markRead(store, caller, params.place))) return unknown;
      return request.headers.get('accept')?.includes('text/html') ? back() : reply({ read: true });
    },
  }),
  member({
    id: 'markInboxRead',
    method: 'post',
    path: '/inbox/{place}/read-through',
    tag,
    summary: {
      zh: '将此条及更早的全部标为已读（仅本人）',
      en: 'Mark this one and all before it as read, for yourself',
    },
    params: placeParams,
    reply: readView,
    handle: async ({ params, caller, request }, { store }) => {
      // One that exists, or a mark in the future would hide what is still to come.
      if (!(await readersOf(store, caller.organization, params.place))) return unknown;
      await markAllRead(store, caller, params.place);
      return request.headers.get('accept')?.includes('text/html') ? back() : reply({ read: true });
    },
  }),
  member({
    id: 'readNoticeReaders',
    method: 'get',
    path: '/inbox/{place}/readers',
    tag,
    summary: { zh: '本单位谁已读', en: 'Who of your organization has read it' },
    params: placeParams,
    reply: readersView,
    handle: async ({ params, caller }, { store }) => {
      const readBy = await readersOf(store, caller.organization, params.place);
      return readBy ? reply({ place: params.place, readBy }) : unknown;
    },
  }),
];
