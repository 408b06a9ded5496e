import { type Case, violation } from '../../shared/domain/case.ts';
import { deskStyle } from '../../shared/http/desk-style.ts';
import { momentOf, untilOf } from '../../shared/http/moment.ts';
import { page, type Reader } from '../../shared/http/page.tsx';
import { lawPath } from '../../shared/http/problem.ts';
import { periods } from '../../shared/law/periods.ts';
import { legalRoles, type Text } from '../../shared/law/roles.ts';
import { progressWords, targetWords, verbWords, whyWords } from '../../shared/measure-words.ts';
import type { MeasureView } from './measure-view.ts';
import { timelineStyle } from './style.ts';
import { Timeline } from './timeline.tsx';

/** Seconds after which a page that waits for the confirmation is asked for again. */
const REFRESH = 3;

/** The page of one measure: what it is, how far it is, what it stops, by which rule, who lifts it, and the proof. */
export async function measurePage(reader: Reader, view: MeasureView, state: Case): Promise<Response> {
  const title = titleOf(view);
  const response = await page(reader, {
    title,
    maxAge: 0,
    css: `${deskStyle}${timelineStyle}`,
    children: <Sheet {...reader} view={view} state={state} />,
  });
  if (view.unconfirmed) response.headers.set('refresh', String(REFRESH));
  return response;
}

const titleOf = ({ verb, target }: MeasureView): Text => ({
  zh: `${verbWords[verb].zh}：${targetWords[target.kind].zh}`,
  en: `${verbWords[verb].en}: ${targetWords[target.kind].en}`,
});

type Props = Reader & { view: MeasureView; state: Case };

function Sheet({ language, view, state }: Props) {
  const said = (text: Text) => text[language];
  const { target, article, clause, liftedBy, asOf } = view;
  return (
    <>
      <p class="trail">
        <a href={`/cases/${view.case}`}>{said(violation.label)}</a> / {said(words.measure)}
      </p>
      <h1>{said(titleOf(view))}</h1>
      <p class="id wrap">{target.id}</p>
      <Status language={language} view={view} />
      {violation.clocks(state).map((clock) => (
        <p>
          {said(periods[clock.period].what)} · {said(words.until)} <strong>{said(untilOf(clock))}</strong>
        </p>
      ))}
      <Timeline language={language} view={view} />
      <h2>{said(view.progress === 'ordered' ? words.wouldStop : words.stops)}</h2>
      <Reach language={language} view={view} />
      <h2>{said(words.basis)}</h2>
      <dl class="sheet">
        <dt>{said(words.article)}</dt>
        <dd>
          <a class="id" href={lawPath(article)}>
            {article}
          </a>
          {clause !== undefined && ` · ${said(words.clause)} ${clause}`}
        </dd>
        <dt>{said(words.lifts)}</dt>
        <dd>
          {liftedBy.map((role) => said(legalRoles[role])).join(language === 'zh' ? '、' : ', ')}
          {' · '}
          <a href={lawPath(view.forRequest ? 'POLICY-31' : 'POLICY-3')}>{said(words.how)}</a>
        </dd>
        <dt>{said(violation.label)}</dt>
        <dd>{said(violation.states[state.status])}</dd>
        {view.agreement !== undefined && (
          <>
            <dt>{said(words.agreement)}</dt>
            <dd>
              <a href={view.agreement}>{said(words.agreementLink)}</a> · <a href="/law/AAJ-16">AAJ-16</a>
            </dd>
          </>
        )}
        <dt>{said(words.proof)}</dt>
        <dd>
          <a href={view.proof} download>
            {said(words.download)}
          </a>{' '}
          <span class="quiet">{said(words.verify)}</span>
        </dd>
      </dl>
      <p class="quiet">
        {said(words.asOf)} {momentOf(asOf)}
        {said(words.zone)}
      </p>
    </>
  );
}

type Shown = Pick<Props, 'language' | 'view'>;

/** One line to read at a glance; nothing says "closed" before it is confirmed (POLICY-8). */
function Status({ language, view }: Shown) {
  const { progress, unconfirmed, committedAt, confirmed, liftedAt } = view;
  const calm = progress === 'confirmed' || progress === 'lifted' || progress === 'merged';
  return (
    <div class={calm ? 'status done' : 'status'} role="status">
      <strong>{progressWords[progress][language]}</strong>
      <ol>
        <li>
          {words.ordered[language]} {momentOf(view.decidedAt)}
        </li>
        {committedAt && (
          <li>
            {words.committed[language]} {momentOf(committedAt)}
          </li>
        )}
        {confirmed && (
          <li>
            {words.confirmed[language]} {momentOf(confirmed.at)}
          </li>
        )}
        {liftedAt && (
          <li>
            {words.lifted[language]} {momentOf(liftedAt)}
          </li>
        )}
      </ol>
      {unconfirmed?.since && (
        <p>
          {words.since[language]} {momentOf(unconfirmed.since)}
          {' · '}
          {words.tries[language](unconfirmed.tries)}
          {unconfirmed.why !== undefined && ` · ${whyWords(unconfirmed.why)[language]}`}
        </p>
      )}
    </div>
  );
}

/** Counts from the index: eventual, so "as of". */
function Reach({ language, view: { below, target } }: Shown) {
  if (!below) return <p class="quiet">{words.nothing[language]}</p>;
  const { channels, organizations, deliveries, products, atLeast } = below;
  const count = (value: number) => `${atLeast ? words.atLeast[language] : ''}${value}`;
  return (
    <>
      <dl class="counts">
        <div>
          <dt>{words.channels[language]}</dt>
          <dd>{count(channels)}</dd>
        </div>
        <div>
          <dt>{words.organizations[language]}</dt>
          <dd>{count(organizations.length)}</dd>
        </div>
        <div>
          <dt>{words.deliveries[language]}</dt>
          <dd>{count(deliveries)}</dd>
        </div>
        <div>
          <dt>{words.products[language]}</dt>
          <dd>{count(products.length)}</dd>
        </div>
      </dl>
      {products.length > 0 && (
        <p>
          {products
            .slice(0, 20)
            .map(({ id, title }) => title ?? id)
            .join(language === 'zh' ? '、' : ', ')}
        </p>
      )}
      <p class="quiet">
        {words.asOf[language]} {momentOf(below.asOf)}
        {target.kind === 'channel' ? '' : ` · ${words.index[language]}`}
      </p>
    </>
  );
}

const words = {
  measure: { zh: '措施', en: 'measure' },
  stops: { zh: '停止了什么', en: 'What it stops' },
  wouldStop: { zh: '将停止什么', en: 'What it would stop' },
  basis: { zh: '依据与恢复', en: 'Basis, and how it is lifted' },
  article: { zh: '法规', en: 'Rule' },
  clause: { zh: '协议条款', en: 'clause' },
  lifts: { zh: '由谁恢复', en: 'Who lifts it' },
  how: { zh: '如何恢复', en: 'how' },
  agreement: { zh: '协议', en: 'Agreement' },
  agreementLink: { zh: '查看协议，补偿记入其结算', en: 'the agreement; compensation is recorded with its settlement' },
  proof: { zh: '证明', en: 'Proof' },
  download: { zh: '下载证明文件', en: 'download the certificate' },
  verify: { zh: '用 npx shuqi verify 离线核验', en: 'check it offline with npx shuqi verify' },
  asOf: { zh: '截至', en: 'As of' },
  until: { zh: '截止', en: 'until' },
  zone: { zh: '（北京时间）', en: ' (Beijing time)' },
  index: { zh: '由索引统计', en: 'counted from an index' },
  ordered: { zh: '决定于', en: 'Ordered at' },
  committed: { zh: '提交于', en: 'Committed at' },
  confirmed: { zh: '确认于', en: 'Confirmed at' },
  lifted: { zh: '恢复于', en: 'Lifted at' },
  since: { zh: '尚未确认，自', en: 'Not yet confirmed, since' },
  tries: { zh: (n: number) => `已尝试 ${n} 次`, en: (n: number) => `tried ${n} ${n === 1 ? 'time' : 'times'}` },
  nothing: { zh: '对象不存在或已无闸门', en: 'There is no such subject, or it has no gate' },
  atLeast: { zh: '至少 ', en: 'at least ' },
  channels: { zh: '供给通道', en: 'channels' },
  organizations: { zh: '使用单位', en: 'organizations' },
  deliveries: { zh: '进行中的供给', en: 'running deliveries' },
  products: { zh: '公共服务', en: 'public services' },
} as const;
