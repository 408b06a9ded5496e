import { agreement } from '../../shared/domain/agreement.ts';
import { isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import type { Instant } from '../../shared/law/time.ts';
import { firstDelivery } from '../../shared/store/first-supply.ts';
import { dequeue, waiting } from '../../shared/store/queues.ts';
import type { Context } from '../../shared/store/store.ts';
import { type Answer, transact } from '../../shared/store/transact.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { fallDue } from './first-supplies.ts';
import { attempt, type Outcome, system } from './outcome.ts';

/**
 * Takes the noted first deliveries of products 产品首次交付: the other fact from which a filing counts (REG-9(1)), for data
 * that no channel of ours supplied. Where a supply came first it has begun the clock, and nothing is written. One
 * transaction a dataset; a crash in between lets the next run find the rest.
 */
export async function takeFirstDeliveries(store: Context, outcome: Outcome): Promise<void> {
  for (const { id, value } of await waiting(store, 'first-delivery', firstDelivery)) {
    await attempt(outcome, `first delivery of product ${id}`, async () => {
      for (const dataset of value.datasets) {
        const done = await transact(store, (unit) => recordDelivery(store, unit, { ...value, dataset }));
        if (isRefusal(done)) throw new Error('the registration of what was delivered is not due');
      }
      await dequeue(store, 'first-delivery', id);
      outcome.supplies++;
    });
  }
}

interface Delivered {
  readonly operator: string;
  readonly agreement: string;
  readonly jurisdiction: string;
  readonly dataset: string;
  readonly at: Instant;
}

async function recordDelivery(store: Context, unit: Unit, delivered: Delivered): Promise<Answer | Refusal> {
  const { operator, agreement: basis, jurisdiction, dataset, at } = delivered;
  const { state: terms } = await unit.load(agreement, basis);
  const what = {
    ...{ operator, dataset, agreement: basis, jurisdiction },
    ...('effectiveAt' in terms && { operatingSince: terms.effectiveAt }),
  };
  const holder = 'grantor' in terms ? terms.grantor : undefined;
  const refused = await fallDue(store, unit, { at, actor: system }, what, holder);
  return refused ?? { status: 200, body: '', headers: {} };
}
