import * as z from 'zod';
import { clockView } from '../../shared/clock-view.ts';
import { assetStanding, assetStandings } from '../../shared/domain/asset-standing.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { registration } from '../../shared/domain/registration.ts';
import { id, instant } from '../../shared/domain/values.ts';
import type { Caller } from '../../shared/http/route.ts';
import { assetRules } from '../../shared/law/settings.ts';
import type { Instant } from '../../shared/law/time.ts';
import { isCoded } from '../../shared/registered.ts';
import { resourceRegistration } from '../../shared/store/first-supply.ts';
import { listByParty, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

export const inventoryQuery = z.strictObject({
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
});
export const inventoryView = z.object({
  asOf: instant,
  /** Rules of the city on asset registration: none until it issues one (DZ-39). */
  rules: z.array(z.object({ since: z.string(), number: z.string() })),
  items: z.array(
    z.object({
      kind: z.enum(['resource', 'product']),
      dataset: id.optional(),
      title: z.string().optional(),
      standing: z.enum(assetStandings),
      registration: id.optional(),
      number: z.string().optional(),
      expiresOn: z.string().optional(),
      clocks: z.array(z.looseObject({ rule: z.string(), dueAt: instant })),
    }),
  ),
  cursor: z.string().optional(),
});
type Item = z.infer<typeof inventoryView>['items'][number];

/**
 * What a unit holds and makes, and whether each is registered 资产清单: its published data, page by page, and on the first
 * page what else it registers: products, and as implementing body the resources of others. Generated, never kept by hand. @see DZ-39
 */
export async function inventoryOf(
  store: Context,
  { organization: party }: Caller,
  asOf: Instant,
  page: z.infer<typeof inventoryQuery>,
) {
  const [data, own] = await Promise.all([
    listByParty(store, { kind: 'dataset', party, status: 'published' }, page),
    page.cursor ? { items: [] } : listByParty(store, { kind: 'registration', party }, { limit: MAX_PAGE }),
  ]);
  const [resources, registered] = await Promise.all([
    Promise.all(data.items.map((one) => resourceItem(store, one.id, one.title))),
    Promise.all(own.items.map(({ id }) => ownItem(store, id, party))),
  ]);
  return {
    asOf,
    rules: assetRules.map(({ since, number }) => ({ since, number })),
    items: [...registered.filter((one) => one !== undefined), ...resources],
    ...(data.cursor && { cursor: data.cursor }),
  };
}

/** Whoever registered it, holder or implementing body: it is registered once (LOCAL-40). */
async function resourceItem(store: Context, data: string, title: string | undefined): Promise<Item> {
  const named = { kind: 'resource', dataset: data, ...(title !== undefined && { title }) } as const;
  const found = await resourceRegistration(store, data);
  return found === undefined
    ? { ...named, standing: 'unregistered', clocks: [] }
    : { ...named, ...(await told(store, found)) };
}

/** A product; or a resource of another unit's data that this one registers as its implementing body (OPS-16). */
async function ownItem(store: Context, id: string, party: string): Promise<Item | undefined> {
  const { state } = await loadHead(store, registration, id);
  if (state.status === 'none') return undefined;
  const owed = 'suppliedAt' in state;
  const kind = owed ? (state.holder ? 'resource' : 'product') : state.category;
  const [first = ''] = owed ? [state.dataset] : state.datasets;
  if (kind === 'resource') {
    const { state: data } = await loadHead(store, dataset, first);
    // Its own data stands in the list of its data already.
    if (data.status === 'published' && data.source === party) return undefined;
  }
  return { kind, dataset: first, ...(!owed && { title: state.title }), ...(await told(store, id)) };
}

async function told(store: Context, id: string) {
  const { state } = await loadHead(store, registration, id);
  return {
    registration: id,
    standing: assetStanding(state),
    ...(isCoded(state) && { number: state.number, expiresOn: state.expiresOn }),
    clocks: registration.clocks(state).map(clockView),
  };
}
