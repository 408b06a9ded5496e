/** Session cookie: `__Host-` keeps it to one host, secure and path `/`; plain HTTP on one machine cannot have that. */
export const cookieName = (origin: string): string => (origin.startsWith('https:') ? '__Host-session' : 'session');

/** The value of a cookie, `undefined` when absent or beyond any size of ours. */
export function cookieOf(request: Request, name: string): string | undefined {
  const header = request.headers.get('cookie') ?? '';
  if (header.length > 8_192) return undefined;
  const pair = header.split(';').find((part) => part.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}

/**
 * Whether a state-changing request was made by another site's page. Browsers say so themselves (Origin,
 * Sec-Fetch-Site); a client that is no browser sends neither and carries no ambient session.
 */
export function crossSite(request: Request, origin: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const from = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  // A form on a page that sends no referrer has the origin `null`; that it is ours says the browser itself.
  if (from === 'null' && site === 'same-origin') return false;
  return (from !== null && from !== origin) || (site !== null && site !== 'same-origin' && site !== 'none');
}
