import { type OpenClock, openClock, periodAt } from '../law/periods.ts';
import { addDays, addYears, endOfDay, type Instant, type LocalDate, localDate, startOfDay } from '../law/time.ts';
import { type Decision, type In, type Refusal, refuse } from './decision.ts';
import type { Category } from './registration-file.ts';
import type { Registration, RegistrationCommand, RegistrationEvent } from './registration-record.ts';

/** How long a code is good: the last valid day, and the clock that ends with it. */
export type Term = { readonly expiresOn: LocalDate; readonly clock: OpenClock };

/**
 * Last valid day of a term that begins on `first`: the day before the anniversary, and for a product or service no
 * later than the last day of its real operation. @see REG-15
 */
export function validity(
  category: Category,
  first: LocalDate,
  at: Instant,
  operatingUntil: LocalDate | undefined,
): Term | Refusal {
  const cap = addDays(addYears(first, yearsOf(localDate(at))), -1);
  if (category === 'resource') return termUntil(cap, at);
  if (operatingUntil === undefined) {
    const detail = { zh: '须给出授权协议的实际运营期限', en: 'give the last day of real operation' };
    return refuse('REG-15', detail, '/operatingUntil');
  }
  if (operatingUntil < first) {
    return refuse('REG-15', { zh: '运营期已满', en: 'the operating term is over' }, '/operatingUntil');
  }
  return termUntil(operatingUntil < cap ? operatingUntil : cap, at);
}

const termUntil = (expiresOn: LocalDate, at: Instant): Term => ({
  expiresOn,
  clock: { ...openClock('REG-15', at), dueAt: endOfDay(expiresOn), provisional: false },
});

function yearsOf(day: LocalDate): number {
  const period = periodAt('REG-15', day);
  if (period?.unit !== 'year') throw new RangeError(`REG-15 has no value in years on ${day}`);
  return period.count;
}

/** First moment of the renewal window: the last valid day is the last of its days. @see REG-15 */
export function renewalOpens(expiresOn: LocalDate): Instant {
  const window = periodAt('REG-15(renewal)', expiresOn);
  if (window?.unit !== 'calendar-day') throw new RangeError(`no renewal window in calendar days on ${expiresOn}`);
  return startOfDay(addDays(expiresOn, 1 - window.count));
}

/** A renewal asked for in time is decided first; everything else ends with the last valid day. @see REG-15 */
export function expire(
  { at }: Extract<RegistrationCommand, { type: 'expire' }>,
  state: In<Registration, 'coded' | 'amending' | 'amendment-accepted'>,
): Decision<RegistrationEvent> {
  if (at < endOfDay(state.expiresOn)) {
    return refuse('REG-15', { zh: `有效至 ${state.expiresOn}`, en: `valid to the end of ${state.expiresOn}` });
  }
  if (state.status !== 'coded' && state.amendment.kind === 'renewal') {
    return refuse('REG-15', { zh: '续期申请尚未办结', en: 'a renewal asked for in time is still open' });
  }
  return [{ type: 'expired', at }];
}
