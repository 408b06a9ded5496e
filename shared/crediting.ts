import { type CreditRecord, creditRecord, holdersOf } from './domain/credit-record.ts';
import { type In, isRefusal, type Refusal } from './domain/decision.ts';
import { organization } from './domain/organization.ts';
import type { Instant } from './law/time.ts';
import { creditedBy } from './store/credited.ts';
import type { Context } from './store/store.ts';
import type { Loaded, Unit } from './store/unit.ts';

/** Our own doing, not a person's: who recorded what led to it stands in that event. */
const consequence = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * Notes on every living record of a case that the decision it rests on was overturned, in the transaction that records
 * the outcome: whoever holds it is told at once, and a person must withdraw it in time. @see POLICY-60, LOCAL-63
 */
export async function loseGround(
  store: Context,
  unit: Unit,
  violation: string,
  at: Instant,
): Promise<Refusal | undefined> {
  for (const id of await creditedBy(store, violation)) {
    const before = await unit.load(creditRecord, id);
    if (before.state.status === 'repaired' || before.state.status === 'withdrawn') continue;
    const after = await unit.decide(creditRecord, before, { type: 'lose-ground', at, actor: consequence });
    if (isRefusal(after)) return after;
    await tellHolders(unit, after, 'ground-lost', at);
  }
  return undefined;
}

/** Tells everybody who holds the record, or is given it now: ids, the article, times and the credit code, no words. */
export async function tellHolders(
  unit: Unit,
  after: Loaded<CreditRecord>,
  what: 'published' | 'ground-lost' | 'withdrawn' | 'repaired',
  at: Instant,
): Promise<undefined> {
  const { id, state } = after;
  const to = holdersOf(state);
  const event = unit.events().at(-1)?.event;
  if (state.status === 'none' || event === undefined || to.length === 0) return undefined;
  const stream = { kind: creditRecord.aggregate, id };
  unit.publish({ id: `${event}-out`, stream, what, at, data: await dataOf(unit, id, state) }, to);
  return undefined;
}

async function dataOf(unit: Unit, record: string, state: Exclude<CreditRecord, In<CreditRecord, 'none'>>) {
  const [subject, authority] = await Promise.all([
    unit.load(organization, state.subject),
    unit.load(organization, state.authority),
  ]);
  const codeOf = (one: typeof subject) => (one.state.status === 'none' ? undefined : one.state.creditCode);
  return {
    record,
    status: state.status,
    subject: codeOf(subject),
    authority: codeOf(authority),
    article: state.article,
    case: state.case,
    publishedAt: state.done.publish?.at,
    href: `/credit-records/${record}`,
  };
}
