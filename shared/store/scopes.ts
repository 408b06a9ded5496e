import * as z from 'zod/mini';
import { canonical, type Scope, scope } from '../domain/scope.ts';
import { createOnce, read } from './singles.ts';
import type { Context } from './store.ts';

const kept = z.strictObject({ text: z.string() });

/** Keeps a scope under the hash of its canonical text, which gates name; the same scope is kept once. */
export async function putScope(context: Context, value: Scope): Promise<string> {
  const text = canonical(value);
  const hash = digest(context, text);
  await createOnce(context, { kind: 'scope', id: hash }, { text });
  return hash;
}

/** The scope of a hash; `undefined` when none is kept. @throws when what is kept does not have this hash */
export async function getScope(context: Context, hash: string): Promise<Scope | undefined> {
  const found = await read(context, { kind: 'scope', id: hash }, kept);
  if (!found) return undefined;
  if (digest(context, found.text) !== hash) throw new Error(`scope ${hash} does not have its hash`);
  return scope.parse(JSON.parse(found.text));
}

const digest = ({ hash }: Context, text: string): string =>
  Buffer.from(hash(new TextEncoder().encode(text))).toString('hex');
