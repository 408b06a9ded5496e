import { type Calendar, calendar } from '../../shared/law/calendar.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import type { Context } from '../../shared/store/store.ts';
import { takeFirstDeliveries } from './first-deliveries.ts';
import { takeFirstSupplies } from './first-supplies.ts';
import { attempt, type Outcome } from './outcome.ts';
import { recompute } from './recompute.ts';
import { remind } from './remind.ts';

/**
 * One run of the schedule: first supplies start their clocks, what was provisional is counted again once its year's
 * schedule is there, clocks that ran out are acted on, and whoever must keep one is reminded. All of it inside
 * transactions, so that two runs at once, a run again, or one after an outage do each thing once.
 * @throws AggregateError after everything else was done
 */
export async function sweepDeadlines(
  { store, clock }: Service,
  by: Calendar = calendar,
): Promise<Omit<Outcome, 'failures'>> {
  const { failures, ...done }: Outcome = await swept(store, clock.domain(), by);
  if (failures.length > 0) throw new AggregateError(failures, told(failures));
  return done;
}

/** The log shows the message only, so that the first few say what they were about. */
const told = (failures: readonly Error[]): string =>
  `${failures.length} deadlines not handled: ${failures
    .slice(0, 5)
    .map(({ message, cause }) => `${message} (${cause})`)
    .join('; ')}`;

async function swept(store: Context, at: Instant, by: Calendar): Promise<Outcome> {
  const outcome: Outcome = { supplies: 0, escalated: 0, expired: 0, reminded: 0, recomputed: 0, failures: [] };
  await takeFirstSupplies(store, outcome);
  await takeFirstDeliveries(store, outcome);
  await attempt(outcome, 'clocks to count again', () => recompute(store, at, by, outcome));
  await attempt(outcome, 'clocks that are due', () => remind(store, at, outcome));
  return outcome;
}
