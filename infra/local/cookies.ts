/** Cookies of one visitor, by name and path; enough for one origin. @see RFC 6265 §5 */
export interface CookieJar {
  /** The Cookie header for this address; empty when there is none to send. */
  header(url: URL): string;
  /** Takes the Set-Cookie lines of an answer from this address. */
  keep(url: URL, lines: readonly string[]): void;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

const MAX_COOKIES = 100;

/** An empty jar. */
export function cookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    header: ({ pathname }) =>
      [...cookies.values()]
        .filter(({ path }) => covers(path, pathname))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    keep: (url, lines) => {
      for (const line of lines) {
        const { expired, ...cookie } = parse(line, url);
        const key = `${cookie.name} ${cookie.path}`;
        if (expired) cookies.delete(key);
        else if (cookies.size < MAX_COOKIES) cookies.set(key, cookie);
      }
    },
  };
}

const covers = (path: string, pathname: string): boolean =>
  pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'));

function parse(line: string, url: URL): Cookie & { readonly expired: boolean } {
  const [pair = '', ...rest] = line.split(';');
  const at = pair.indexOf('=');
  const attributes = new Map(rest.map((part) => split(part)));
  const path = attributes.get('path') ?? (url.pathname.replace(/\/[^/]*$/, '') || '/');
  const expires = attributes.get('expires');
  const maxAge = attributes.get('max-age');
  const expired = maxAge === undefined ? Date.parse(expires ?? '') < Date.now() : Number(maxAge) <= 0;
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), path, expired };
}

function split(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  const name = at < 0 ? part : part.slice(0, at);
  return [name.trim().toLowerCase(), at < 0 ? '' : part.slice(at + 1).trim()];
}
