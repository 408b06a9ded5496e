import { deskPage, Trail } from '../../shared/http/desk.tsx';
import { words } from '../../shared/http/desk-words.ts';
import { momentOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { targetWords, verbWords, whyWords } from '../../shared/measure-words.ts';
import type { unconfirmedOf } from '../../shared/unconfirmed.ts';

type Waiting = Awaited<ReturnType<typeof unconfirmedOf>>;
const title: Text = { zh: '待确认的措施', en: 'Measures to be confirmed' };

/** Measures that are committed and that nobody may call closed yet: since when, tried how often, and why not. @see POLICY-8 */
export const measuresPage = (reader: Reader, items: Waiting, asOf: Instant): Promise<Response> =>
  deskPage(reader, title, <Measures reader={reader} items={items} asOf={asOf} />);

function Measures({ reader, items, asOf }: { reader: Reader; items: Waiting; asOf: Instant }) {
  const { language } = reader;
  const said = (text: Text) => text[language];
  return (
    <>
      <Trail {...reader} />
      <h1>{said(title)}</h1>
      <p class="quiet">
        {said(own.about)} <a href="/law/POLICY-8">POLICY-8</a> · <a href="/console/cases">{said(own.cases)}</a>
      </p>
      {items.length === 0 && <p class="empty">{said(own.none)}</p>}
      {items.length > 0 && (
        <table class="stack">
          <thead>
            <tr>
              <th>{said(own.measure)}</th>
              <th>{said(own.since)}</th>
              <th>{said(own.tries)}</th>
              <th>{said(own.why)}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ case: id, measure, target, verb, since, tries, lastTriedAt, why }) => (
              <tr class={why === undefined ? undefined : 'late'}>
                <td>
                  <a href={`/cases/${id}/measures/${measure}`}>
                    {said(verbWords[verb])}：{said(targetWords[target.kind])}
                  </a>{' '}
                  <span class="quiet">{target.id}</span>
                </td>
                <td data-label={said(own.since)}>{since ? momentOf(since) : '—'}</td>
                <td data-label={said(own.tries)}>
                  {tries} {lastTriedAt && <span class="quiet">{momentOf(lastTriedAt)}</span>}
                </td>
                <td data-label={said(own.why)}>{said(why === undefined ? own.soon : whyWords(why))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="quiet">
        {said(words.asOf)} {momentOf(asOf)}
      </p>
    </>
  );
}

const own = {
  about: {
    zh: '措施提交后，下一次请求即被拒绝；闸门读回并经过三秒才算“已确认”。未确认的会不断重试，不会自行放开。',
    en: 'From its commit on a measure refuses; it is confirmed once its gates were read back and three seconds have passed. What is not is tried again and never opens by itself.',
  },
  none: {
    zh: '没有待确认的措施：已提交的措施全部确认。',
    en: 'Nothing waits: every measure that was committed is confirmed.',
  },
  cases: { zh: '全部案件', en: 'all cases' },
  measure: { zh: '措施', en: 'Measure' },
  since: { zh: '提交于', en: 'Committed at' },
  tries: { zh: '已尝试', en: 'Tries' },
  why: { zh: '尚未确认的原因', en: 'Why not yet' },
  soon: { zh: '正在确认，通常数秒', en: 'being confirmed, a matter of seconds' },
} as const satisfies Record<string, Text>;
