import { violation } from '../../shared/domain/case.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import type { Instant, LocalDate } from '../../shared/law/time.ts';
import { enforcing } from '../domain/enforcing.ts';
import { actor, given } from '../domain/given.ts';
import { registering } from '../domain/registering.ts';
import type { TestService } from './harness.ts';
import { recorded } from './recorded.ts';

export const DAY = 86_400_000;

const clerk = actor('clerk', 'authority', 'data-authority');

/** An emergency measure of the authority against alpha, placed now. */
export async function emergency(service: TestService, id: string): Promise<Instant> {
  const at = service.clock.domain();
  const placed = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject: 'alpha' });
  const { events } = given(violation).and(placed);
  await recorded(service, violation, id, events, clerk);
  return openClock('POLICY-6', at).dueAt;
}

/** A registration of alpha, coded today and valid until the end of that day. */
export async function coded(service: TestService, id: string, operatingUntil: LocalDate): Promise<void> {
  const at = service.clock.domain();
  const registrants = [{ organization: 'alpha', legalPerson: true }];
  const lin = actor('ann', 'alpha', 'operator');
  const qin = actor('registrar', 'registry', 'registration-agency');
  const noticed = openClock('REG-12', at).dueAt;
  const { events } = given(registration).and(
    registering.apply(at, { actor: lin, registrants, agency: 'registry', agreement: `agreement-of-${id}` }),
    registering.accept(at, { actor: qin }),
    registering.review(at, { actor: qin }),
    registering['publish-notice'](at, { actor: qin }),
    registering['assign-code'](noticed, { actor: qin, operatingUntil }),
  );
  service.moveTo(noticed);
  await recorded(service, registration, id, events, qin);
}
