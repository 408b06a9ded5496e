import * as z from 'zod/mini';
import { type Instant, isInstant } from '../law/time.ts';
import { read } from './singles.ts';
import type { Context } from './store.ts';

/** What a data resource 数据资源 is registered under, once: the claim `registered-resource` on its dataset (LOCAL-40). */
export const RESOURCE_CLAIM = 'registered-resource';

/** What waits of a product's first delivery. */
export const firstDelivery = z.strictObject({
  operator: z.string(),
  agreement: z.string(),
  jurisdiction: z.string(),
  datasets: z.array(z.string()),
  at: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an instant'),
});

/** What a first supply 首次供给 is of: the registration that it makes due is one for these three (REG-9, LOCAL-4). */
export interface Supplied {
  readonly operator: string;
  readonly dataset: string;
  readonly agreement: string;
}

/**
 * The registration stream that a first supply makes due. The same three give the same id, so that a supply told twice,
 * or through a channel that replaced another, falls due once.
 */
export function dueRegistration({ hash }: Context, { operator, dataset, agreement }: Supplied): string {
  return named(hash, [operator, dataset, agreement]);
}

/** The registration stream of the resource itself, which its implementing body or holder owes (REG-5, OPS-16). */
export const dueResource = ({ hash }: Context, dataset: string): string => named(hash, ['resource', dataset]);

/** The registration under which a resource is registered or being registered, consistently. @see LOCAL-40 */
export const resourceRegistration = async (context: Context, dataset: string): Promise<string | undefined> =>
  (await read(context, { kind: 'claim', id: `${RESOURCE_CLAIM}#${dataset}` }, claim))?.owner;
const claim = z.object({ owner: z.string() });

// Ids hold no '|': nothing else gives the same text.
const named = (hash: Context['hash'], parts: readonly string[]): string =>
  Buffer.from(hash(new TextEncoder().encode(parts.join('|'))))
    .toString('hex')
    .slice(0, 40);
