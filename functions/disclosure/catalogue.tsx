import { page, type Reader } from '../../shared/http/page.tsx';
import { divisions, isDivision } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import { type Instant, instant, localDate, millis } from '../../shared/law/time.ts';
import type { Page } from '../../shared/store/lists.ts';
import { frequencies, openings, types, words } from './catalogue-words.ts';
import type { Notice, PublicEntry } from './published.ts';
import { kinds } from './record-words.ts';

export interface Listing<T> extends Reader {
  readonly jurisdiction: string;
  readonly listed: Page<T>;
}

/** The open catalogue 开放目录 of one jurisdiction, a page of it. */
export const cataloguePage = (listing: Listing<PublicEntry>): Promise<Response> =>
  page(listing, {
    title: { zh: '开放目录', en: 'Open catalogue' },
    children: (
      <>
        <h1>{words.catalogue[listing.language]}</h1>
        <p class="lead">{words.about[listing.language]}</p>
        <Divisions {...listing} />
        <Entries {...listing} />
        <More {...listing} />
      </>
    ),
  });

/** One entry of the open catalogue. */
export const entryPage = (reader: Reader, entry: PublicEntry): Promise<Response> =>
  page(reader, { title: { zh: entry.name, en: entry.name }, children: <Entry {...reader} entry={entry} /> });

/** Registrations in public notice 登记公示: the four fields, and until when to object. @see REG-12 */
export const noticesPage = (listing: Listing<Notice>): Promise<Response> =>
  page(listing, {
    title: { zh: '登记公示', en: 'Notices' },
    children: (
      <>
        <h1>{words.notices[listing.language]}</h1>
        <p class="lead">
          {words.objecting[listing.language]} <a href="/law/REG-12">REG-12</a> ·{' '}
          <a href="/notices/warnings">{words.warnings[listing.language]}</a>
        </p>
        <Divisions {...listing} />
        <Notices {...listing} />
        <More {...listing} />
      </>
    ),
  });

/** What is not there, said as a page. */
export const missingPage = (reader: Reader): Promise<Response> =>
  page(reader, {
    title: words.missing,
    status: 404,
    children: (
      <>
        <h1>{words.missing[reader.language]}</h1>
        <p>
          {words.moved[reader.language]} <a href="/catalog">{words.catalogue[reader.language]}</a>
        </p>
      </>
    ),
  });

export function Divisions({ language, path, jurisdiction }: Listing<unknown>) {
  return (
    <ul class="chips" aria-label={words.divisions[language]}>
      {Object.entries(divisions).map(([code, { name }]) => (
        <li>
          <a href={`${path}?jurisdiction=${code}`} aria-current={code === jurisdiction ? 'true' : undefined}>
            {name[language]}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Entries({ language, listed: { items } }: Listing<PublicEntry>) {
  if (items.length === 0) return <p class="empty">{words.noEntries[language]}</p>;
  return (
    <table class="stack">
      <thead>
        <tr>
          <th>{words.name[language]}</th>
          <th>{words.unit[language]}</th>
          <th>{words.opening[language]}</th>
          <th>{words.frequency[language]}</th>
          <th>{words.formats[language]}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <tr>
            <td>
              <a href={`/catalog/${entry.id}`}>{entry.name}</a>{' '}
              {entry.highValue && <span class="tag strong">{words.highValue[language]}</span>}
            </td>
            <td data-label={words.unit[language]}>{entry.unit}</td>
            <td data-label={words.opening[language]}>{openings[entry.opening.attribute][language]}</td>
            <td data-label={words.frequency[language]}>{frequencies[entry.frequency][language]}</td>
            <td data-label={words.formats[language]}>{entry.formats.join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function More({ language, path, jurisdiction, listed: { cursor } }: Listing<unknown>) {
  if (cursor === undefined) return null;
  const query = new URLSearchParams({ jurisdiction, cursor });
  return (
    <p>
      <a href={`${path}?${query}`} rel="next">
        {words.more[language]}
      </a>
    </p>
  );
}

function Entry({ language, entry }: Reader & { entry: PublicEntry }) {
  const place = isDivision(entry.jurisdiction) ? divisions[entry.jurisdiction].name[language] : entry.jurisdiction;
  const facts: readonly (readonly [Text, string | undefined])[] = [
    [words.unit, `${entry.unit} · ${place}`],
    [words.opening, attributeOf(openings[entry.opening.attribute][language], entry.opening.grounds)],
    [words.conditions, entry.conditions],
    [words.type, types[entry.type][language]],
    [words.formats, entry.formats.join(' ')],
    [words.frequency, frequencies[entry.frequency][language]],
    [words.themes, entry.themes?.join(' · ')],
    [words.legalBasis, entry.legalBasis],
    [words.contact, `${entry.contact} ${entry.contactDetails}`],
    [words.version, `${entry.version} · ${localDate(entry.publishedAt)}`],
  ];
  return (
    <>
      <p class="trail">
        <a href="/catalog">{words.catalogue[language]}</a> / <span class="id">{entry.id}</span>
      </p>
      <h1>{entry.name}</h1>
      {entry.description && <p class="lead">{entry.description}</p>}
      <dl class="sheet">
        {facts.map(
          ([name, value]) =>
            value && (
              <>
                <dt>{name[language]}</dt>
                <dd>{value}</dd>
              </>
            ),
        )}
      </dl>
      <h2>{words.items[language]}</h2>
      <table>
        <thead>
          <tr>
            <th>{words.item[language]}</th>
            <th>{words.itemType[language]}</th>
          </tr>
        </thead>
        <tbody>
          {entry.items.map(({ name, type }) => (
            <tr>
              <td>{name}</td>
              <td>{type}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const attributeOf = (name: string, grounds: string | undefined) => (grounds ? `${name} · ${grounds}` : name);

function Notices({ language, listed: { items } }: Listing<Notice>) {
  if (items.length === 0) return <p class="empty">{words.noNotices[language]}</p>;
  return items.map(({ endsAt, fields }) => (
    <article>
      <h2>{fields.title}</h2>
      <p>{fields.description}</p>
      <dl class="sheet">
        <dt>{words.registrant[language]}</dt>
        <dd>{fields.registrants.join(language === 'zh' ? '、' : ', ')}</dd>
        <dt>{words.kind[language]}</dt>
        <dd>{kinds[fields.kind][language]}</dd>
      </dl>
      <p class="quiet">
        {words.until[language]} {lastDay(endsAt)}
      </p>
    </article>
  ));
}

/** A notice that ends at 24:00 has that day as its last. */
const lastDay = (endsAt: Instant): string => localDate(instant(millis(endsAt) - 1));
