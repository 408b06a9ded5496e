import { yuan } from '../../shared/domain/money.ts';
import { units } from '../../shared/domain/product-terms.ts';
import { page, type Reader } from '../../shared/http/page.tsx';
import { divisions } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import { type Instant, instant, localDate, millis } from '../../shared/law/time.ts';
import type { Page } from '../../shared/store/lists.ts';
import type { Overdue, PublicDisclosure, Side } from './published.ts';
import { words } from './words.ts';

interface Listing extends Reader {
  readonly side: Side;
  readonly jurisdiction: string;
  readonly listed: Page<PublicDisclosure> & { readonly overdue: readonly Overdue[] };
}

const sideWords: Readonly<Record<Side, Text>> = { operator: words.ofOperator, grantor: words.ofGrantor };

/** Yearly disclosures 年度信息披露 of one side in one division, and which are overdue. @see OPS-18, OPS-19, LOCAL-3 */
export const disclosuresPage = (listing: Listing): Promise<Response> =>
  page(listing, {
    title: words.disclosures,
    children: (
      <>
        <h1>{words.disclosures[listing.language]}</h1>
        <p class="lead">
          {words.disclosing[listing.language]} <a href="/law/LOCAL-3">LOCAL-3</a>
        </p>
        <Choices {...listing} />
        <OverdueOnes {...listing} />
        <Published {...listing} />
      </>
    ),
  });

/** One disclosure: its figures, and where they are machine-readable. */
export const disclosurePage = (reader: Reader, one: PublicDisclosure): Promise<Response> => {
  const name = `${one.title} ${one.year}`;
  return page(reader, { title: { zh: name, en: name }, children: <Disclosure {...reader} one={one} /> });
};

function Choices({ language, side, jurisdiction }: Listing) {
  const sides = Object.entries(sideWords) as [Side, Text][]; // Object.entries forgets the key type
  return (
    <>
      <ul class="chips" aria-label={words.side[language]}>
        {sides.map(([each, name]) => (
          <li>
            <a
              href={`/disclosures?${new URLSearchParams({ side: each, jurisdiction })}`}
              aria-current={each === side ? 'true' : undefined}
            >
              {name[language]}
            </a>
          </li>
        ))}
      </ul>
      <ul class="chips" aria-label={words.divisions[language]}>
        {Object.entries(divisions).map(([code, { name }]) => (
          <li>
            <a
              href={`/disclosures?${new URLSearchParams({ side, jurisdiction: code })}`}
              aria-current={code === jurisdiction ? 'true' : undefined}
            >
              {name[language]}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function OverdueOnes({ language, listed: { overdue } }: Listing) {
  if (overdue.length === 0) return null;
  return (
    <>
      <h2>{words.overdue[language]}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th>{words.agreement[language]}</th>
            <th>{words.year[language]}</th>
            <th>{words.dueOn[language]}</th>
          </tr>
        </thead>
        <tbody>
          {overdue.map(({ title, year, dueAt }) => (
            <tr>
              <td>{title}</td>
              <td data-label={words.year[language]}>{year}</td>
              <td data-label={words.dueOn[language]}>{lastDay(dueAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{words.done[language]}</h2>
    </>
  );
}

function Published({ language, side, jurisdiction, listed: { items, cursor } }: Listing) {
  if (items.length === 0 && cursor === undefined) return <p class="empty">{words.noDisclosures[language]}</p>;
  return (
    <>
      <table class="stack">
        <thead>
          <tr>
            <th>{words.agreement[language]}</th>
            <th>{words.year[language]}</th>
            <th>{words.operator[language]}</th>
            <th>{words.revenue[language]}</th>
            <th>{words.published[language]}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr>
              <td>
                <a href={`/disclosures/${side}/${one.id}`}>{one.title}</a>
              </td>
              <td data-label={words.year[language]}>{one.year}</td>
              <td data-label={words.operator[language]}>{one.operator}</td>
              <td data-label={words.revenue[language]}>{money(one.figures.revenue)[language]}</td>
              <td data-label={words.published[language]}>
                {localDate(one.publishedAt)} {one.late && <Late language={language} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {cursor !== undefined && (
        <p>
          <a href={`/disclosures?${new URLSearchParams({ side, jurisdiction, cursor })}`} rel="next">
            {words.more[language]}
          </a>
        </p>
      )}
    </>
  );
}

const Late = ({ language }: Pick<Reader, 'language'>) => <span class="tag strong">{words.late[language]}</span>;

function Disclosure({ language, path, one }: Reader & { one: PublicDisclosure }) {
  const { figures } = one;
  return (
    <>
      <p class="trail">
        <a href={`/disclosures?side=${one.side}`}>{words.disclosures[language]}</a> / {sideWords[one.side][language]}
      </p>
      <h1>
        {one.title} {one.year}
      </h1>
      <dl class="sheet">
        <dt>{words.operator[language]}</dt>
        <dd>{one.operator}</dd>
        <dt>{words.grantor[language]}</dt>
        <dd>{one.grantor}</dd>
        <dt>{words.revenue[language]}</dt>
        <dd>{money(figures.revenue)[language]}</dd>
        {figures.approved !== undefined && (
          <>
            <dt>{words.approved[language]}</dt>
            <dd>{money(figures.approved)[language]}</dd>
          </>
        )}
        <dt>{words.published[language]}</dt>
        <dd>
          {localDate(one.publishedAt)} {one.late && <Late language={language} />}
        </dd>
        <dt>{words.edition[language]}</dt>
        <dd>{one.edition}</dd>
        <dt>{words.files[language]}</dt>
        <dd>
          <a href={`${path}?format=csv`}>CSV</a> · <a href={`${path}?format=json`}>JSON</a>
        </dd>
      </dl>
      <Lines language={language} lines={figures.lines} />
    </>
  );
}

function Lines({ language, lines }: Pick<Reader, 'language'> & { lines: PublicDisclosure['figures']['lines'] }) {
  if (lines.length === 0) return <p class="empty">{words.noLines[language]}</p>;
  return (
    <>
      <h2>{words.market[language]}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th>{words.product[language]}</th>
            <th>{words.price[language]}</th>
            <th>{words.deliveries[language]}</th>
            <th>{words.ofThemFree[language]}</th>
            <th>{words.quantity[language]}</th>
            <th>{words.revenue[language]}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <td>{line.title}</td>
              <td data-label={words.price[language]}>
                {line.price === undefined ? words.free[language] : money(line.price)[language]}
              </td>
              <td data-label={words.deliveries[language]}>{line.deliveries}</td>
              <td data-label={words.ofThemFree[language]}>{line.free}</td>
              <td data-label={words.quantity[language]}>
                {line.quantity} {units[line.unit][language]}
              </td>
              <td data-label={words.revenue[language]}>{money(line.revenue)[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const money = (amount: number): Text => ({ zh: `${yuan(amount)} 元`, en: `${yuan(amount)} yuan` });

/** What is due by 24:00 has that day as its last. */
const lastDay = (dueAt: Instant): string => localDate(instant(millis(dueAt) - 1));
