import type { Child } from 'hono/jsx';
import { yuan } from '../../shared/domain/money.ts';
import { grains, processingForms, units, uses } from '../../shared/domain/product-terms.ts';
import { page, type Reader } from '../../shared/http/page.tsx';
import { divisions, isDivision } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import type { Page } from '../../shared/store/lists.ts';
import type { PublicProduct } from './published.ts';
import { standings, words } from './words.ts';

interface Market extends Reader {
  readonly jurisdiction: string;
  readonly listed: Page<PublicProduct>;
}

/** Listed products 数据产品 of one division. Never cached: a standing is told as it is now. */
export const marketPage = (market: Market): Promise<Response> =>
  page(market, {
    title: words.market,
    maxAge: 0,
    children: (
      <>
        <h1>{words.market[market.language]}</h1>
        <p class="lead">{words.about[market.language]}</p>
        <p class="quiet">
          <a href="/disclosures">{words.disclosures[market.language]}</a> · {words.reporting[market.language]}{' '}
          <a href="/law/DZ-38">DZ-38</a>
        </p>
        <ul class="chips" aria-label={words.divisions[market.language]}>
          {Object.entries(divisions).map(([code, { name }]) => (
            <li>
              <a href={`/market?jurisdiction=${code}`} aria-current={code === market.jurisdiction ? 'true' : undefined}>
                {name[market.language]}
              </a>
            </li>
          ))}
        </ul>
        <Products {...market} />
      </>
    ),
  });

/** One product. */
export const productPage = (reader: Reader, one: PublicProduct): Promise<Response> =>
  page(reader, { title: { zh: one.title, en: one.title }, maxAge: 0, children: <Sheet {...reader} one={one} /> });

/** What is not there, said as a page. */
export const missingPage = (reader: Reader): Promise<Response> =>
  page(reader, {
    title: words.missing,
    status: 404,
    children: (
      <>
        <h1>{words.missing[reader.language]}</h1>
        <p>
          <a href="/market">{words.market[reader.language]}</a>
        </p>
      </>
    ),
  });

function Products({ language, jurisdiction, listed: { items, cursor } }: Market) {
  if (items.length === 0 && cursor === undefined) return <p class="empty">{words.none[language]}</p>;
  return (
    <>
      <table class="stack">
        <thead>
          <tr>
            <th>{words.name[language]}</th>
            <th>{words.operator[language]}</th>
            <th>{words.price[language]}</th>
            <th>{words.validity[language]}</th>
            <th>{words.standing[language]}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr>
              <td>
                <a href={`/market/${one.id}`}>{one.title}</a>
              </td>
              <td data-label={words.operator[language]}>{one.operator}</td>
              <td data-label={words.price[language]}>{priceOf(one)[language]}</td>
              <td data-label={words.validity[language]}>
                {one.from} {words.to[language]} {one.until}
              </td>
              <td data-label={words.standing[language]}>
                <Standing language={language} one={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {cursor !== undefined && (
        <p>
          <a href={`/market?${new URLSearchParams({ jurisdiction, cursor })}`} rel="next">
            {words.more[language]}
          </a>
        </p>
      )}
    </>
  );
}

const Standing = ({ language, one }: Pick<Reader, 'language'> & { one: PublicProduct }) => (
  <span class={one.standing === 'on-sale' ? 'tag' : 'tag strong'}>{standings[one.standing][language]}</span>
);

function Sheet({ language, one }: Reader & { one: PublicProduct }) {
  const place = isDivision(one.jurisdiction) ? divisions[one.jurisdiction].name[language] : one.jurisdiction;
  const facts: readonly (readonly [Text, Child])[] = [
    [words.operator, `${one.operator} · ${place}`],
    [words.use, uses[one.charge][language]],
    [words.price, priceOf(one)[language]],
    [words.validity, `${one.from} ${words.to[language]} ${one.until}`],
    [words.form, `${processingForms[one.form][language]} · ${grains[one.grain][language]}`],
    [
      words.registered,
      one.registered ? <a href={`/registry/${one.registered}`}>{one.registered}</a> : words.unregistered[language],
    ],
    [words.edition, String(one.edition)],
    [words.contact, `${one.contact} ${one.contactDetails}`],
  ];
  return (
    <>
      <p class="trail">
        <a href="/market">{words.market[language]}</a> / <span class="id">{one.id}</span>
      </p>
      <h1>{one.title}</h1>
      <p>
        <Standing language={language} one={one} />
      </p>
      <p class="lead">{one.description}</p>
      <dl class="sheet">
        {facts.map(([name, value]) => (
          <>
            <dt>{name[language]}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** Free, or so much for a unit. */
function priceOf({ charge, price, unit }: PublicProduct): Text {
  if (charge === 'public-good') return words.free;
  if (price === undefined) return words.noPrice;
  return { zh: `${yuan(price)} 元/${units[unit].zh}`, en: `${yuan(price)} yuan per ${units[unit].en}` };
}
