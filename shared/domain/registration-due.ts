import { openClock } from '../law/periods.ts';
import { lastLegacyDay, registrationInForce } from '../law/settings.ts';
import { localDate } from '../law/time.ts';
import { type Decision, type In, refuse } from './decision.ts';
import type { Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';

type Command<K extends RegistrationCommand['type']> = Extract<RegistrationCommand, { type: K }>;
type Decided = Decision<RegistrationEvent>;

/** The clock counts from the later of its two facts: operation began, and data was first supplied. @see REG-9(1) */
export function fallDue({ type: _, actor: __, ...supplied }: Command<'report-first-supply'>): Decided {
  const { at, operatingSince = at } = supplied;
  return [{ type: 'fell-due', ...supplied, clock: openClock('REG-9(1)', operatingSince > at ? operatingSince : at) }];
}

/** Not filed in time: on record, once, for everybody who must see it. Filing late stays possible. @see REG-9 */
export function escalateFiling({ at }: Command<'escalate-filing'>, { clock }: In<Registration, 'due'>): Decided {
  if (at >= clock.dueAt) return [{ type: 'filing-escalated', at }];
  return refuse('REG-9', { zh: `申请期限至 ${clock.dueAt}`, en: `there is time to file until ${clock.dueAt}` });
}

/** What was operated and supplied before the measures came into force had its own last day. @see REG-9 */
export function importLegacy({ type: _, actor, ...supplied }: Command<'import-legacy'>): Decided {
  const { at, suppliedAt, operatingSince = suppliedAt } = supplied;
  const clock = openClock('REG-9(legacy)', registrationInForce);
  if (suppliedAt >= registrationInForce || operatingSince >= registrationInForce) {
    const detail = {
      zh: `只有 ${lastLegacyDay} 以前已运营并供给的才是存量`,
      en: `legacy is what was operated and supplied by ${lastLegacyDay}`,
    };
    return refuse('REG-9', detail, '/suppliedAt');
  }
  if (at >= clock.dueAt) return [{ type: 'legacy-imported', ...supplied, clock, by: actor.person }];
  const detail = { zh: `补办期限至 ${localDate(clock.dueAt)} 零时`, en: `it is not overdue before ${clock.dueAt}` };
  return refuse('REG-9', detail);
}
