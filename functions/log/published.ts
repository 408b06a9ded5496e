import { notFound, type Refusal } from '../../shared/domain/decision.ts';
import { type PublishedCheckpoint, readCheckpoint } from '../../shared/store/log.ts';
import type { Context } from '../../shared/store/store.ts';

/** The article under which the log speaks: every event enters a public log that anyone can check. */
export const ARTICLE = 'DZ-49';

/** Nothing was published yet, or not so much: the same question may be asked again in a moment. */
export const notYet = (zh: string, en: string): Refusal => ({
  refused: 'state',
  grounds: [{ article: ARTICLE, detail: { zh, en } }],
});

/** Answers from the published checkpoint; before the first one there is nothing to be found. */
export async function fromPublished<T>(
  store: Context,
  answer: (published: PublishedCheckpoint) => Promise<T>,
): Promise<T | Refusal> {
  const published = await readCheckpoint(store);
  return published ? answer(published) : notFound('missing', ARTICLE);
}

/** Of the public, for everybody's tools: a page of any site may read it. */
const open = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' } as const;

/** Text that changes: whoever keeps it asks again. */
export const freshText = (body: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(body, {
    headers: { ...open, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  });

/** Octets that never change. @see c2sp.org/tlog-tiles */
export const immutable = (body: Uint8Array): Response =>
  new Response(Uint8Array.from(body), {
    headers: {
      ...open,
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
