import { agreement } from '../../shared/domain/agreement.ts';
import { channel } from '../../shared/domain/channel.ts';
import { type Envelope, isRefusal, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { type Registration, registration } from '../../shared/domain/registration.ts';
import { inForce } from '../../shared/law/settings.ts';
import { localDate } from '../../shared/law/time.ts';
import { dueRegistration, dueResource, RESOURCE_CLAIM, resourceRegistration } from '../../shared/store/first-supply.ts';
import { dequeue, waiting } from '../../shared/store/queues.ts';
import { type FirstSupply, firstSupply } from '../../shared/store/served.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { attempt, type Outcome, system } from './outcome.ts';

/**
 * Takes the noted first supplies 首次供给: the channel records its own, and the registrations fall due, in one
 * transaction. Times are those of the supply, however late this runs: the clock of REG-9(1) counts from it. A crash
 * before the entry is taken away lets the next run find that nothing is left to do.
 */
export async function takeFirstSupplies(store: Context, outcome: Outcome): Promise<void> {
  for (const { id, value } of await waiting(store, 'first-supply', firstSupply)) {
    await attempt(outcome, `first supply of channel ${id}`, async () => {
      const done = await transact(store, (unit) => recordSupply(store, unit, id, value));
      // Only a channel that does not exist is left waiting: a gate without its stream must not pass in silence.
      if (isRefusal(done)) throw new Error('the channel of a first supply is not there');
      await dequeue(store, 'first-supply', id);
      outcome.supplies++;
    });
  }
}

async function recordSupply(store: Context, unit: Unit, id: string, supplied: FirstSupply) {
  const { serial, at, organization: operator, dataset, basis } = supplied;
  const envelope: Envelope = { at, actor: system };
  const before = await unit.load(channel, id);
  const recorded = await unit.decide(channel, before, { type: 'record-first-supply', ...envelope, serial });
  // Closed meanwhile: what was supplied was supplied, and falls due all the same.
  if (isRefusal(recorded) && before.state.status !== 'closed') return recorded;
  if (before.state.status === 'none') throw new Error('a channel without state was judged');
  const { jurisdiction } = before.state;
  if (basis.kind === 'agreement') {
    const { state: terms } = await unit.load(agreement, basis.id);
    const product = {
      ...{ operator, dataset, agreement: basis.id, channel: id, jurisdiction },
      // Operation under an agreement begins with its effect; the clock counts from the later of the two facts.
      ...('effectiveAt' in terms && { operatingSince: terms.effectiveAt }),
    };
    const refused = await fallDue(store, unit, envelope, product, 'grantor' in terms ? terms.grantor : undefined);
    if (refused) return refused;
  }
  return { status: 200, body: '', headers: {} };
}

interface Product {
  readonly operator: string;
  readonly dataset: string;
  readonly agreement: string;
  readonly channel?: string;
  readonly jurisdiction: string;
}

/** The operator owes its product (LOCAL-4), the implementing body the resource unless it is registered (OPS-16). */
export async function fallDue(
  store: Context,
  unit: Unit,
  envelope: Envelope,
  product: Product,
  holder: string | undefined,
): Promise<Refusal | undefined> {
  const report = async (due: Loaded<Registration>, more: object): Promise<Refusal | undefined> => {
    const told = await unit.decide(registration, due, {
      type: 'report-first-supply',
      ...envelope,
      ...product,
      ...more,
    });
    return isRefusal(told) ? told : undefined;
  };
  if (inForce('productsRegistered', localDate(envelope.at))) {
    const due = await unit.load(registration, dueRegistration(store, product));
    const refused = due.version === 0 && (await report(due, {}));
    if (refused) return refused;
  }
  const { dataset } = product;
  if (holder === undefined || (await resourceRegistration(store, dataset)) !== undefined) return undefined;
  const resource = await unit.load(registration, dueResource(store, dataset));
  if (resource.version > 0) return undefined;
  unit.claim(RESOURCE_CLAIM, dataset, resource.id, filedMeanwhile);
  return report(resource, { holder });
}

/** Somebody applied between the look and the commit: the next run finds it, and nothing falls due. */
const filedMeanwhile = refuse('LOCAL-40', {
  zh: '该数据资源刚刚有人申请登记',
  en: 'somebody has just applied to register this resource',
});
