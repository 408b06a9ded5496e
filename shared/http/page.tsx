import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Text } from '../law/roles.ts';
import type { Language } from './problem.ts';
import { contentSecurityPolicy, style } from './style.ts';

/** What a page needs to know of its reader. `path` is where they are. */
export interface Reader {
  readonly language: Language;
  readonly path: string;
}

interface Shown {
  readonly title: Text;
  readonly children: Child;
  readonly status?: number;
  /** Seconds for which caches may keep it; pages that show the store's state are short-lived. */
  readonly maxAge?: number;
}

/** A whole public page: header, skip link, one main, footer; no script. */
export async function page(reader: Reader, { title, children, status = 200, maxAge = 60 }: Shown): Promise<Response> {
  const { language } = reader;
  const markup = await (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{reader.path === '/' ? title[language] : `${title[language]} · ${brand[language]}`}</title>
        <link rel="icon" href={icon} />
        <style>{raw(style)}</style>
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
            <p>{words.footer[language]}</p>
          </div>
        </footer>
      </body>
    </html>
  );
  return new Response(`<!doctype html>${markup}`, {
    status,
    headers: { ...headersFor(language, maxAge), ...security },
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

/** `?lang=` where given, else the browser's preference. */
export const readerOf = (request: Request, language: Language, lang?: Language): Reader => ({
  language: lang ?? language,
  path: new URL(request.url).pathname,
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
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const brand: Text = { zh: '数契', en: 'Shuqi' };
const words = {
  skip: { zh: '跳到正文', en: 'Skip to content' },
  nav: { zh: '主导航', en: 'Main' },
  footer: {
    zh: '本站页面不含脚本，也不向其他网站请求任何内容。',
    en: 'These pages carry no script and ask no other host for anything.',
  },
} as const satisfies Record<string, Text>;

/** Two characters each: on a phone they stand in one line. */
const places: readonly (readonly [string, Text])[] = [
  ['/catalog', { zh: '目录', en: 'Catalogue' }],
  ['/market', { zh: '产品', en: 'Products' }],
  ['/notices', { zh: '公示', en: 'Notices' }],
  ['/registry', { zh: '登记', en: 'Register' }],
  ['/law', { zh: '规则', en: 'Rules' }],
  ['/log', { zh: '日志', en: 'Log' }],
  ['/api', { zh: '接口', en: 'API' }],
  ['/session/start?to=/inbox', { zh: '登录', en: 'Sign in' }],
];

function Header({ language, path }: Reader) {
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <header>
      <div class="wide">
        <a class="brand" href="/">
          <Seal />
          {brand[language]}
        </a>
        <nav aria-label={words.nav[language]}>
          <ul>
            {places.map(([href, name]) => (
              <li>
                <a href={href} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
                  {name[language]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <a class="tongue" href={`${path}?lang=${other}`} lang={other === 'zh' ? 'zh-CN' : 'en'} hreflang={other}>
          {other === 'zh' ? '中文' : 'English'}
        </a>
      </div>
    </header>
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
