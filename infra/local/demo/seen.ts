import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { ArticleId } from '../../../shared/law/articles/titles.ts';
import { type Answer, problemOf, type ToldProblem, tell } from '../client.ts';

/** What a step saw: a few words for its line, the article it was refused under, and what the story goes on with. */
export interface Seen<T> {
  readonly result: string;
  readonly article?: string;
  readonly value: T;
}

/** Something else came than the story expects. */
export class Unlike extends Error {
  override readonly name = 'Unlike';
  readonly expected: string;
  readonly came: string;

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`);
    this.expected = expected;
    this.came = came;
  }
}

/** Holds, or this is not the story. */
export function holds(condition: boolean, expected: string, came: unknown): asserts condition {
  if (!condition) throw new Unlike(expected, typeof came === 'string' ? came : (JSON.stringify(came) ?? 'nothing'));
}

/** A command that was carried out, and the status of its stream after it. */
export const accepted =
  (status?: string) =>
  (answer: Answer): Seen<Answer> => {
    const came = statusIn(answer.body);
    const wanted = `2xx${status === undefined ? '' : `, ${status}`}`;
    holds(answer.status >= 200 && answer.status < 300, wanted, tell(answer));
    holds(status === undefined || came === status, wanted, `${answer.status}, ${came}`);
    return { result: `${answer.status} ${came ?? ''}`.trim(), value: answer };
  };

/** `pointers`: exactly these places are told, all at once. `grounds`: so many. Without both: one is enough. */
interface Refused {
  readonly status: number;
  readonly article: ArticleId;
  readonly pointers?: readonly string[];
  readonly grounds?: number;
}

/** A refusal under this article. */
export const refused =
  ({ status, article, pointers, grounds }: Refused) =>
  (answer: Answer): Seen<ToldProblem> => {
    const told = problemOf(answer);
    const cited = [told?.article, ...(told?.grounds ?? []).map((one) => one.article)];
    holds(
      answer.status === status && told !== undefined && cited.includes(article),
      `${status} ${article}`,
      tell(answer),
    );
    const all = told.grounds ?? [];
    const places = all.map(({ pointer }) => pointer).toSorted();
    const missing = pointers && [...pointers].toSorted();
    holds(!missing || JSON.stringify(places) === JSON.stringify(missing), `${missing?.join(' ')}`, places.join(' '));
    holds(grounds === undefined || all.length === grounds, `${grounds} grounds`, tell(answer));
    const count = all.length > 1 ? `${all.length} 项：` : '';
    return { result: `${status} ${count}${all.map(({ detail }) => detail).join('、')}`, article, value: told };
  };

/** The id that an answer names. */
export const idOf = ({ body }: Answer): string => z.object({ id: z.string() }).parse(body).id;

/** The header that says which version is edited. */
export const ifMatch = ({ headers }: Answer) => ({ 'if-match': headers.get('etag') ?? '' });

/** Ids of the events that a command wrote, in their order. */
export const eventsOf = ({ headers }: Answer): readonly string[] => (headers.get('shuqi-event') ?? '').split(', ');

/** Asks again, every 200 ms, until something comes. @throws Unlike when nothing came in time */
export async function eventually<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<{ readonly value: T; readonly after: number }> {
  const began = performance.now();
  for (;;) {
    const value = await ask();
    const after = performance.now() - began;
    if (value !== undefined) return { value, after };
    holds(after < seconds * 1000, `${what} within ${seconds} s`, 'nothing');
    await pause(200);
  }
}

/** Every view of ours holds one state, and a state has a status. */
function statusIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const states = Object.values(body).flatMap((one) => z.object({ status: z.string() }).safeParse(one).data ?? []);
  return states[0]?.status;
}
