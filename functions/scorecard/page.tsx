import { page, type Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import { localDate } from '../../shared/law/time.ts';
import { FIRST_YEAR, type ScorecardView } from './schema.ts';
import { scorecardStyle } from './style.ts';

/** The scorecard for people: the total, a bar for each part, each formula with its numbers, and what is not counted. */
export const scorecardPage = (reader: Reader, card: ScorecardView): Promise<Response> =>
  page(reader, { title: words.title, maxAge: 0, css: scorecardStyle, children: <Sheet {...reader} card={card} /> });

function Sheet({ language, path, card }: Reader & { readonly card: ScorecardView }) {
  const said = (text: Text) => text[language];
  const { title, year, asOf, total, parts, rule, streams, incomplete, notCounted } = card;
  return (
    <>
      <p class="trail">
        {said(words.title)} · {year}
      </p>
      <h1>{title}</h1>
      <p class="lead">
        {total === undefined ? said(words.none) : `${said(words.total)} ${total}`}
        <span class="quiet">
          {' '}
          · {said(words.asOf)} <time datetime={asOf}>{localDate(asOf)}</time>
        </span>
      </p>
      <Bars parts={parts} language={language} />
      <h2>{said(words.how)}</h2>
      <dl class="sheet">
        {parts.map(({ label, weight, score, formula, numbers }) => (
          <>
            <dt>
              {said(label)} · {said(words.weight)} {weight}
            </dt>
            <dd>
              {said(formula)}
              <br />
              {score === undefined ? (
                <span class="quiet">{said(words.noData)}</span>
              ) : (
                <code>
                  {numbers} = {score}
                </code>
              )}
            </dd>
          </>
        ))}
      </dl>
      <p class="quiet">
        {said(words.mean)} <a href={rule.href}>{rule.id}</a> · {said(words.since)} {rule.since} · {streams}{' '}
        {said(words.streams)}
      </p>
      {incomplete.length > 0 && (
        <p>
          <strong>{said(words.incomplete)}</strong> {incomplete.map(said).join(' · ')}
        </p>
      )}
      <h2>{said(words.notCounted)}</h2>
      <ul>
        {notCounted.map((one) => (
          <li>{said(one)}</li>
        ))}
      </ul>
      {year > FIRST_YEAR && (
        <p>
          <a href={`${path}?year=${year - 1}&lang=${language}`}>{said(words.before)}</a>
        </p>
      )}
    </>
  );
}

const ROW = 38;
const LEFT = 84;
const WIDTH = 230;
const FIGURE = 50;

/** One bar a part, of a hundred points; a part without data is an empty frame. The figures stand as text beside it. */
function Bars({ parts, language }: { parts: ScorecardView['parts']; language: keyof Text }) {
  const said = parts.map(({ label, score }) => `${label[language]} ${score ?? words.noData[language]}`).join(' · ');
  return (
    <svg class="bars" viewBox={`0 0 ${LEFT + WIDTH + FIGURE} ${parts.length * ROW}`} role="img" aria-label={said}>
      {parts.map(({ label, score }, index) => (
        <g transform={`translate(0 ${index * ROW})`}>
          <text x="0" y="24">
            {label[language]}
          </text>
          <rect class="frame" x={LEFT} y="8" width={WIDTH} height="22" rx="3" />
          {score !== undefined && score > 0 && (
            <rect class="fill" x={LEFT} y="8" width={(WIDTH * score) / 100} height="22" rx="3" />
          )}
          <text class="figure" x={LEFT + WIDTH + 10} y="25">
            {score ?? '—'}
          </text>
        </g>
      ))}
    </svg>
  );
}

const words = {
  title: { zh: '考核评分', en: 'Scorecard' },
  total: { zh: '总分', en: 'Total' },
  none: { zh: '没有可计算的数据', en: 'Nothing to count' },
  asOf: { zh: '计算至', en: 'as of' },
  how: { zh: '如何计算', en: 'How it is computed' },
  weight: { zh: '权重', en: 'weight' },
  noData: { zh: '没有数据，不计入', en: 'no data, not counted' },
  mean: {
    zh: '总分为有数据各项的加权平均。依据',
    en: 'The total is the weighted mean of the parts with data. Rule',
  },
  since: { zh: '自', en: 'since' },
  streams: { zh: '条记录参与计算', en: 'streams counted' },
  incomplete: { zh: '不完整：', en: 'Incomplete:' },
  notCounted: { zh: '未计入', en: 'Not counted' },
  before: { zh: '上一年度', en: 'The year before' },
} as const satisfies Record<string, Text>;
