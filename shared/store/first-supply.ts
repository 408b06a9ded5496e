import type { Context } from './store.ts';

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
  // Ids hold no '|': nothing else gives the same text.
  const text = new TextEncoder().encode([operator, dataset, agreement].join('|'));
  return Buffer.from(hash(text)).toString('hex').slice(0, 40);
}
