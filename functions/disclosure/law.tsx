import { json, page, type Reader } from '../../shared/http/page.tsx';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import { legalRoles, type Text } from '../../shared/law/roles.ts';
import type { ApiDocument } from './document.ts';
import {
  articleNamed,
  type Citing,
  type ClockTold,
  citing,
  clocksOf,
  lengthOf,
  near,
  type Rule,
  ranks,
  ruleOf,
  seriesOf,
  standingOf,
} from './rules.ts';
import { routeStyle } from './style.ts';

/** All rules 规则, by instrument, with a search that needs no script. */
export function lawIndex(reader: Reader, search: string | undefined, asJson: boolean): Response | Promise<Response> {
  const series = seriesOf(search);
  if (asJson) return json({ series }, reader.language, 3_600);
  const title = { zh: '规则', en: 'Rules' };
  return page(reader, { title, maxAge: 3_600, children: <Index {...reader} search={search} series={series} /> });
}

/** One rule: what it says, its source and rank, its dated clocks, and where the system carries it out. */
export function lawArticle(
  reader: Reader,
  named: string,
  api: ApiDocument,
  asJson: boolean,
): Response | Promise<Response> | undefined {
  const id = articleNamed(named);
  if (id === undefined) return asJson ? undefined : missing(reader, named);
  const rule = ruleOf(id);
  const told = { clocks: clocksOf(id), ...citing(id, api) };
  if (asJson) {
    const routes = told.routes.map(({ method, path, operationId }) => ({ method, path, operationId }));
    return json({ ...rule, ...told, routes }, reader.language, 3_600);
  }
  const title = { zh: `${id} ${rule.title.zh}`, en: `${id} ${rule.title.en}` };
  return page(reader, {
    title,
    maxAge: 3_600,
    css: routeStyle,
    children: <Article {...reader} rule={rule} told={told} />,
  });
}

function missing(reader: Reader, named: string): Promise<Response> {
  const title = { zh: '没有这条规则', en: 'No such rule' };
  const shown = named.slice(0, 40);
  const said = { zh: `没有编号为“${shown}”的规则。`, en: `There is no rule called “${shown}”.` };
  const others = near(named);
  return page(reader, {
    title,
    status: 404,
    children: (
      <>
        <h1>{title[reader.language]}</h1>
        <p>
          {said[reader.language]} <a href="/law">{words.all[reader.language]}</a>
        </p>
        {others.length > 0 && <Rules rules={others} language={reader.language} />}
      </>
    ),
  });
}

type IndexProps = Reader & { search: string | undefined; series: ReturnType<typeof seriesOf> };

function Index({ language, search, series }: IndexProps) {
  return (
    <>
      <h1>{words.rules[language]}</h1>
      <p class="lead">{words.about[language]}</p>
      <search>
        <form action="/law">
          <input
            name="q"
            value={search}
            maxlength={60}
            aria-label={words.search[language]}
            placeholder={words.hint[language]}
          />
          <button type="submit">{words.search[language]}</button>
        </form>
      </search>
      {search === undefined && (
        <ul class="chips" aria-label={words.series[language]}>
          {series.map(({ name, rules }) => (
            <li>
              <a href={`#${name}`}>{name}</a> <span class="quiet">{rules.length}</span>
            </li>
          ))}
        </ul>
      )}
      {series.length === 0 && <p class="empty">{words.none[language]}</p>}
      {series.map(({ name, source, rules }) => (
        <section aria-labelledby={name}>
          <h2 id={name}>{source[language]}</h2>
          <Rules rules={rules} language={language} />
        </section>
      ))}
    </>
  );
}

function Rules({ rules, language }: { rules: readonly Rule[]; language: Reader['language'] }) {
  return (
    <ul class="rules">
      {rules.map((rule) => (
        <li>
          <a class="id" href={pathOf(rule.id)}>
            {rule.id}
          </a>
          <strong>{rule.title[language]}</strong>
          <span class={rule.standing === 'enforced' ? 'tag strong' : 'tag'}>{brief[rule.standing][language]}</span>
          <p>{rule.says[language]}</p>
        </li>
      ))}
    </ul>
  );
}

const pathOf = (id: ArticleId) => `/law/${encodeURIComponent(id)}`;

type ArticleProps = Reader & { rule: Rule; told: Citing & { clocks: readonly ClockTold[] } };

function Article({ language, rule, told }: ArticleProps) {
  const force = rule.since && `${rule.since} — ${rule.until ?? words.openEnd[language]}`;
  return (
    <>
      <p class="trail">
        <a href="/law">{words.rules[language]}</a> / <span class="id">{rule.id}</span>
      </p>
      <h1>{rule.title[language]}</h1>
      <p class="lead">{rule.says[language]}</p>
      <p class="quiet">{words.summary[language]}</p>
      <dl class="sheet">
        <dt>{words.source[language]}</dt>
        <dd>{rule.source[language]}</dd>
        <dt>{words.rank[language]}</dt>
        <dd>{ranks[rule.rank][language]}</dd>
        {force && <dt>{words.force[language]}</dt>}
        {force && <dd>{force}</dd>}
        <dt>{words.standing[language]}</dt>
        <dd>{standingOf(rule)[language]}</dd>
      </dl>
      {told.clocks.length > 0 && <Clocks clocks={told.clocks} language={language} />}
      {told.rows.length > 0 && <Rows rows={told.rows} language={language} />}
      {told.routes.length > 0 && (
        <section>
          <h2>{words.routes[language]}</h2>
          <ul class="rules routes">
            {told.routes.map((route) => (
              <li>
                <span class="method">{route.method.toUpperCase()}</span>
                <a href={`/api#${route.operationId}`}>
                  <code>{route.path}</code>
                </a>
                <p>{route['x-summary'][language]}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

type Told<T> = T & { language: Reader['language'] };

function Clocks({ clocks, language }: Told<{ clocks: readonly ClockTold[] }>) {
  return (
    <section>
      <h2>{words.clocks[language]}</h2>
      {clocks.map((clock) => (
        <dl class="sheet">
          <dt class="id">{clock.id}</dt>
          <dd>
            <strong>{clock.what[language]}</strong>
          </dd>
          <dt>{words.limit[language]}</dt>
          <dd>
            {clock.values.length === 0 && words.noValue[language]}
            {clock.values.map(({ since, until, value }) => (
              <div>
                {lengthOf(value)[language]}{' '}
                <span class="quiet">
                  {since} — {until ?? words.openEnd[language]}
                </span>
              </div>
            ))}
          </dd>
          <dt>{words.from[language]}</dt>
          <dd>{clock.from[language]}</dd>
          <dt>{words.who[language]}</dt>
          <dd>{clock.who.map((role) => legalRoles[role][language]).join(words.comma[language])}</dd>
          {clock.extension && <dt>{words.extension[language]}</dt>}
          {clock.extension && <dd>{clock.extension[language]}</dd>}
          {clock.restart && <dt>{words.restart[language]}</dt>}
          {clock.restart && <dd>{clock.restart[language]}</dd>}
        </dl>
      ))}
    </section>
  );
}

function Rows({ rows, language }: Told<{ rows: Citing['rows'] }>) {
  const [what, by, from] = [words.what[language], words.who[language], words.states[language]];
  return (
    <section>
      <h2>{words.carriedOut[language]}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th>{what}</th>
            <th>{by}</th>
            <th>{from}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td>
                {row.machine[language]}
                {language === 'zh' ? '：' : ': '}
                <strong>{row.label[language]}</strong>
              </td>
              <td data-label={by}>{row.by.map((role) => legalRoles[role][language]).join(words.comma[language])}</td>
              <td data-label={from}>{row.from.map(({ name }) => name[language]).join(words.comma[language])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const brief: Readonly<Record<Rule['standing'], Text>> = {
  enforced: { zh: '执行', en: 'enforced' },
  partly: { zh: '部分执行', en: 'in part' },
  planned: { zh: '后续提供', en: 'planned' },
  none: { zh: '不执行', en: 'not enforced' },
};

const words = {
  rules: { zh: '规则', en: 'Rules' },
  about: {
    zh: '系统执行的规则，以本平台自己的话概述。每次拒绝都会指向这里的某一条。',
    en: 'The rules that the system carries out, summarised in our own words. Every refusal points to one of them.',
  },
  all: { zh: '查看全部规则', en: 'See all rules' },
  search: { zh: '查找', en: 'Search' },
  hint: { zh: '编号或词语，如 DZ-43、公示', en: 'Id or words, such as DZ-43 or notice' },
  series: { zh: '文件', en: 'Instruments' },
  none: { zh: '没有符合的规则，请换一个词。', en: 'No rule has these words; try another.' },
  summary: { zh: '以上为本平台的概述，以正式文本为准。', en: 'This is our own summary; the official text prevails.' },
  source: { zh: '出处', en: 'Source' },
  rank: { zh: '效力层级', en: 'Rank' },
  force: { zh: '施行期间', en: 'In force' },
  openEnd: { zh: '至今', en: 'today' },
  standing: { zh: '执行情况', en: 'Standing' },
  clocks: { zh: '期限', en: 'Clocks' },
  limit: { zh: '时长', en: 'Length' },
  noValue: { zh: '尚未取得正式数值，不作推测', en: 'no official value yet, and none is guessed' },
  from: { zh: '起算', en: 'Counted from' },
  who: { zh: '由谁办理', en: 'Who acts' },
  extension: { zh: '延长', en: 'Extension' },
  restart: { zh: '重新起算', en: 'Restart' },
  comma: { zh: '、', en: ', ' },
  carriedOut: { zh: '依此办理的事项', en: 'Acts under this rule' },
  what: { zh: '事项', en: 'Act' },
  states: { zh: '可自何状态', en: 'From state' },
  routes: { zh: '相关接口', en: 'Routes' },
} as const satisfies Record<string, Text>;
