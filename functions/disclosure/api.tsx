import { page, type Reader } from '../../shared/http/page.tsx';
import { legalRoles, type Text } from '../../shared/law/roles.ts';
import type { ApiDocument, Content, MachineTable, Operation, Parameter } from './document.ts';
import { operationsOf } from './rules.ts';
import { schemaText } from './schema-text.ts';
import { StateChart } from './state-chart.tsx';
import { chartStyle, routeStyle } from './style.ts';

type Route = Operation & { readonly method: string; readonly path: string };
interface Props extends Reader {
  readonly api: ApiDocument;
  readonly origin: string;
}

/** The API page 接口: every route by context, with who may call it, its article, its form, an example, a curl line. */
export const apiPage = (props: Props): Promise<Response> =>
  page(props, { title: { zh: '接口', en: 'API' }, maxAge: 3_600, css: routeStyle, children: <Api {...props} /> });

/** State machines 状态机: which command in which state, by whom, under which article. */
export const machinesPage = (reader: Reader, machines: readonly MachineTable[]): Promise<Response> =>
  page(reader, {
    title: words.machines,
    maxAge: 3_600,
    css: `${routeStyle}${chartStyle}`,
    children: <Machines {...reader} machines={machines} />,
  });

function Api(props: Props) {
  const { language, api } = props;
  const routes = operationsOf(api);
  return (
    <>
      <h1>{words.api[language]}</h1>
      <p class="lead">{words.about[language]}</p>
      <p>
        <a href="/openapi.json">OpenAPI 3.1</a> · <a href="/api/machines">{words.machines[language]}</a> ·{' '}
        <a href="/law/POLICY-9">{words.manners[language]}</a>
      </p>
      <ul class="chips" aria-label={words.contexts[language]}>
        {api.tags.map((tag) => (
          <li>
            <a href={`#${tag.name}`}>{tag['x-label'][language]}</a>
          </li>
        ))}
      </ul>
      {api.tags.map((tag) => (
        <section aria-labelledby={tag.name}>
          <h2 id={tag.name}>{tag['x-label'][language]}</h2>
          {routes
            .filter((route) => route.tags.includes(tag.name))
            .map((route) => (
              <RouteOf {...props} route={route} />
            ))}
        </section>
      ))}
    </>
  );
}

function RouteOf({ route, ...props }: Props & { route: Route }) {
  const { language, api } = props;
  const article = route['x-article'];
  const reply = contentOf(route.responses['2XX']?.content);
  const body = contentOf(route.requestBody?.content);
  return (
    <details id={route.operationId}>
      <summary>
        <span class="method">{route.method.toUpperCase()}</span>
        <code>{route.path}</code>
        <span>{route['x-summary'][language]}</span>
      </summary>
      <div>
        <dl class="sheet">
          <dt>{words.who[language]}</dt>
          <dd>{whoOf(route)[language]}</dd>
          {article && <dt>{words.article[language]}</dt>}
          {article && (
            <dd>
              <a href={`/law/${encodeURIComponent(article)}`}>{article}</a>
            </dd>
          )}
          {route.parameters.map((parameter) => (
            <ParameterOf language={language} parameter={parameter} />
          ))}
        </dl>
        {body && <h3>{words.body[language]}</h3>}
        {body?.schema && <pre tabindex={0}>{schemaText(body.schema, api)}</pre>}
        {body && <h3>{words.example[language]}</h3>}
        {body && <pre tabindex={0}>{JSON.stringify(body.example, null, 2)}</pre>}
        <h3>curl</h3>
        <pre tabindex={0}>{curl(route, props.origin)}</pre>
        {reply && (
          <h3>
            {words.reply[language]} <span class="quiet">{reply.type}</span>
          </h3>
        )}
        {reply?.schema && <pre tabindex={0}>{schemaText(reply.schema, api)}</pre>}
        <p class="quiet">
          {words.refusals[language]}{' '}
          {Object.keys(route.responses)
            .filter((status) => status !== '2XX')
            .join(' · ')}
        </p>
      </div>
    </details>
  );
}

function ParameterOf({ parameter, language }: { parameter: Parameter; language: Reader['language'] }) {
  const { name, required, schema, description } = parameter;
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        {places[parameter.in][language]} · {(required ? words.required : words.optional)[language]}
        {typeof schema.type === 'string' && <span class="quiet"> · {schema.type}</span>}
        {description && <div class="quiet">{description}</div>}
      </dd>
    </>
  );
}

function contentOf(content: Content | undefined) {
  const [first] = Object.entries(content ?? {});
  return first && { type: first[0], ...first[1] };
}

function whoOf({ security, 'x-legal-roles': roles }: Route): Text {
  if (security.some((scheme) => 'bearer' in scheme)) return words.token;
  if (security.length === 0) return words.anyone;
  if (roles.length === 0 || roles.length === Object.keys(legalRoles).length) return words.signedIn;
  const names = roles.map((role) => legalRoles[role]);
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}

function curl(route: Route, origin: string): string {
  const body = contentOf(route.requestBody?.content);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const form = body?.type.includes('form');
  const headers = [
    ...(route.security.some((scheme) => 'session' in scheme) ? ['-b "$COOKIE"'] : []),
    ...(route.security.some((scheme) => 'bearer' in scheme) ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...route.parameters.filter((one) => one.in === 'header' && one.required).map(({ name }) => `-H '${name}: "1"'`),
    ...(body && !form ? ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body.example)}'`] : []),
    ...(form ? ["-d 'grant_type=client_credentials' …"] : []),
  ];
  const method = route.method === 'get' ? '' : ` -X ${route.method.toUpperCase()}`;
  return [`curl${method} ${origin}${path}`, ...headers].join(' \\\n  ');
}

function Machines({ language, machines }: Reader & { machines: readonly MachineTable[] }) {
  return (
    <>
      <p class="trail">
        <a href="/api">{words.api[language]}</a> / {words.machines[language]}
      </p>
      <h1>{words.machines[language]}</h1>
      <p class="lead">{words.tables[language]}</p>
      <ul class="chips">
        {machines.map(({ aggregate, label }) => (
          <li>
            <a href={`#${aggregate}`}>{label[language]}</a>
          </li>
        ))}
      </ul>
      {machines.map((machine) => (
        <MachineOf language={language} machine={machine} />
      ))}
    </>
  );
}

function MachineOf({ language, machine }: Pick<Reader, 'language'> & { machine: MachineTable }) {
  const { aggregate, label, rows, diagram } = machine;
  const [command, who, from] = [words.command[language], words.who[language], words.from[language]];
  return (
    <section aria-labelledby={aggregate}>
      <h2 id={aggregate}>{label[language]}</h2>
      <StateChart machine={machine} language={language} />
      <table class="stack">
        <thead>
          <tr>
            <th>{command}</th>
            <th>{from}</th>
            <th>{who}</th>
            <th>{words.article[language]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td>
                <strong>{row.label[language]}</strong>
              </td>
              <td data-label={from}>
                {row.from.map(({ name }) => name[language]).join(language === 'zh' ? '、' : ', ')}{' '}
                <code>{row.from.map(({ status }) => status).join(' · ')}</code>
              </td>
              <td data-label={who}>{row.by.map((role) => legalRoles[role][language]).join(' · ')}</td>
              <td>
                <a class="id" href={`/law/${encodeURIComponent(row.article)}`}>
                  {row.article}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary class="plain">Mermaid</summary>
        <div>
          <pre tabindex={0}>{diagram}</pre>
        </div>
      </details>
    </section>
  );
}

const places: Readonly<Record<Parameter['in'], Text>> = {
  path: { zh: '路径', en: 'path' },
  query: { zh: '查询', en: 'query' },
  header: { zh: '请求头', en: 'header' },
};

const words = {
  api: { zh: '接口', en: 'API' },
  about: {
    zh: '所有业务都可经接口办理，权限与系统判断用的是同一张表。时间均为 UTC，列表以 cursor 翻页。',
    en: 'Everything can be done through the API; permissions come from the tables by which the system decides. Times are UTC, lists page with a cursor.',
  },
  manners: { zh: '如何与平台通信', en: 'How to speak to the platform' },
  contexts: { zh: '业务范围', en: 'Contexts' },
  machines: { zh: '状态机', en: 'State machines' },
  tables: {
    zh: '每个对象能办什么、何时能办、由谁办、依据哪一条。系统判断用的就是这些表。图中一列为一个状态，一行为一个事项：圆点处可以办理，箭头指向办理后的状态，圆圈表示状态不变，只有圆点的去向由办理时的情况决定。',
    en: 'What can be done to each object, when, by whom, under which article. The system decides by these very tables. In the pictures a column is a state and a line an act: a dot where it may be done, an arrow to where it leads, a ring where the state stays; a dot alone leads where the case then decides.',
  },
  command: { zh: '事项', en: 'Act' },
  from: { zh: '可自何状态', en: 'From state' },
  who: { zh: '由谁办理', en: 'Who' },
  article: { zh: '依据', en: 'Article' },
  anyone: { zh: '任何人，无需登录', en: 'anybody, without account' },
  token: { zh: '持访问令牌的机器', en: 'machines with an access token' },
  signedIn: { zh: '任何已登录人员', en: 'anybody signed in' },
  required: { zh: '必填', en: 'required' },
  optional: { zh: '可选', en: 'optional' },
  body: { zh: '请求内容', en: 'Body' },
  example: { zh: '示例', en: 'Example' },
  reply: { zh: '成功返回', en: 'Reply' },
  refusals: { zh: '可能的拒绝：', en: 'May be refused with' },
} as const satisfies Record<string, Text>;
