import * as z from 'zod/mini';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Agreement } from '../../shared/domain/agreement-schema.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { yearEnd, yearlies } from '../../shared/domain/yearly.ts';
import { divisions } from '../../shared/law/identifiers.ts';
import { type Instant, isInstant, localDate, millis } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, MAX_PAGE } from '../../shared/store/lists.ts';
import { read, replace } from '../../shared/store/singles.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';

/** Once a day it is looked again: an agreement that took effect in the last minute of a year reaches the index later. */
const LOOK_AGAIN_MS = 24 * 3_600_000;
/** After a longer outage the years before are opened too; nothing older than two terms of an agreement. */
const MAX_YEARS = 10;
const MAX_PAGES = 50;

/** The schedule acts as nobody: what it may do stands in the machines' tables as `system`. */
const system = { person: 'system', organization: 'platform', roles: ['system'] as const };
const marker = { kind: 'sweep', id: 'years' };
const progress = z.strictObject({
  /** The last year whose duties were opened. */
  year: z.int(),
  lookedAt: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value)),
});

/**
 * Opens what is owed for the year that ended: for each agreement in effect on some day of it the price report and both
 * disclosures, in one transaction, under ids that follow from agreement and year. So two runs, or one after an outage,
 * open each once, and the clock counts from the end of the year. @returns how many agreements were opened
 * @throws AggregateError after everything else was done
 */
export async function openYears({ store, clock }: Service): Promise<{ readonly opened: number }> {
  const at = clock.domain();
  const last = Number(localDate(at).slice(0, 4)) - 1;
  const known = await read(store, marker, progress);
  if (known && known.year >= last && Math.abs(millis(at) - millis(known.lookedAt)) < LOOK_AGAIN_MS)
    return { opened: 0 };
  const first = Math.max(last - MAX_YEARS + 1, Math.min(known ? known.year + 1 : last, last));
  const failures: Error[] = [];
  let opened = 0;
  for await (const id of agreements(store)) {
    for (let year = first; year <= last; year++) {
      try {
        if (await openYear(store, id, year, at)) opened++;
      } catch (cause) {
        failures.push(new Error(`year ${year} of agreement ${id}`, { cause }));
      }
    }
  }
  // Not moved when something failed: the next run tries all of it again, and what was opened stays opened once.
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} years not opened: ${failures[0]?.message}`);
  await replace(store, marker, { year: last, lookedAt: at });
  return { opened };
}

/** The stream of one duty: agreement, year and duty give it. */
export function statementId(
  { hash }: Pick<Context, 'hash'>,
  agreement: string,
  year: number,
  aggregate: string,
): string {
  // Ids hold no '|': nothing else gives the same text.
  const text = new TextEncoder().encode([agreement, year, aggregate].join('|'));
  return Buffer.from(hash(text)).toString('hex').slice(0, 40);
}

async function openYear(store: Context, id: string, year: number, at: Instant): Promise<boolean> {
  let opened = false;
  const outcome = await transact(store, async (unit) => {
    opened = false;
    const { state } = await unit.load(agreement, id);
    if (!ranIn(state, year)) return { status: 200, body: '', headers: {} };
    const { grantor, operator, jurisdiction, title } = state;
    for (const machine of yearlies) {
      const before = await unit.load(machine, statementId(store, id, year, machine.aggregate));
      if (before.version > 0) continue;
      const said = { agreement: id, year, grantor, operator, jurisdiction, title };
      const after = await unit.decide(machine, before, { type: 'fall-due', at, actor: system, ...said });
      if (isRefusal(after)) return after;
      opened = true;
    }
    return { status: 200, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome.grounds));
  return opened;
}

type Effective = Extract<Agreement, { effectiveAt: Instant }>;

/** In effect at some moment of the year, from its first to before the first of the next. */
const ranIn = (state: Agreement, year: number): state is Effective =>
  'effectiveAt' in state &&
  state.effectiveAt < yearEnd(year) &&
  !('endedAt' in state && state.endedAt <= yearEnd(year - 1));

/** Every agreement that took effect once, by the index. */
async function* agreements(store: Context): AsyncGenerator<string> {
  for (const jurisdiction of Object.keys(divisions)) {
    for (const status of ['in-effect', 'notice-served', 'expired', 'terminated', 'settled']) {
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES && (page === 0 || cursor !== undefined); page++) {
        const list = { kind: 'agreement', jurisdiction, status };
        const found = await listByKind(store, list, { limit: MAX_PAGE, cursor, ascending: true });
        yield* found.items.map(({ id }) => id);
        cursor = found.cursor;
      }
    }
  }
}
