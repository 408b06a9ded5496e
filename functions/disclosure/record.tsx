import type { Child } from 'hono/jsx';
import { fieldLabels } from '../../shared/domain/registration-difference.ts';
import { particularLabels } from '../../shared/domain/registration-particulars.ts';
import { page, type Reader } from '../../shared/http/page.tsx';
import { divisions } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import { localDate } from '../../shared/law/time.ts';
import type { PublicEdition, PublicRecord } from '../../shared/registered.ts';
import type { Page } from '../../shared/store/lists.ts';
import { categories, openings } from './catalogue-words.ts';
import type { Registered } from './published.ts';
import { qrPath } from './qr.ts';
import { coverageLine, kinds, sizeLine, statusOf, told, words } from './record-words.ts';
import { recordStyle } from './style.ts';

interface Listing extends Reader {
  readonly jurisdiction: string;
  readonly listed: Page<Registered>;
}

/** The register 登记查询 of one division, and the way to one record by its number. @see REG-13 */
export const registerPage = (listing: Listing): Promise<Response> =>
  page(listing, { title: words.register, children: <Register {...listing} /> });

/** One record 登记凭证, made to be printed: what it says, its QR code, and what was changed. @see REG-13, DZ-42 */
export const recordPage = (
  reader: Reader,
  record: PublicRecord,
  editions: readonly PublicEdition[],
): Promise<Response> =>
  page(reader, {
    title: { zh: record.title, en: record.title },
    css: recordStyle,
    children: <Record {...reader} record={record} editions={editions} />,
  });

/** A number that nobody has. */
export const unknownNumberPage = (reader: Reader): Promise<Response> =>
  page(reader, {
    title: words.missing,
    status: 404,
    children: (
      <>
        <h1>{words.missing[reader.language]}</h1>
        <p>{words.checkNumber[reader.language]}</p>
        <Lookup {...reader} />
      </>
    ),
  });

function Lookup({ language }: Reader) {
  return (
    <form action="/registry" method="get">
      <input name="number" aria-label={words.byNumber[language]} placeholder="511700-2026-000001" required />
      <button type="submit">{words.look[language]}</button>
    </form>
  );
}

function Register(listing: Listing) {
  const { language, jurisdiction, listed } = listing;
  return (
    <>
      <h1>{words.register[language]}</h1>
      <p class="lead">{words.about[language]}</p>
      <Lookup {...listing} />
      <ul class="chips" aria-label={words.divisions[language]}>
        {Object.entries(divisions).map(([code, { name }]) => (
          <li>
            <a href={`/registry?jurisdiction=${code}`} aria-current={code === jurisdiction ? 'true' : undefined}>
              {name[language]}
            </a>
          </li>
        ))}
      </ul>
      {listed.items.length === 0 ? <p class="empty">{words.none[language]}</p> : <Rows {...listing} />}
      {listed.cursor !== undefined && (
        <p>
          <a href={`/registry?${new URLSearchParams({ jurisdiction, cursor: listed.cursor })}`} rel="next">
            {words.more[language]}
          </a>
        </p>
      )}
    </>
  );
}

function Rows({ language, listed: { items } }: Listing) {
  const column = (text: Text) => <th>{text[language]}</th>;
  return (
    <table class="stack">
      <thead>
        <tr>
          {column(fieldLabels.title)}
          {column(words.registrant)}
          {column(words.category)}
          {column(words.expiresOn)}
          {column(words.number)}
        </tr>
      </thead>
      <tbody>
        {items.map(({ number, title, registrants, category, expiresOn }) => (
          <tr>
            <td>
              <a href={`/registry/${number}`}>{title}</a>
            </td>
            <td data-label={words.registrant[language]}>{registrants.join(language === 'zh' ? '、' : ', ')}</td>
            <td data-label={words.category[language]}>{categories[category][language]}</td>
            <td data-label={words.expiresOn[language]}>{expiresOn}</td>
            <td data-label={words.number[language]}>
              <span class="id">{number}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Shown extends Reader {
  readonly record: PublicRecord;
  readonly editions: readonly PublicEdition[];
}

function Record({ language, record, editions }: Shown) {
  const { size, path } = qrPath(record.verify);
  const standing = record.status === 'coded' || record.status.startsWith('amend');
  return (
    <>
      <p class="trail">
        <a href="/registry">{words.register[language]}</a> / <span class="id">{record.number}</span>
      </p>
      <div class="record">
        <div>
          <p class="kicker">{words.record[language]}</p>
          <h1>{record.title}</h1>
          <p class="lead">{record.description}</p>
          <p>
            <span class={standing ? 'tag' : 'tag strong'}>{statusOf(record.status)[language]}</span>
          </p>
        </div>
        <figure class="qr">
          <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={record.verify} shape-rendering="crispEdges">
            <rect width={size} height={size} fill="#fff" />
            <path d={path} fill="#000" />
          </svg>
          <figcaption>{words.scan[language]}</figcaption>
        </figure>
      </div>
      <dl class="sheet">
        {factsOf(record, language).map(([name, value]) => (
          <>
            <dt>{name[language]}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="statement">{record.statement[language]}</p>
      <p class="quiet address">{record.verify}</p>
      <Changes language={language} editions={editions} />
      <p class="screen after">
        <a href={`/registry/${record.number}/proof`}>{words.proof[language]}</a>
      </p>
    </>
  );
}

type Fact = readonly [Text, Child];

/** What the record says, in the order in which it is printed; what the registrant did not say is left out. */
function factsOf(record: PublicRecord, language: Reader['language']): Fact[] {
  const { particulars, datasets } = record;
  const say = (field: 'industry' | 'source' | 'formats' | 'frequency' | 'personal' | 'level') =>
    particulars && ([particularLabels[field], told(field, particulars[field], language)] satisfies Fact);
  const opening = datasets.find((one) => 'opening' in one);
  const open = record.category === 'resource' && opening && 'opening' in opening ? opening.opening : undefined;
  const code = (text: string) => <span class="code">{text}</span>;
  const handedIn = (commitment: string | null) =>
    commitment === null ? (
      words.notFiled[language]
    ) : (
      <>
        {words.filed[language]} {code(commitment)}
      </>
    );
  const facts: (Fact | null | '')[] = [
    [words.number, <span class="id">{record.number}</span>],
    [words.queryCode, record.queryCode ?? <span class="quiet">{words.notIssued[language]}</span>],
    [words.kind, kinds[record.kind][language]],
    ...record.registrants.map(
      (one): Fact => [
        words.registrant,
        'name' in one ? (
          <>
            {one.name}
            {one.creditCode && (
              <div class="quiet">
                {words.creditCode[language]} {code(one.creditCode)}
              </div>
            )}
          </>
        ) : (
          one.id
        ),
      ],
    ),
    [
      words.category,
      [categories[record.category][language], open && openings[open][language]].filter(Boolean).join(' · '),
    ],
    say('industry'),
    say('source'),
    [words.legality, handedIn(record.legality)],
    particulars && [words.size, sizeLine(particulars, language)],
    say('formats'),
    say('frequency'),
    particulars && [words.coverage, coverageLine(particulars, language)],
    say('personal'),
    say('level'),
    record.internalReview === null ? null : [words.review, localDate(record.internalReview)],
    record.deposit && [words.deposit, code(record.deposit.hash)],
    record.deposit && [words.depositedAt, moment(record.deposit.depositedAt)],
    [words.risk, handedIn(record.riskAssessment)],
    [
      words.data,
      datasets.map((one) => (
        <div>
          {'name' in one ? <a href={`/catalog/${one.id}`}>{one.name}</a> : code(one.id)}
          {!('name' in one) && <span class="quiet"> {words.notPublic[language]}</span>}
        </div>
      )),
    ],
    [words.codedOn, record.codedOn],
    [words.expiresOn, record.expiresOn],
    [words.agency, 'name' in record.agency ? record.agency.name : record.agency.id],
    [words.edition, String(record.edition)],
  ];
  return facts.filter((fact): fact is Fact => fact !== null && fact !== '');
}

/** To the minute, in the zone of the city. */
const moment = (at: string): string =>
  `${new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} (UTC+8)`;

function Changes({ language, editions }: Pick<Shown, 'language' | 'editions'>) {
  const later = editions.filter(({ edition }) => edition > 1).toReversed();
  if (later.length === 0) return null;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{words.changes[language]}</h2>
      {later.map(({ edition, kind, at, differences }) => (
        <>
          <h3>
            {language === 'zh' ? `第 ${edition} 版` : `Edition ${edition}`} · {kinds[kind][language]} · {localDate(at)}
          </h3>
          <table class="stack sides">
            <thead>
              <tr>
                <th>{words.field[language]}</th>
                <th>{words.before[language]}</th>
                <th>{words.after[language]}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ field, label, before, after }) => (
                <tr>
                  <td>{label[language]}</td>
                  <td data-label={words.before[language]}>
                    <del>{told(field, before, language)}</del>
                  </td>
                  <td data-label={words.after[language]}>
                    <ins>{told(field, after, language)}</ins>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ))}
    </section>
  );
}
