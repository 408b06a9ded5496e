import { regulatoryPartner, type Topic, termsOf } from './domain/regulatory-partner.ts';
import { listByKind } from './store/lists.ts';
import type { Context } from './store/store.ts';
import { loadHead } from './store/unit.ts';

/** Active partners of one jurisdiction: all of them are read at once, and a message goes to twice as many at most. */
export const MAX_PARTNERS = 10;

/**
 * The organizations that are entitled to a topic about something in this jurisdiction: partners of its own authority and of
 * the city's. The index says which partners there are, each stream what it receives now. @see POLICY-61
 */
export async function entitledTo(store: Context, topic: Topic, jurisdiction: string): Promise<readonly string[]> {
  const places = [...new Set([jurisdiction, `${jurisdiction.slice(0, 4)}00`])];
  const pages = await Promise.all(places.map((place) => activeIn(store, place)));
  const terms = await Promise.all(
    pages.flat().map(async ({ id }) => termsOf((await loadHead(store, regulatoryPartner, id)).state)),
  );
  const entitled = terms.flatMap((one) => (one?.receives.includes(topic) ? [one.organization] : []));
  return [...new Set(entitled)];
}

/** The active partners that an authority of this jurisdiction registered. */
export async function activeIn(store: Context, jurisdiction: string) {
  const query = { kind: regulatoryPartner.aggregate, jurisdiction, status: 'active' };
  return (await listByKind(store, query, { limit: MAX_PARTNERS })).items;
}
