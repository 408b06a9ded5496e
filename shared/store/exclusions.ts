import * as z from 'zod/mini';
import { fieldName } from '../domain/scope-values.ts';
import { createOnce, read } from './singles.ts';
import type { Context } from './store.ts';

/** So many subjects fit into one item, with room to spare. */
export const MAX_EXCLUDED = 5_000;

/**
 * Subjects 信息主体 whose rows are not supplied: the dataset's field that names the subject, and keyed hashes of the
 * subjects (see pseudonym.ts), never their names.
 */
export const exclusions = z.strictObject({
  field: fieldName,
  subjects: z.array(z.string().check(z.regex(/^[0-9a-f]{32}$/))).check(z.minLength(1), z.maxLength(MAX_EXCLUDED)),
});
export type Exclusions = z.infer<typeof exclusions>;

const kept = z.strictObject({ text: z.string() });

/** Keeps a list under its hash, which the dataset's gate names as `exclusions`. */
export async function putExclusions(context: Context, { field, subjects }: Exclusions): Promise<string> {
  const text = JSON.stringify({ field, subjects: [...new Set(subjects)].sort() });
  const hash = digest(context, text);
  await createOnce(context, { kind: 'exclusions', id: hash }, { text });
  return hash;
}

/** The list of a hash; `undefined` when none is kept. @throws when what is kept does not have this hash */
export async function getExclusions(context: Context, hash: string): Promise<Exclusions | undefined> {
  const found = await read(context, { kind: 'exclusions', id: hash }, kept);
  if (!found) return undefined;
  if (digest(context, found.text) !== hash) throw new Error(`exclusions ${hash} do not have their hash`);
  return exclusions.parse(JSON.parse(found.text));
}

const digest = ({ hash }: Context, text: string): string =>
  Buffer.from(hash(new TextEncoder().encode(text))).toString('hex');
