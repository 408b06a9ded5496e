import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type LegalRole, overseers, type Text } from '../law/roles.ts';
import type { Language } from './problem.ts';
import { contentSecurityPolicy, style } from './style.ts';

/** What a page needs to know of its reader. `path` is where they are. */
export interface Reader {
  readonly language: Language;
  readonly path: string;
  /** Whom the page is made for, where it is made for somebody signed in. */
  readonly seat?: Seat;
}

interface Seat {
  readonly organizationName: string;
  readonly roles: readonly LegalRole[];
}

interface Shown {
  readonly title: Text;
  readonly children: Child;
  readonly status?: number;
  /** Seconds for which caches may keep it; pages that show the store's state are short-lived. */
  readonly maxAge?: number;
  /** What this page's looks add to those of all. */
  readonly css?: string;
  /** The one script of a page that cannot do without; it may speak to the platform and to nobody else. */
  readonly script?: string;
}

/** A whole page: header, skip link, one main, footer; no script unless it says so. */
export async function page(
  reader: Reader,
  { title, children, status = 200, maxAge = 60, css = '', script = '' }: Shown,
): Promise<Response> {
  const { language, seat } = reader;
  const markup = await (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{reader.path === '/' ? title[language] : `${title[language]} · ${brand[language]}`}</title>
        <link rel="icon" href={icon} />
        <style>{raw(style)}</style>
        {css !== '' && <style>{raw(css)}</style>}
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip[language]}
        </a>
        <Header {...reader} />
        <main id="main" class="wide" tabindex={-1}>
          {children}
        </main>
        <footer>
          <div class="wide">
            {seat && <Places {...reader} label={words.everybody} places={places} />}
            {script === '' && <p>{words.footer[language]}</p>}
          </div>
        </footer>
        {script !== '' && <script type="module">{raw(script)}</script>}
      </body>
    </html>
  );
  return new Response(`<!doctype html>${markup}`, {
    status,
    headers: {
      ...headersFor(language, maxAge),
      ...security,
      'content-security-policy': contentSecurityPolicy(css, script),
    },
  });
}

/** JSON of a page's content, for programs. */
export const json = (body: object, language: Language, maxAge = 60): Response =>
  new Response(JSON.stringify(body), {
    headers: { ...headersFor(language, maxAge), 'content-type': 'application/json; charset=utf-8' },
  });

/** Whether a program asks: it names JSON and no HTML. Anybody else is taken for a person. */
export function wantsJson(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** Whether a browser asks: it names HTML. For addresses that programs ask first. */
export const wantsPage = (request: Request): boolean => request.headers.get('accept')?.includes('text/html') === true;

/** `?lang=` where given, else the browser's preference; `seat`: whom the page is for. */
export const readerOf = (request: Request, language: Language, lang?: Language, seat?: Seat): Reader => ({
  language: lang ?? language,
  path: new URL(request.url).pathname,
  ...(seat && { seat }),
});

function headersFor(language: Language, maxAge: number): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    'cache-control': maxAge > 0 ? `public, max-age=${maxAge}` : 'no-store',
    vary: 'Accept, Accept-Language',
  };
}

const security = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const brand: Text = { zh: '数契', en: 'Shuqi' };
const words = {
  skip: { zh: '跳到正文', en: 'Skip to content' },
  nav: { zh: '主导航', en: 'Main' },
  everybody: { zh: '公开页面', en: 'Open to everybody' },
  leave: { zh: '退出', en: 'Sign out' },
  footer: {
    zh: '本站页面不含脚本，也不向其他网站请求任何内容。',
    en: 'These pages carry no script and ask no other host for anything.',
  },
} as const satisfies Record<string, Text>;

/** Two characters each: on a phone they stand in one line. */
const places: readonly Place[] = [
  { href: '/catalog', name: { zh: '目录', en: 'Catalogue' } },
  { href: '/market', name: { zh: '产品', en: 'Products' } },
  { href: '/notices', name: { zh: '公示', en: 'Notices' } },
  { href: '/registry', name: { zh: '登记', en: 'Register' } },
  { href: '/law', name: { zh: '规则', en: 'Rules' } },
  { href: '/log', name: { zh: '日志', en: 'Log' } },
  { href: '/api', name: { zh: '接口', en: 'API' } },
];
const entrance: Place = { href: '/session/start?to=/console', name: { zh: '登录', en: 'Sign in' } };

const parties: readonly LegalRole[] = ['operator', 'source-unit', 'grantor', 'operating-agency'];

/** Where people work, and who has anything to do there; each page judges for itself who may read it. */
const desks: readonly Place[] = [
  { href: '/console', name: { zh: '工作台', en: 'Desk' } },
  { href: '/inbox', name: { zh: '通知', en: 'Inbox' } },
  { href: '/console/deadlines', name: { zh: '期限', en: 'Deadlines' } },
  { href: '/console/alarms', name: { zh: '告警', en: 'Alarms' }, by: [...overseers, 'operating-agency'] },
  { href: '/console/measures', name: { zh: '措施', en: 'Measures' }, by: overseers },
  { href: '/console/credit-records', name: { zh: '信用', en: 'Credit' }, by: [...overseers, ...parties] },
  { href: '/console/signing', name: { zh: '签署', en: 'Signing' }, by: ['grantor', 'operator'] },
];

interface Place {
  readonly href: string;
  readonly name: Text;
  readonly by?: readonly LegalRole[];
}

function Header(reader: Reader) {
  const { language, path, seat } = reader;
  const other = language === 'zh' ? 'en' : 'zh';
  const own = desks.filter(({ by }) => !by || seat?.roles.some((role) => by.includes(role)));
  return (
    <header>
      <div class="wide">
        <a class="brand" href="/">
          <Seal />
          {brand[language]}
        </a>
        <Places {...reader} label={words.nav} places={seat ? own : [...places, entrance]} />
        <a class="tongue" href={`${path}?lang=${other}`} lang={other === 'zh' ? 'zh-CN' : 'en'} hreflang={other}>
          {other === 'zh' ? '中文' : 'English'}
        </a>
      </div>
      {seat && (
        <div class="wide seat">
          <span>{seat.organizationName}</span>
          <form method="post" action="/session/end">
            <button type="submit">{words.leave[language]}</button>
          </form>
        </div>
      )}
    </header>
  );
}

function Places({ language, path, label, places: shown }: Reader & { label: Text; places: readonly Place[] }) {
  // The longest address that the page lies below: a desk is not where its parts are.
  const here = shown.reduce((found, { href }) => {
    const below = path === href || path.startsWith(`${href}/`);
    return below && href.length > found.length ? href : found;
  }, '');
  return (
    <nav aria-label={label[language]}>
      <ul>
        {shown.map(({ href, name }) => (
          <li>
            <a href={href} aria-current={href === here ? 'page' : undefined}>
              {name[language]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The mark: two halves of one tally 契, which fit only each other. */
const tally = 'M1 1h9v5l3 3-3 3v9H1z M12 1h9v20h-9v-7.6L16.4 9 12 4.6z';
const Seal = () => (
  <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
    <path d={tally} />
  </svg>
);
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><path fill="#a3271f" d="${tally}"/></svg>`,
)}`;
