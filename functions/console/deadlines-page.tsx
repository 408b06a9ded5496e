import { deskPage, Trail } from '../../shared/http/desk.tsx';
import { daysLeft, daysOver, words } from '../../shared/http/desk-words.ts';
import { momentOf, untilOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import type { OpenClocks } from '../../shared/open-clocks.ts';
import { pageOf } from '../../shared/pages.ts';

const title: Text = { zh: '法定期限', en: 'Deadlines' };

/** Every open clock, what is late first: rule, when it began, until exactly when, who must act, by which calendar. */
export const deadlinesPage = (reader: Reader, open: OpenClocks): Promise<Response> =>
  deskPage(reader, title, <Deadlines reader={reader} open={open} />);

function Deadlines({ reader, open }: { reader: Reader; open: OpenClocks }) {
  const { language } = reader;
  const said = (text: Text) => text[language];
  const late = open.items.filter(isLate).length;
  return (
    <>
      <Trail {...reader} />
      <h1>{said(title)}</h1>
      <p class="quiet">{said(own.about)}</p>
      {late > 0 && (
        <p class="lead">
          <span class="tag strong">{said(own.late(late))}</span>
        </p>
      )}
      {open.items.length === 0 ? <p class="empty">{said(own.none)}</p> : <Clocks open={open} language={language} />}
      {open.more && <p class="quiet">{said(own.more)}</p>}
      {open.cursor !== undefined && (
        <p>
          <a href={`/console/deadlines?cursor=${encodeURIComponent(open.cursor)}`}>{said(words.next)}</a>
        </p>
      )}
      <p class="quiet">
        {said(words.asOf)} {momentOf(open.asOf)}
      </p>
    </>
  );
}

/** The clocks as a table, on a phone one below the other. */
export function Clocks({
  open,
  language,
  shown,
}: { open: Pick<OpenClocks, 'items'>; shown?: number } & Pick<Reader, 'language'>) {
  const said = (text: Text) => text[language];
  return (
    <table class="stack">
      <thead>
        <tr>
          <th>{said(own.what)}</th>
          <th>{said(words.until)}</th>
          <th>{said(own.stream)}</th>
          <th>{said(own.who)}</th>
          <th>{said(own.started)}</th>
          <th>{said(own.calendar)}</th>
        </tr>
      </thead>
      <tbody>
        {lateFirst(open.items)
          .slice(0, shown)
          .map((clock) => (
            <tr class={isLate(clock) ? 'late' : undefined}>
              <td>
                {said(clock.what)} <a href={clock.href}>{clock.rule}</a>
              </td>
              <td data-label={said(words.until)}>
                {said(untilOf(clock))} <span class={isLate(clock) ? 'tag strong' : 'tag'}>{said(standing(clock))}</span>
              </td>
              <td data-label={said(own.stream)}>
                <Stream stream={clock.stream} language={language} />
              </td>
              <td data-label={said(own.who)}>
                {clock.who.map(({ name }) => said(name)).join(language === 'zh' ? '、' : ', ')}
              </td>
              <td data-label={said(own.started)}>
                {momentOf(clock.startedAt).slice(0, 16)} <span class="quiet">{said(clock.from)}</span>
              </td>
              <td data-label={said(own.calendar)}>{clock.calendar === '' ? '—' : clock.calendar}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

type Clock = OpenClocks['items'][number];
export const isLate = ({ overdue, lapses }: Clock): boolean => overdue && !lapses;

/** What somebody is late with, then what ends, then the rights whose time is over: those nobody must hurry for. */
const lateFirst = (items: readonly Clock[]): Clock[] => [
  ...items.filter(isLate),
  ...items.filter(({ overdue }) => !overdue),
  ...items.filter(({ overdue, lapses }) => overdue && lapses),
];

function standing(clock: Clock): Text {
  if (!clock.overdue) return daysLeft(clock.daysLeft);
  return clock.lapses ? words.lapsed : daysOver(clock.daysOver);
}

function Stream({ stream, language }: { stream: OpenClocks['items'][number]['stream'] } & Pick<Reader, 'language'>) {
  const { kind, id, label, title } = stream;
  const page = pageOf({ kind, id });
  const name = title ?? id;
  return (
    <>
      {label[language]} {page ? <a href={page}>{name}</a> : <span class={title ? undefined : 'id wrap'}>{name}</span>}
    </>
  );
}

const own = {
  about: {
    zh: '正在计算的全部期限：已逾期的在最前，其余按截止先后。',
    en: 'Every clock that runs: what is overdue first, the rest in the order in which it ends.',
  },
  none: { zh: '没有正在计算的期限。', en: 'No clock runs.' },
  more: {
    zh: '事项太多，截止较晚的可能未列出。',
    en: 'There are more than are looked through: some that end later may be missing.',
  },
  what: { zh: '期限', en: 'Deadline' },
  stream: { zh: '事项', en: 'Of' },
  who: { zh: '由谁办理', en: 'Who must act' },
  started: { zh: '起算', en: 'Began' },
  calendar: { zh: '日历版本', en: 'Calendar' },
  late: (n: number): Text => ({ zh: `${n} 项已逾期`, en: `${n} overdue` }),
} as const;
