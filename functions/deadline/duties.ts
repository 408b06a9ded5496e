import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Envelope, isRefusal } from '../../shared/domain/decision.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { registration } from '../../shared/domain/registration.ts';
import type { PeriodId } from '../../shared/law/periods.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { type Outcome, system } from './outcome.ts';

/** What the schedule does, as `system`, when a clock of this kind runs out. The machine says no where nothing is due. */
export interface Duty {
  readonly kind: string;
  readonly period: PeriodId;
  readonly counts: 'escalated' | 'expired';
  /** The clock runs on when it was done: whoever must keep it still must, and is reminded. */
  readonly runsOn?: true;
  /** Statuses in which it waits for what people still decide, though its time is over: looked at again at each run. */
  readonly waits?: readonly string[];
  readonly act: (unit: Unit, id: string, envelope: Envelope) => Promise<object>;
}

/** A line each. Every other clock that runs out waits for a person, who is reminded daily. */
export const duties: readonly Duty[] = [
  // An emergency measure that nobody confirmed goes up to the head, and stays closed.
  duty('case', 'POLICY-6', 'escalated', (unit, id, by) => unit.decide(violation, id, { type: 'escalate', ...by })),
  // The gate needs no write: its `until` has been refusing since that very moment.
  duty('agreement', 'OPS-14', 'expired', (unit, id, by) => unit.decide(agreement, id, { type: 'expire', ...by })),
  // Who signed alone too long signed nothing.
  duty('agreement', 'POLICY-12', 'expired', (unit, id, by) =>
    unit.decide(agreement, id, { type: 'lapse-signing', ...by }),
  ),
  // A first registration that nobody filed in time: on record, and owed all the same.
  {
    ...duty('registration', 'REG-9(1)', 'escalated', (unit, id, by) =>
      unit.decide(registration, id, { type: 'escalate-filing', ...by }),
    ),
    runsOn: true,
  },
  // A qualification that nobody reviewed in time carries nothing any more.
  duty('qualification', 'LOCAL-8', 'expired', (unit, id, by) => unit.decide(qualification, id, { type: 'end', ...by })),
  // A renewal asked for in time is decided first; whatever else is under way ends with the registration.
  {
    ...duty('registration', 'REG-15', 'expired', (unit, id, by) =>
      unit.decide(registration, id, { type: 'expire', ...by }),
    ),
    waits: ['amending', 'amendment-accepted'],
  },
];

function duty(kind: string, period: PeriodId, counts: Duty['counts'], act: Duty['act']): Duty {
  return { kind, period, counts, act };
}

/** Tries it in its own transaction; what the machine refuses was not due. Counted when it was done. */
export async function carryOutDuty(store: Context, { act, counts }: Duty, id: string, at: Instant, outcome: Outcome) {
  const done = await transact(store, async (unit) => {
    const after = await act(unit, id, { at, actor: system });
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  if (!isRefusal(done)) outcome[counts]++;
}
