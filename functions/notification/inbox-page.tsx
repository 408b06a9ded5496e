import { page, type Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import { localDate } from '../../shared/law/time.ts';
import { answerPageOf, pageOf } from '../../shared/pages.ts';
import type { InboxView } from './schema.ts';
import { inboxStyle } from './style.ts';

type Told = InboxView['items'][number];

/** The inbox 通知: what is late first, then the newest; one form marks one, one marks all. No script. */
export const inboxPage = (reader: Reader, inbox: InboxView): Promise<Response> =>
  page(reader, {
    title: { zh: '通知', en: 'Inbox' },
    maxAge: 0,
    css: inboxStyle,
    children: <Inbox reader={reader} inbox={inbox} />,
  });

function Inbox({ reader: { language }, inbox }: { reader: Reader; inbox: InboxView }) {
  const { items, unread, more, cursor } = inbox;
  const newest = items
    .map(({ place }) => place)
    .toSorted()
    .at(-1);
  return (
    <>
      <h1>{words.title[language]}</h1>
      <p class="lead">
        {unread === 0 ? words.allRead[language] : `${unread}${more ? '+' : ''} ${words.unread[language]}`}
      </p>
      {unread > 0 && newest && (
        <form method="post" action={`/inbox/${newest}/read-through`}>
          <button type="submit">{words.markAll[language]}</button>
        </form>
      )}
      {items.length === 0 ? (
        <p class="empty">{words.empty[language]}</p>
      ) : (
        <ol class="inbox">
          {items.map((one) => (
            <Item told={one} language={language} />
          ))}
        </ol>
      )}
      {cursor && (
        <p>
          <a href={`/inbox?cursor=${encodeURIComponent(cursor)}`}>{words.older[language]}</a>
        </p>
      )}
    </>
  );
}

function Item({ told, language }: { told: Told; language: keyof Text }) {
  const page = answerPageOf(told.stream, told.reply);
  const { heading, article, clocks, were = [], missed, meanwhile, reply, read, at, place } = told;
  return (
    <li class={read ? undefined : 'unread'}>
      <h2>
        {!read && <span class="tag strong">{words.new[language]}</span>} {heading[language]}
      </h2>
      <p class="quiet">
        <time datetime={at}>{localDate(at)}</time> · <a href={article.href}>{article.id}</a> ·{' '}
        <Stream told={told} language={language} />
      </p>
      {clocks.map((clock) => (
        <p>
          <Standing clock={clock} language={language} /> {clock.what[language]} · {words.until[language]}
          <time datetime={clock.dueAt}>{clock.until[language]}</time>
        </p>
      ))}
      {were.map((clock) => (
        <p class="quiet">
          {words.before[language]}
          {clock.until[language]}
        </p>
      ))}
      {missed !== undefined && <p class="quiet">{words.missed[language].replace('{n}', String(missed))}</p>}
      <p>{meanwhile[language]}</p>
      <p>
        {words.reply[language]}
        {reply.text[language]} · {page ? <a href={page}>{words.open[language]}</a> : <code>{reply.href}</code>}
      </p>
      {!read && (
        <form method="post" action={`/inbox/${place}/read`}>
          <button type="submit">{words.mark[language]}</button>
        </form>
      )}
    </li>
  );
}

function Stream({ told: { title, of, stream }, language }: { told: Told; language: keyof Text }) {
  const page = pageOf(stream);
  const name = title ?? `${of[language]} ${stream.id}`;
  return page ? <a href={page}>{name}</a> : <span>{name}</span>;
}

function Standing({ clock, language }: { clock: Told['clocks'][number]; language: keyof Text }) {
  if (clock.running === false) return <span class="tag">{words.done[language]}</span>;
  if (clock.overdue) {
    return <span class="tag strong">{words.over[language].replace('{n}', String(clock.daysOver))}</span>;
  }
  return <span class="tag">{words.left[language].replace('{n}', String(clock.daysLeft))}</span>;
}

const words = {
  title: { zh: '通知', en: 'Inbox' },
  unread: { zh: '条未读', en: 'unread' },
  allRead: { zh: '全部已读', en: 'Everything is read' },
  markAll: { zh: '全部标为已读', en: 'Mark all as read' },
  mark: { zh: '标为已读', en: 'Mark as read' },
  new: { zh: '未读', en: 'new' },
  empty: {
    zh: '还没有通知。与本单位有关的步骤和法定期限会出现在这里。',
    en: 'Nothing yet. Steps that concern your organization, and the clocks it must keep, will stand here.',
  },
  older: { zh: '更早的通知', en: 'Older ones' },
  until: { zh: '截止：', en: 'until ' },
  before: { zh: '原截止：', en: 'Before: ' },
  missed: {
    zh: '系统中断期间有 {n} 次提醒未能发出，合并于此。',
    en: 'This stands for {n} earlier reminders that could not be sent in time.',
  },
  open: { zh: '打开办理', en: 'open it' },
  reply: { zh: '如何办理：', en: 'How to answer: ' },
  done: { zh: '已了结', en: 'done' },
  over: { zh: '逾期 {n} 天', en: 'overdue {n} d' },
  left: { zh: '还有 {n} 天', en: '{n} d left' },
} as const satisfies Record<string, Text>;
