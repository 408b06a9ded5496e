import * as z from 'zod';
import type { Alarm } from '../../shared/domain/alarm.ts';
import { type Case, violation } from '../../shared/domain/case.ts';
import { momentOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import { lawPath } from '../../shared/http/problem.ts';
import type { Text } from '../../shared/law/roles.ts';
import type { AlarmKind } from '../../shared/law/thresholds.ts';
import { progressOf, progressWords, verbWords } from '../../shared/measure-words.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

const count = z.number().nonnegative();
const minute = z.object({ minute: z.string(), refused: z.record(z.string(), count) });
const hour = z.object({ hour: z.string(), requests: count, bytes: count });
const evidence = z.object({ evidence: z.array(z.union([minute, hour])).max(200) });
type Counted = z.infer<typeof evidence>['evidence'];

/** What an alarm rests on, and what came of it. */
export interface Alarmed {
  readonly alarm: Exclude<Alarm, { status: 'none' }>;
  /** `undefined` when the document was erased, or is none of ours. */
  readonly counted: Counted | undefined;
  readonly opened: { readonly id: string; readonly state: Case } | undefined;
}

export async function alarmed(store: Context, alarm: Alarmed['alarm']): Promise<Alarmed> {
  const id = alarm.done['open-case']?.case;
  const [document, opened] = await Promise.all([
    getDocument(store, alarm.evidence),
    id === undefined ? undefined : loadHead(store, violation, id),
  ]);
  const parsed = document && evidence.safeParse(jsonOf(String(document.content)));
  return { alarm, counted: parsed?.data?.evidence, opened };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The counters against the rule, minute by minute, then the case and what holds the channel. */
export function Evidence({
  language,
  alarmed: { alarm, counted, opened },
}: Pick<Reader, 'language'> & { alarmed: Alarmed }) {
  const said = (text: Text) => text[language];
  const { kind, seen, threshold, from, until } = alarm;
  return (
    <>
      <dl class="counts">
        <div class="late">
          <dt>{said(words.seen)}</dt>
          <dd>{amount(kind, seen)}</dd>
        </div>
        <div>
          <dt>
            {said(words.rule)} <a href={lawPath('LOCAL-30')}>LOCAL-30</a>
          </dt>
          <dd>{amount(kind, threshold)}</dd>
        </div>
      </dl>
      <p>
        {said(kind === 'unusual-volume' ? words.volume : words.window)} {momentOf(from)} — {momentOf(until)}
      </p>
      {!counted && <p class="quiet">{said(words.erased)}</p>}
      {counted && counted.length > 0 && <Counters language={language} counted={counted} />}
      {opened && <Opened language={language} opened={opened} channel={alarm.channel} />}
    </>
  );
}

function Counters({ language, counted }: Pick<Reader, 'language'> & { counted: Counted }) {
  const said = (text: Text) => text[language];
  const byHour = counted.some((one) => 'hour' in one);
  const heads = byHour ? [words.hour, words.requests, words.bytes] : [words.minute, words.refused, words.why];
  return (
    <table class="figures">
      <thead>
        <tr>
          {heads.map((head) => (
            <th>{said(head)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counted.map((one) =>
          'hour' in one ? (
            <tr>
              <td>{one.hour}</td>
              <td>{one.requests}</td>
              <td>{bytesOf(one.bytes)}</td>
            </tr>
          ) : (
            <tr>
              <td>{momentOf(one.minute).slice(0, 16)}</td>
              <td>{one.refused.requests ?? 0}</td>
              <td>
                {Object.entries(one.refused)
                  .filter(([name]) => name !== 'requests')
                  .map(([name, times]) => `${said(reasonOf(name))} ${times}`)
                  .join(language === 'zh' ? '；' : '; ')}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Opened({
  language,
  opened: { id, state },
  channel,
}: Pick<Reader, 'language'> & { opened: NonNullable<Alarmed['opened']>; channel: string }) {
  const measures = 'measures' in state ? state.measures.filter(({ target }) => target.id === channel) : [];
  return (
    <p>
      {words.opened[language]}
      <a href={`/cases/${id}`}>{violation.states[state.status][language]}</a>
      {measures.map((one) => (
        <>
          {' · '}
          <a href={`/cases/${id}/measures/${one.measure}`}>{verbWords[one.verb][language]}</a>{' '}
          <span class="tag strong">{progressWords[progressOf(one)][language]}</span>
        </>
      ))}
    </p>
  );
}

const amount = (kind: AlarmKind, value: number): string => (kind === 'unusual-volume' ? bytesOf(value) : String(value));

/** Decimal units, as the thresholds are said. */
function bytesOf(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A counter's name for people: `beyond:<term>`, or `<gate>:<article>`. */
function reasonOf(name: string): Text {
  const [first = '', second = ''] = name.split(':');
  if (first === 'beyond') return beyond[second] ?? { zh: name, en: name };
  const gate = gates[first];
  return gate ? { zh: `${gate.zh} ${second}`, en: `${gate.en} ${second}` } : { zh: name, en: name };
}

const beyond: Readonly<Record<string, Text>> = {
  validity: { zh: '超出有效期', en: 'beyond its validity' },
  scope: { zh: '超出范围', en: 'beyond its scope' },
  purpose: { zh: '用途不符', en: 'another purpose' },
  times: { zh: '时段之外', en: 'outside its hours' },
  quota: { zh: '超出用量', en: 'beyond its quota' },
};

const gates: Readonly<Record<string, Text>> = {
  channel: { zh: '通道', en: 'channel' },
  basis: { zh: '依据', en: 'basis' },
  organization: { zh: '主体', en: 'organization' },
  dataset: { zh: '数据资源', en: 'dataset' },
};

const words = {
  seen: { zh: '此次计数', en: 'Counted' },
  rule: { zh: '告警阈值', en: 'Alarms from' },
  window: { zh: '闸门在这段时间内的拒绝计数：', en: 'What the gate refused in this time:' },
  volume: { zh: '这一小时的供给量，与该通道以往各小时相比：', en: 'This hour, against the hours before:' },
  erased: { zh: '证据文件已删除，或无法读取。', en: 'The document of the evidence was erased or cannot be read.' },
  minute: { zh: '分钟', en: 'Minute' },
  hour: { zh: '小时（UTC）', en: 'Hour (UTC)' },
  refused: { zh: '拒绝', en: 'Refused' },
  why: { zh: '原因（一次请求可有多个）', en: 'Why (one request may have several)' },
  requests: { zh: '次数', en: 'Requests' },
  bytes: { zh: '字节', en: 'bytes' },
  opened: { zh: '已立案：', en: 'Case: ' },
} as const satisfies Record<string, Text>;
