import { calendar } from '../law/calendar.ts';
import type { OpenClock } from '../law/periods.ts';
import { undisposed } from './agreement-ending.ts';
import type { Agreement, Terms } from './agreement-schema.ts';
import { validity } from './agreement-term.ts';

/** What runs: the second signature's time, the term, the filing, and at the end the time to give everything back. */
export function clocksOf(state: Agreement): readonly OpenClock[] {
  switch (state.status) {
    case 'partly-signed':
      return present(state.clock);
    case 'in-effect':
      return [termClock(state.terms), ...present(state.filingClock), ...present(state.amendment?.clock)];
    case 'notice-served':
      return [termClock(state.terms), ...present(state.filingClock)];
    case 'expired':
    case 'terminated':
      return undisposed(state).length > 0 ? present(state.disposalClock) : [];
    default:
      return [];
  }
}

const present = (clock: OpenClock | undefined): readonly OpenClock[] => (clock ? [clock] : []);

/** The agreement's own term, which OPS-14 caps: known to the day, so it waits for no working-day schedule. */
function termClock(terms: Terms): OpenClock {
  const { from: startedAt, until: dueAt } = validity(terms);
  return { period: 'OPS-14', startedAt, dueAt, provisional: false, calendar: calendar.version };
}
