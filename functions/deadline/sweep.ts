import * as z from 'zod/mini';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Envelope, isRefusal } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import type { PeriodId } from '../../shared/law/periods.ts';
import {
  addDays,
  type Instant,
  isInstant,
  isLocalDate,
  type LocalDate,
  localDate,
  millis,
} from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { type Listed, listDue, MAX_PAGE } from '../../shared/store/lists.ts';
import { read, replace } from '../../shared/store/singles.ts';
import type { Context } from '../../shared/store/store.ts';
import { DUE_SHARDS } from '../../shared/store/summary.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { takeFirstSupplies } from './first-supplies.ts';
import { attempt, type Outcome, system } from './outcome.ts';

/** Days behind today that are looked through again each hour: what was refused then may be possible now. */
const LOOK_BACK_DAYS = 30;
const LOOK_BACK_EVERY_MS = 3_600_000;
/** Days of one run. After a longer outage, or a clock moved far ahead, the next run goes on where this one ended. */
const MAX_DAYS = 400;
/** Pages of one shard of one day in one run: what was done leaves the list, the next run finds the rest. */
const MAX_PAGES = 25;

/** What the schedule does when a clock runs out. Every other overdue clock waits for a person and is only listed. */
const duties: Readonly<Record<string, Duty>> = {
  case: {
    period: 'POLICY-6',
    counts: 'escalated',
    act: (unit, id, envelope) => unit.decide(violation, id, { type: 'escalate', ...envelope }),
  },
  // The gate needs no write: its `until` has been refusing since that very moment.
  agreement: {
    period: 'OPS-14',
    counts: 'expired',
    act: (unit, id, envelope) => unit.decide(agreement, id, { type: 'expire', ...envelope }),
  },
  registration: {
    period: 'REG-15',
    counts: 'expired',
    act: (unit, id, envelope) => unit.decide(registration, id, { type: 'expire', ...envelope }),
  },
};

interface Duty {
  readonly period: PeriodId;
  readonly counts: 'escalated' | 'expired';
  readonly act: (unit: Unit, id: string, envelope: Envelope) => Promise<object>;
}

/**
 * One run of the schedule: first supplies start their clocks, clocks that ran out are acted on. Decided by the machines
 * inside transactions, so that two runs at once, a run again, or one after an outage do each thing once.
 * @throws AggregateError after everything else was done
 */
export async function sweepDeadlines({ store, clock }: Service): Promise<Omit<Outcome, 'failures'>> {
  const { failures, ...done }: Outcome = await swept(store, clock.domain());
  if (failures.length > 0) throw new AggregateError(failures, told(failures));
  return done;
}

/** The log shows the message only, so that the first few say what they were about. */
const told = (failures: readonly Error[]): string =>
  `${failures.length} deadlines not handled: ${failures
    .slice(0, 5)
    .map(({ message, cause }) => `${message} (${cause})`)
    .join('; ')}`;

async function swept(store: Context, at: Instant): Promise<Outcome> {
  const outcome: Outcome = { supplies: 0, escalated: 0, expired: 0, failures: [] };
  await takeFirstSupplies(store, outcome);
  const known = await read(store, marker, progress);
  const lookBack = !known || Math.abs(millis(at) - millis(known.lookedBackAt)) >= LOOK_BACK_EVERY_MS;
  const days = daysOf(localDate(at), known?.through, lookBack);
  for (const day of days) await sweepDay(store, day, at, outcome, lookBack);
  const through = days.at(-1) ?? localDate(at);
  // Written last: a crash before it repeats the days, which harms nothing. Two runs write what each of them did.
  const lookedBackAt = lookBack || !known ? at : known.lookedBackAt;
  if (lookBack || through !== known?.through) await replace(store, marker, { through, lookedBackAt });
  return outcome;
}

const marker = { kind: 'sweep', id: 'deadline' };
const progress = z.strictObject({
  /** The last due day that a run looked through; it is looked through again while it lasts. */
  through: z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value)),
  lookedBackAt: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value)),
});

/** From where the last run ended (each hour 30 days before) to today; none but today when the clock was set back. */
function daysOf(today: LocalDate, through: LocalDate | undefined, lookBack: boolean): LocalDate[] {
  const reached = through === undefined || through > today ? today : through;
  const days = [lookBack ? addDays(reached, -LOOK_BACK_DAYS) : reached];
  for (let last = days[0]; last && last < today && days.length < MAX_DAYS; last = days.at(-1)) {
    days.push(addDays(last, 1));
  }
  return days;
}

async function sweepDay(store: Context, day: LocalDate, at: Instant, outcome: Outcome, thorough: boolean) {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard);
  await Promise.all(
    shards.map((shard) =>
      attempt(outcome, `clocks due on ${day}, shard ${shard}`, async () => {
        for await (const one of due(store, day, shard, at)) await carryOut(store, one, at, outcome, thorough);
      }),
    ),
  );
}

/** What is due by now, earliest first. */
async function* due(store: Context, day: LocalDate, shard: number, at: Instant): AsyncGenerator<Listed> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listDue(store, { day, shard }, { limit: MAX_PAGE, cursor });
    for (const one of found.items) {
      if (one.dueAt === undefined || one.dueAt > at) return;
      yield one;
    }
    cursor = found.cursor;
    if (cursor === undefined) return;
  }
}

/**
 * Tries what is due. The index shows a stream's earliest clock only, and late: a thorough run tries the stream's duty
 * whatever clock is shown, and the machine says no where nothing is due.
 */
async function carryOut(
  store: Context,
  { kind, id, period }: Listed,
  at: Instant,
  outcome: Outcome,
  thorough: boolean,
) {
  const duty = duties[kind];
  if (!duty || !(thorough || period === duty.period)) return;
  await attempt(outcome, `${kind} ${id}`, async () => {
    const done = await transact(store, async (unit) => {
      const after = await duty.act(unit, id, { at, actor: system });
      return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
    });
    if (!isRefusal(done)) outcome[duty.counts]++;
  });
}
