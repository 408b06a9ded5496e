import { organization } from '../../shared/domain/organization.ts';
import { product } from '../../shared/domain/product.ts';
import { priceAt } from '../../shared/domain/product-price.ts';
import type { Product } from '../../shared/domain/product-schema.ts';
import { registration } from '../../shared/domain/registration.ts';
import {
  grantorDisclosure,
  operatorDisclosure,
  type Published,
  type YearlyMachine,
} from '../../shared/domain/yearly.ts';
import type { Instant, LocalDate } from '../../shared/law/time.ts';
import { type Standing, standingOf } from '../../shared/offering.ts';
import { type Listed, listByKind, type Page, type PageRequest } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

type OnMarket = Extract<Product, { status: 'listed' }>;

/** A listed product as anybody may see it. `standing` tells that it is suspended and never why: no case shows through. */
export interface PublicProduct
  extends Pick<OnMarket, 'title' | 'description' | 'contact' | 'contactDetails' | 'jurisdiction' | 'edition'>,
    Pick<OnMarket, 'charge' | 'form' | 'grain' | 'unit'> {
  readonly id: string;
  readonly operator: string;
  readonly standing: Standing;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly listedAt: Instant;
  /** In 分 for one unit; absent when it is free, or when no price is in force. */
  readonly price?: number;
  /** Its registration number 登记编号, once it is coded (REG-13). */
  readonly registered?: string;
}

/** Listed products of one division, newest first; pages can be shorter than asked. @see DZ-36 */
export async function publicProducts(
  store: Context,
  now: Instant,
  jurisdiction: string,
  page: PageRequest,
): Promise<Page<PublicProduct>> {
  const listed = await listByKind(store, { kind: 'product', jurisdiction, status: 'listed' }, page);
  const found = await Promise.all(listed.items.map(({ id }) => publicProduct(store, now, id)));
  const items = found.filter((one) => one !== undefined);
  return listed.cursor === undefined ? { items } : { items, cursor: listed.cursor };
}

/** One product; `undefined` when there is none on the market. */
export async function publicProduct(store: Context, now: Instant, id: string): Promise<PublicProduct | undefined> {
  const { state } = await loadHead(store, product, id);
  if (state.status !== 'listed') return undefined;
  const [{ standing }, operator, registered] = await Promise.all([
    standingOf(store, state, now),
    nameOf(store, state.operator),
    state.registration === undefined ? undefined : numberOf(store, state.registration),
  ]);
  const { title, description, contact, contactDetails, jurisdiction, edition, charge, form, grain, unit } = state;
  const { from, until, listedAt } = state;
  const price = charge === 'industry' ? priceAt(state, now) : undefined;
  return {
    ...{ id, title, description, operator, jurisdiction, edition, charge, form, grain, unit },
    ...{ standing, from, until, listedAt, contact, contactDetails },
    ...(price !== undefined && { price }),
    ...(registered !== undefined && { registered }),
  };
}

/** The two sides that disclose. */
export const sides = { grantor: grantorDisclosure, operator: operatorDisclosure } as const;
export type Side = keyof typeof sides;

/** A yearly disclosure as it was published. Amounts in 分. */
export interface PublicDisclosure extends Pick<Published, 'year' | 'edition' | 'late' | 'publishedAt' | 'figures'> {
  readonly id: string;
  readonly side: Side;
  readonly title: string;
  readonly operator: string;
  readonly grantor: string;
}

/** One that is overdue and not published: which agreement, which year, since when. */
export interface Overdue {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly dueAt: Instant;
}

const MAX_OVERDUE = 100;

/** Published disclosures of one side, and on the first page what is overdue. @see OPS-18, OPS-19, LOCAL-3 */
export async function publicDisclosures(
  store: Context,
  now: Instant,
  { side, jurisdiction }: { side: Side; jurisdiction: string },
  page: PageRequest,
): Promise<Page<PublicDisclosure> & { readonly overdue: readonly Overdue[] }> {
  const machine = sides[side];
  const kind = machine.aggregate;
  const listed = await listByKind(store, { kind, jurisdiction, status: 'published' }, page);
  const found = await Promise.all(listed.items.map(({ id }) => publicDisclosure(store, side, id)));
  const items = found.filter((one) => one !== undefined);
  const overdue = page.cursor === undefined ? await overdueOf(store, now, machine, jurisdiction) : [];
  return { items, overdue, ...(listed.cursor !== undefined && { cursor: listed.cursor }) };
}

/** One disclosure; `undefined` before it is published. */
export async function publicDisclosure(store: Context, side: Side, id: string): Promise<PublicDisclosure | undefined> {
  const { state } = await loadHead(store, sides[side], id);
  if (state.status !== 'published') return undefined;
  const { title, year, edition, late, publishedAt, figures } = state;
  const [operator, grantor] = await Promise.all([nameOf(store, state.operator), nameOf(store, state.grantor)]);
  return { id, side, title, year, edition, late, publishedAt, figures, operator, grantor };
}

async function overdueOf(
  store: Context,
  now: Instant,
  machine: YearlyMachine,
  jurisdiction: string,
): Promise<readonly Overdue[]> {
  const waiting = ['due', 'prepared'].map((status) =>
    listByKind(store, { kind: machine.aggregate, jurisdiction, status }, { limit: MAX_OVERDUE }),
  );
  const late = (await Promise.all(waiting)).flatMap(({ items }) => items).filter((one) => isOver(one, now));
  const heads = await Promise.all(late.map(({ id }) => loadHead(store, machine, id)));
  return heads.flatMap(({ id, state }) =>
    state.status === 'due' || state.status === 'prepared'
      ? [{ id, title: state.title, year: state.year, dueAt: state.clock.dueAt }]
      : [],
  );
}

const isOver = ({ dueAt }: Listed, now: Instant): boolean => dueAt !== undefined && now >= dueAt;

async function nameOf(store: Context, id: string): Promise<string> {
  const { state } = await loadHead(store, organization, id);
  return state.status === 'none' ? id : state.title;
}

/** The number stands while the registration does. */
async function numberOf(store: Context, id: string): Promise<string | undefined> {
  const { state } = await loadHead(store, registration, id);
  const standing = state.status === 'coded' || state.status === 'amending' || state.status === 'amendment-accepted';
  return standing ? state.number : undefined;
}
