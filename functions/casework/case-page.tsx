import type { Case } from '../../shared/domain/case.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Actor, barredFrom, type Rule } from '../../shared/domain/decision.ts';
import { deskPage, Once, Trail } from '../../shared/http/desk.tsx';
import { words as deskWords } from '../../shared/http/desk-words.ts';
import { momentOf, untilOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import { cases } from '../../shared/kinds.ts';
import { periods } from '../../shared/law/periods.ts';
import { supervisors, type Text } from '../../shared/law/roles.ts';
import { progressOf, progressWords, targetWords, verbWords } from '../../shared/measure-words.ts';
import { shownOfCase } from '../../shared/shown-case.ts';
import type { ShownOf } from '../../shared/shown-fields.ts';
import type { EventItem } from '../../shared/store/items.ts';
import type { Page } from '../../shared/store/lists.ts';
import type { Loaded } from '../../shared/store/unit.ts';

/** The page of a case: where it stands, what runs, its measures, and every step, newest first. */
export const casePage = (
  reader: Reader,
  actor: Actor,
  found: Loaded<Case>,
  steps: Page<EventItem>,
): Promise<Response> =>
  deskPage(reader, violation.label, <Sheet {...reader} actor={actor} found={found} steps={steps} />);

interface Props extends Reader {
  readonly actor: Actor;
  readonly found: Loaded<Case>;
  readonly steps: Page<EventItem>;
}

function Sheet({ actor, found: { id, state }, steps, ...reader }: Props) {
  const { language } = reader;
  const said = (text: Text) => text[language];
  const measures = state.status === 'none' ? [] : state.measures;
  return (
    <>
      <Trail {...reader} of={cases.title} href="/console/cases" />
      <h1>
        {said(violation.label)} · {said(violation.states[state.status])}
      </h1>
      <p class="id wrap">{id}</p>
      {violation.clocks(state).map((clock) => (
        <p class="lead">
          {said(periods[clock.period].what)} · {said(words.until)} {said(untilOf(clock))}
        </p>
      ))}
      {mayConfirm(actor, state) && <Confirm id={id} language={language} />}
      {mayPropose(actor, state) && 'subject' in state && (
        <p>
          <a href={`/console/credit-records?case=${id}&subject=${state.subject}`}>{said(words.credit)}</a>
        </p>
      )}
      <h2>{said(words.measures)}</h2>
      {measures.length === 0 && <p class="empty">{said(words.none)}</p>}
      <ul class="rules">
        {measures.map((one) => (
          <li>
            <a href={`/cases/${id}/measures/${one.measure}`}>{said(verbWords[one.verb])}</a>
            <strong>{said(targetWords[one.target.kind])}</strong>
            <span class={progressOf(one) === 'confirmed' ? 'tag strong' : 'tag'}>
              {said(progressWords[progressOf(one)])}
            </span>
            <p>
              <span class="id wrap">{one.target.id}</span>
            </p>
          </li>
        ))}
      </ul>
      <h2>{said(words.steps)}</h2>
      <ol class="steps" reversed>
        {[...steps.items].reverse().map(({ version, at, data }) => (
          <li value={version}>
            <span class="quiet">{momentOf(at)}</span> {said(stepWords(String(data.type)))}
          </li>
        ))}
      </ol>
      {steps.cursor !== undefined && <p class="quiet">{said(words.more)}</p>}
    </>
  );
}

/** Steps are called as the row that makes them, or as a certificate calls them. */
function stepWords(type: string): Text {
  const shown: ShownOf = shownOfCase;
  return shown[type]?.label ?? others[type] ?? { zh: type, en: type };
}

const others: Readonly<Record<string, Text>> = {
  'facts-added': { zh: '补充证据', en: 'evidence added' },
  accepted: { zh: '立案', en: 'taken on' },
  dismissed: { zh: '不予处置并结案', en: 'dismissed' },
  'request-withdrawn': { zh: '撤回请求', en: 'request withdrawn' },
  escalated: { zh: '报负责人决定', en: 'escalated to the head' },
  noticed: { zh: '告知', en: 'notice given' },
  'notice-delivered': { zh: '告知送达', en: 'notice delivered' },
  replied: { zh: '陈述申辩', en: 'reply' },
  'hearing-asked': { zh: '申请听证', en: 'hearing asked for' },
  heard: { zh: '听证或陈述申辩笔录', en: 'hearing recorded' },
  'decision-delivered': { zh: '决定送达', en: 'decision delivered' },
  'remedy-told': { zh: '告知救济途径', en: 'remedies told' },
  appealed: { zh: '申请复议或提起诉讼', en: 'appealed' },
  'stay-recorded': { zh: '停止或恢复执行', en: 'stay recorded' },
  referred: { zh: '移送', en: 'referred' },
  rectified: { zh: '提交整改证据', en: 'rectification handed in' },
  'reinstatement-proposed': { zh: '建议恢复', en: 'reinstatement proposed' },
  closed: { zh: '结案', en: 'closed' },
};

/** Whether it waits for a second person, and this one may be it; that they are another, the step itself looks at. */
function mayConfirm(actor: Actor, state: Case): boolean {
  const row: Rule = violation.transitions['confirm-emergency'];
  return state.status === 'emergency' && !barredFrom(violation, row, actor, state);
}

/** A record rests on a decided case of one's own office; the rest its own rules say. @see DZ-49 */
const mayPropose = (actor: Actor, state: Case): boolean =>
  'decision' in state &&
  state.authority === actor.organization &&
  supervisors.some((role) => actor.roles.includes(role));

function Confirm({ id, language }: { id: string } & Pick<Reader, 'language'>) {
  const { label, article } = violation.transitions['confirm-emergency'];
  return (
    <details class="act">
      <summary>
        <strong>{label[language]}</strong> <span class="quiet">{article}</span>
      </summary>
      <form method="post" action={`/cases/${id}/confirm`}>
        <input type="hidden" name="_to" value={cases.page(id)} />
        <Once />
        <p>{words.second[language]}</p>
        <label class="sure">
          <input type="checkbox" required />
          {deskWords.sure[language]}
        </label>
        <button type="submit">{label[language]}</button>
      </form>
    </details>
  );
}

const words = {
  credit: { zh: '据此拟定信用记录', en: 'Propose a credit record on it' },
  second: {
    zh: '须由作出处置者以外的人确认；不确认不会自行恢复，逾期报负责人决定。',
    en: 'By another person than ordered it. Unconfirmed it does not open again; late, the head decides.',
  },
  until: { zh: '截止', en: 'until' },
  measures: { zh: '措施', en: 'Measures' },
  none: { zh: '尚无措施', en: 'No measure yet' },
  steps: { zh: '步骤', en: 'Steps' },
  more: { zh: '其余步骤见接口 /cases/{id}/history', en: 'Further steps: /cases/{id}/history' },
} as const satisfies Record<string, Text>;
