import { deskPage } from '../../shared/http/desk.tsx';
import { words } from '../../shared/http/desk-words.ts';
import { momentOf } from '../../shared/http/moment.ts';
import type { Reader } from '../../shared/http/page.tsx';
import { type LegalRole, legalRoles, type Text } from '../../shared/law/roles.ts';
import type { OpenClocks } from '../../shared/open-clocks.ts';
import { Clocks } from './deadlines-page.tsx';

/** A door of the desk: how much waits behind it. `late`: somebody should go there first. */
export interface Door {
  readonly href: string;
  readonly name: Text;
  readonly count: number;
  readonly more?: boolean;
  readonly late?: boolean;
}

export interface Desk {
  readonly doors: readonly Door[];
  /** The first to end. */
  readonly clocks: OpenClocks;
  readonly roles: readonly LegalRole[];
}

/** The desk 工作台: what waits for this person's organization and roles, and what ends first. */
export const homePage = (reader: Reader, desk: Desk): Promise<Response> =>
  deskPage(reader, words.desk, <Whole reader={reader} desk={desk} />);

function Whole({ reader: { language }, desk: { doors, clocks, roles } }: { reader: Reader; desk: Desk }) {
  const said = (text: Text) => text[language];
  return (
    <>
      <h1>{said(words.desk)}</h1>
      <p class="quiet">{roles.map((role) => said(legalRoles[role])).join(' · ')}</p>
      <dl class="counts">
        {doors.map(({ href, name, count, more, late }) => (
          <div class={late ? 'late' : undefined}>
            <dt>
              <a href={href}>{said(name)}</a>
            </dt>
            <dd>
              <a href={href}>
                {count}
                {more && '+'}
              </a>
            </dd>
          </div>
        ))}
      </dl>
      <h2>{said(own.first)}</h2>
      {clocks.items.length === 0 ? (
        <p class="empty">{said(own.none)}</p>
      ) : (
        <>
          <Clocks open={clocks} language={language} shown={SHOWN} />
          <p>
            <a href="/console/deadlines">{said(own.all)}</a>
          </p>
        </>
      )}
      <p class="quiet">
        {said(words.asOf)} {momentOf(clocks.asOf)}
      </p>
    </>
  );
}

const SHOWN = 8;
const own = {
  first: { zh: '最先到期', en: 'First to end' },
  none: { zh: '没有正在计算的期限。', en: 'No clock runs.' },
  all: { zh: '全部期限', en: 'All deadlines' },
} as const satisfies Record<string, Text>;
