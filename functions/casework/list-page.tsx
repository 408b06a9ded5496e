import type { Child } from 'hono/jsx';
import { deskPage, Trail } from '../../shared/http/desk.tsx';
import { words } from '../../shared/http/desk-words.ts';
import { momentOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import type { Kind } from '../../shared/kinds.ts';
import type { Text } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Listing } from '../../shared/listing.ts';
import type { Names } from './names.ts';

/** One line of a list, with what it is called by. */
export interface Line {
  readonly id: string;
  readonly status: string;
  readonly headline: Text;
  readonly organization?: string | undefined;
  readonly time?: Instant | undefined;
  readonly dueAt?: Instant | undefined;
}

interface Shown extends Reader {
  readonly kind: Kind;
  readonly listed: Listing;
  readonly lines: readonly Line[];
  readonly names: Names;
  readonly at: Instant;
  /** The form that opens a new one, for whoever may. */
  readonly opening?: Child;
}

/** A list to work from: what is open, or one status; what is late stands out. */
export const listPage = (shown: Shown): Promise<Response> => deskPage(shown, shown.kind.title, <List {...shown} />);

function List({ kind, listed, lines, names, at, opening, ...reader }: Shown) {
  const { language } = reader;
  const said = (text: Text) => text[language];
  const base = `/console${kind.base}`;
  const chosen = listed.status;
  const timed = lines.some(({ dueAt }) => dueAt !== undefined);
  return (
    <>
      <Trail {...reader} />
      <h1>{said(kind.title)}</h1>
      <p class="quiet">{said(kind.about)}</p>
      {opening}
      <ul class="chips">
        <li>
          <a href={base} aria-current={chosen === undefined ? 'page' : undefined}>
            {said(words.open)}
          </a>
        </li>
        {Object.entries(kind.states)
          .filter(([status]) => status !== 'none')
          .map(([status, name]) => (
            <li>
              <a href={`${base}?status=${status}`} aria-current={chosen === status ? 'page' : undefined}>
                {said(name)}
              </a>
            </li>
          ))}
      </ul>
      {lines.length === 0 && <p class="empty">{said(chosen === undefined ? kind.none : words.noneOf)}</p>}
      {lines.length > 0 && (
        <table class="stack">
          <thead>
            <tr>
              <th>{said(words.what)}</th>
              <th>{said(words.unit)}</th>
              <th>{said(words.status)}</th>
              <th>{said(words.since)}</th>
              {timed && <th>{said(words.until)}</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, status, headline, organization, time, dueAt }) => (
              <tr class={dueAt && at >= dueAt ? 'late' : undefined}>
                <td>
                  <a href={kind.page(id)}>{said(headline)}</a>
                </td>
                <td data-label={said(words.unit)}>{organization && (names.get(organization) ?? organization)}</td>
                <td data-label={said(words.status)}>
                  <span class="tag">{kind.states[status]?.[language] ?? status}</span>
                </td>
                <td data-label={said(words.since)}>{time && momentOf(time).slice(0, 16)}</td>
                {timed && (
                  <td data-label={said(words.until)}>
                    {dueAt && momentOf(dueAt).slice(0, 16)}{' '}
                    {dueAt && at >= dueAt && <span class="tag strong">{said(words.overdue)}</span>}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {listed.more && <p class="quiet">{said(words.more)}</p>}
      {listed.cursor !== undefined && (
        <p>
          <a href={`${base}?status=${chosen}&cursor=${encodeURIComponent(listed.cursor)}`}>{said(words.next)}</a>
        </p>
      )}
      <p class="quiet">
        {said(words.asOf)} {momentOf(at)}
      </p>
    </>
  );
}
