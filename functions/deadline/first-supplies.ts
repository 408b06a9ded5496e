import { channel } from '../../shared/domain/channel.ts';
import { type Envelope, isRefusal } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { dequeue, waiting } from '../../shared/store/queues.ts';
import { type FirstSupply, firstSupply } from '../../shared/store/served.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { attempt, type Outcome, system } from './outcome.ts';

/**
 * Takes the noted first supplies 首次供给: the channel records its own, and the registration falls due, in one
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
    const product = { operator, dataset, agreement: basis.id };
    const due = await unit.load(registration, dueRegistration(store, product));
    const command = { type: 'report-first-supply', ...envelope, ...product, channel: id, jurisdiction } as const;
    const reported = due.version === 0 ? await unit.decide(registration, due, command) : due;
    if (isRefusal(reported)) return reported;
  }
  return { status: 200, body: '', headers: {} };
}
