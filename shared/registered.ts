import * as z from 'zod/mini';
import { dataset } from './domain/dataset.ts';
import { organization } from './domain/organization.ts';
import { formalReviewOnly, type Registration, type RegistrationEvent, registration } from './domain/registration.ts';
import type { Difference } from './domain/registration-difference.ts';
import { type Edition, editionsOf } from './domain/registration-editions.ts';
import { registrationEvent } from './domain/registration-schema.ts';
import type { EventItem } from './store/items.ts';
import { listEvents, MAX_PAGE } from './store/lists.ts';
import { read } from './store/singles.ts';
import type { Context } from './store/store.ts';
import { type Loaded, loadHead } from './store/unit.ts';

export type Coded = Extract<Registration, { codedOn: string }>;
export const isCoded = (state: Registration): state is Coded => 'codedOn' in state;

/** The registration with this number of ours, whatever became of it since. */
export async function byNumber(store: Context, number: string): Promise<Loaded<Coded> | undefined> {
  const claimed = await read(store, { kind: 'claim', id: `registration-number#${number}` }, claim);
  if (!claimed) return undefined;
  const { state, ...found } = await loadHead(store, registration, claimed.owner);
  return isCoded(state) ? { ...found, state } : undefined;
}
const claim = z.object({ owner: z.string() });

/** Which act the record last came from 登记类型: the four kinds of REG-9, and revocation, which is none of them. */
type Kind = Edition['kind'] | 'deregistration' | 'revocation';

/**
 * The fields of the record 登记凭证: both numbers, who, what, on which data, what was deposited, how long. Documents
 * stand in it by their commitment only, data that is not in the open catalogue by its id. Anybody may read it.
 */
export async function recordOf(store: Context, origin: string, { id, state }: Loaded<Coded>) {
  const [registrants, agency, datasets] = await Promise.all([
    Promise.all(state.registrants.map((one) => party(store, one))),
    party(store, state.agency),
    Promise.all(state.datasets.map((one) => described(store, one))),
  ]);
  const { legality, internalReview, deposit, risk, particulars } = state.file;
  return {
    registration: id,
    number: state.number,
    /** 登记结果查询码: null until the national platform issued it (REG-13). */
    queryCode: state.queryCode ?? null,
    status: state.status,
    kind: kindOf(state),
    category: state.category,
    title: state.title,
    description: state.description,
    registrants,
    agency,
    /** What the registrant said of it; null in a record from before it was asked. */
    particulars: particulars ?? null,
    datasets,
    agreement: state.agreement ?? null,
    legality: legality?.commitment ?? null,
    internalReview: internalReview?.reviewedAt ?? null,
    deposit: deposit ? { hash: deposit.hash, depositedAt: deposit.depositedAt } : null,
    riskAssessment: risk?.commitment ?? null,
    codedOn: state.codedOn,
    /** The last valid day. */
    expiresOn: state.expiresOn,
    edition: state.edition,
    /** Which field was last changed in which edition, by which act. */
    marks: state.marks,
    /** Where anybody compares a copy with the record; its QR code says the same. */
    verify: `${origin}/registry/${state.number}`,
    statement: formalReviewOnly,
  };
}
export type PublicRecord = Awaited<ReturnType<typeof recordOf>>;

function kindOf(state: Coded): Kind {
  if (state.status === 'deregistered') return 'deregistration';
  if (state.status === 'revoked') return 'revocation';
  const last = state.marks.find(({ edition }) => edition === state.edition);
  return last?.kind ?? 'first';
}

async function party(store: Context, id: string) {
  const { state } = await loadHead(store, organization, id);
  return state.status === 'none' ? { id } : { id, name: state.title, creditCode: state.creditCode };
}

/** What the catalogue says of the data now; nothing of an entry that is not public (DZ-24, DZ-44). */
async function described(store: Context, id: string) {
  const { state } = await loadHead(store, dataset, id);
  if (state.status !== 'published' || state.entry.level !== 'general') return { id };
  if (state.entry.opening.attribute === 'none') return { id };
  const { name, kind, type, formats, frequency, level, themes = [], highValue, opening, items } = state.entry;
  const personal = items.some((item) => item.personal);
  const { source } = state;
  return {
    ...{ id, source, name, kind, type, formats, frequency, level, themes, highValue, personal },
    opening: opening.attribute,
  };
}

/** A registration has some dozens of events; beyond so many pages nothing is looked for. */
const MAX_PAGES = 10;

/** Every event of one registration, oldest first. */
export async function* eventsOf(store: Context, id: string): AsyncGenerator<EventItem> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listEvents(store, { aggregate: 'registration', id }, { limit: MAX_PAGE, cursor });
    yield* found.items;
    cursor = found.cursor;
    if (cursor === undefined) return;
  }
}

/** Every edition of a record, with what each made different; documents by reference, for its parties. */
export async function editions(store: Context, id: string): Promise<readonly Edition[]> {
  const events: RegistrationEvent[] = [];
  for await (const { data } of eventsOf(store, id)) events.push(registrationEvent.parse(data));
  return editionsOf(events);
}

/** A value as anybody may see it: of a document its commitment, of a deposit its hash, of a joint consent who gave it. */
export type PublicValue = Difference['before'];
export type PublicEdition = Edition;

/** The same for anybody. */
export async function publicEditions(store: Context, id: string): Promise<readonly PublicEdition[]> {
  return (await editions(store, id)).map(({ differences, ...edition }) => ({
    ...edition,
    differences: differences.map(({ before, after, ...one }) => ({
      ...one,
      ...(before !== undefined && { before: withoutDocuments(before) }),
      ...(after !== undefined && { after: withoutDocuments(after) }),
    })),
  }));
}

function withoutDocuments(value: NonNullable<PublicValue>): NonNullable<PublicValue> {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => withoutDocuments(one));
  const { document: _, proof: __, record: ___, ...shown }: Record<string, unknown> = { ...value };
  return shown;
}
