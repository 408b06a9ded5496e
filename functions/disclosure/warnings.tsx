import { page } from '../../shared/http/page.tsx';
import { localDate } from '../../shared/law/time.ts';
import { Divisions, type Listing, More } from './catalogue.tsx';
import { words } from './catalogue-words.ts';
import type { PublicWarning } from './published.ts';

/** Warnings to the public 警示信息 that are in force: what, by which office, since when. @see DZ-45 */
export const warningsPage = (listing: Listing<PublicWarning>): Promise<Response> => {
  const { language, listed } = listing;
  return page(listing, {
    title: words.warnings,
    children: (
      <>
        <h1>{words.warnings[language]}</h1>
        <p class="lead">
          <a href="/law/DZ-45">DZ-45</a> · <a href="/notices">{words.notices[language]}</a>
        </p>
        <Divisions {...listing} />
        {listed.items.length === 0 && <p class="empty">{words.noWarnings[language]}</p>}
        {listed.items.map(({ issuer, text, since }) => (
          <article>
            <p>{text}</p>
            <p class="quiet">
              {issuer} {localDate(since)} {words.warned[language]}
            </p>
          </article>
        ))}
        <More {...listing} />
      </>
    ),
  });
};
