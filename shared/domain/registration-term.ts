import { type OpenClock, openClock } from '../law/periods.ts';
import { addDays, endOfDay, type LocalDate, localDate, startOfDay } from '../law/time.ts';
import { type Decision, type In, type Refusal, refuse } from './decision.ts';
import type { Category } from './registration-file.ts';
import type { Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';

/** How long a code is good: the last valid day, and the clock that ends with it. */
export type Term = { readonly expiresOn: LocalDate; readonly clock: OpenClock };

/**
 * The term that begins on `first`: to the day before the anniversary, and for a product or service no longer than its
 * real operation. Refuses a product without that day, or past it. @see REG-15
 */
export function validity(category: Category, first: LocalDate, operatingUntil: LocalDate | undefined): Term | Refusal {
  const clock = openClock('REG-15', startOfDay(first));
  const cap = addDays(localDate(clock.dueAt), -1);
  if (category === 'resource') return { expiresOn: cap, clock };
  if (operatingUntil === undefined) {
    const detail = { zh: '须给出授权协议的实际运营期限', en: 'give the last day of real operation' };
    return refuse('REG-15', detail, '/operatingUntil');
  }
  if (operatingUntil < first) {
    return refuse('REG-15', { zh: '运营期已满', en: 'the operating term is over' }, '/operatingUntil');
  }
  const expiresOn = operatingUntil < cap ? operatingUntil : cap;
  return { expiresOn, clock: { ...clock, dueAt: endOfDay(expiresOn) } };
}

/** Ends with the last valid day; but a renewal asked for in time is decided first. @see REG-15 */
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
