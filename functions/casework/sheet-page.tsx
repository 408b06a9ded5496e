import type { Child } from 'hono/jsx';
import * as z from 'zod';
import { clockView, runOf } from '../../shared/clock-view.ts';
import { type Actor, barredFrom, type Rule, toldBy } from '../../shared/domain/decision.ts';
import { documentRef } from '../../shared/domain/values.ts';
import { deskPage, Once, Trail } from '../../shared/http/desk.tsx';
import { daysLeft, daysOver, factWord, hearerWord, words } from '../../shared/http/desk-words.ts';
import { momentOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import { lawPath } from '../../shared/http/problem.ts';
import type { Proceeded } from '../../shared/kinds.ts';
import { type OpenClock, periods } from '../../shared/law/periods.ts';
import type { Text } from '../../shared/law/roles.ts';
import { type Instant, isInstant } from '../../shared/law/time.ts';
import { pageOf } from '../../shared/pages.ts';
import type { EventItem } from '../../shared/store/items.ts';
import type { Page } from '../../shared/store/lists.ts';
import { Fact } from './form.tsx';
import type { Names } from './names.ts';

/** A proceeding's state, whatever its machine. */
export interface AnyState {
  readonly status: string;
  readonly clocks?: readonly OpenClock[];
  readonly [fact: string]: unknown;
}

export interface Sheet extends Reader {
  readonly kind: Proceeded;
  readonly id: string;
  readonly state: AnyState;
  readonly steps: Page<EventItem>;
  readonly names: Names;
  readonly actor: Actor;
  readonly at: Instant;
  /** What only this kind of proceeding has to show. */
  readonly more?: Child;
}

/** One proceeding: where it stands, what runs, what the reader may do now, what it is about, and every step. */
export const sheetPage = (sheet: Sheet): Promise<Response> =>
  deskPage(sheet, sheet.kind.headline(sheet.state), <Whole {...sheet} />);

function Whole(sheet: Sheet) {
  const { kind, id, state, names, more, at, language } = sheet;
  const said = (text: Text) => text[language];
  const opening = Object.keys(kind.machine.opening).filter(
    (name) => state[name] !== undefined && !kind.elsewhere.includes(name),
  );
  const ended = !kind.open.includes(state.status);
  return (
    <>
      <Trail {...sheet} of={kind.title} href={`/console${kind.base}`} />
      <h1>{said(kind.headline(state))}</h1>
      <p class="id wrap">{id}</p>
      <div class={ended ? 'status done' : 'status'} role="status">
        <strong>{said(kind.states[state.status] ?? words.status)}</strong>
        {(state.clocks ?? []).map((clock) => (
          <Running clock={clock} at={at} language={language} />
        ))}
      </div>
      {more}
      <h2>{said(words.act)}</h2>
      <Acts {...sheet} />
      <h2>{said(words.facts)}</h2>
      <dl class="sheet">
        {opening.map((name) => (
          <>
            <dt>{said(factWord(name))}</dt>
            <dd>
              <Value value={state[name]} name={name} names={names} base={`${kind.base}/${id}`} language={language} />
            </dd>
          </>
        ))}
      </dl>
      <h2>{said(words.steps)}</h2>
      <Way {...sheet} />
    </>
  );
}

function Running({ clock, at, language }: { clock: OpenClock; at: Instant } & Pick<Reader, 'language'>) {
  const run = runOf(clock, at);
  const { what, rule, href, dueAt } = clockView(clock);
  return (
    <p>
      {what[language]} · <a href={href}>{rule}</a> · {words.until[language]} {momentOf(dueAt)}{' '}
      <span class={run.overdue ? 'tag strong' : 'tag'}>
        {(run.overdue ? daysOver(run.daysOver) : daysLeft(run.daysLeft))[language]}
      </span>
    </p>
  );
}

/** The steps that this person's roles may take from here; what else a step asks, its own rules say when it is taken. */
function Acts({ kind, id, state, actor, language }: Sheet) {
  const { machine } = kind;
  const rows = Object.entries(machine.steps).filter(([name, { from = [] }]) => {
    const row: Rule | undefined = machine.transitions[name];
    return row && from.includes(state.status) && !barredFrom(machine, row, actor, state);
  });
  if (rows.length === 0) return <p class="quiet">{words.nothing[language]}</p>;
  return (
    <>
      {rows.map(([name, { label, article, facts = {}, starts = [], ...row }]) => (
        <details class="act">
          <summary>
            <strong>{label[language]}</strong> <span class="quiet">{article}</span>
          </summary>
          <form method="post" action={`${kind.base}/${id}/${name}`}>
            <input type="hidden" name="_to" value={kind.page(id)} />
            <Once />
            {Object.entries(facts)
              .filter(([fact]) => !kind.filled.includes(fact))
              .map(([fact, schema]) => (
                <Fact name={fact} schema={schema} language={language} />
              ))}
            <p>
              {words.under[language]} <a href={lawPath(article)}>{article}</a>
              {toldBy(row, state.status).length > 0 && (
                <>
                  {' · '}
                  {words.tells[language]}
                  {toldBy(row, state.status)
                    .map((one) => hearerWord(one)[language])
                    .join(language === 'zh' ? '、' : ', ')}
                </>
              )}
              {starts.length > 0 && (
                <>
                  {' · '}
                  {words.starts[language]}
                  {starts.map((period) => periods[period].what[language]).join(language === 'zh' ? '、' : ', ')}
                </>
              )}
            </p>
            <label class="sure">
              <input type="checkbox" required />
              {words.sure[language]}
            </label>
            <button type="submit">{label[language]}</button>
          </form>
        </details>
      ))}
    </>
  );
}

/** Every step, the newest first: when, by which organization, and the documents it brought. */
function Way({ kind, id, steps, names, language }: Sheet) {
  const base = `${kind.base}/${id}`;
  return (
    <>
      <ol class="way" reversed>
        {[...steps.items].reverse().map(({ at, organization, data }) => {
          const step = kind.machine.steps[String(data.type)];
          const facts = Object.keys(step?.facts ?? {}).filter((name) => data[name] !== undefined);
          return (
            <li>
              <strong>{(step?.label ?? words.recount)[language]}</strong>
              <p class="quiet">
                <time datetime={at}>{momentOf(at)}</time> · {nameOf(names, organization, language)}
              </p>
              {facts.length > 0 && (
                <ul>
                  {facts.map((name) => (
                    <li>
                      {factWord(name)[language]}：
                      <Value value={data[name]} name={name} names={names} base={base} language={language} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
      {steps.cursor !== undefined && (
        <p class="quiet">
          {words.history[language]} <code>{base}/history</code>
        </p>
      )}
    </>
  );
}

/** The platform's own schedules act for nobody. */
const nameOf = (names: Names, organization: string, language: Reader['language']): string =>
  organization === 'platform' ? words.platform[language] : (names.get(organization) ?? organization);

interface Valued extends Pick<Reader, 'language'> {
  readonly value: unknown;
  readonly name: string;
  readonly names: Names;
  /** Below which the documents of this stream are read. */
  readonly base: string;
}

const reference = documentRef.strip();
const pointed = z.object({ kind: z.string(), id: z.string() });

/** Another stream that this one names. */
function Pointed({ kind, id, language }: z.infer<typeof pointed> & Pick<Reader, 'language'>) {
  const page = pageOf({ kind, id });
  const name = `${factWord(kind)[language]} ${id}`;
  return page ? <a href={page}>{name}</a> : <span>{name}</span>;
}

/** A value as people read it: a document to fetch, an organization by its name, a moment by the clock in Dazhou. */
function Value({ value, ...rest }: Valued) {
  const { name, names, base, language } = rest;
  if (Array.isArray(value)) {
    return (
      <>
        {value.map((one, index) => (
          <>
            {index > 0 && (language === 'zh' ? '、' : ', ')}
            <Value value={one} {...rest} />
          </>
        ))}
      </>
    );
  }
  const document = reference.safeParse(value);
  if (document.success) {
    return (
      <a href={`${base}/documents/${document.data.document}`} download>
        {words.document[language]}
      </a>
    );
  }
  const stream = pointed.safeParse(value);
  if (stream.success) return <Pointed {...stream.data} language={language} />;
  const text = String(value);
  if (name === 'case') return <a href={`/cases/${text}`}>{text}</a>;
  if (name === 'article') return <a href={lawPath(text as Parameters<typeof lawPath>[0])}>{text}</a>;
  if (isInstant(text)) return <>{momentOf(text)}</>;
  return <>{names.get(text) ?? text}</>;
}
