import { agreement } from './domain/agreement.ts';
import { violation } from './domain/case.ts';
import type { ClockChange, ClocksRecomputed } from './domain/clock-change.ts';
import type { Envelope, Machine } from './domain/decision.ts';
import { plan } from './domain/plan.ts';
import type { AnyProceeding } from './domain/proceeding-schema.ts';
import { proceedings } from './domain/proceedings.ts';
import { qualification } from './domain/qualification.ts';
import { registration } from './domain/registration.ts';
import { grantorDisclosure, operatorDisclosure, priceReport } from './domain/yearly.ts';
import type { OpenClock } from './law/periods.ts';
import type { LegalRole, Text } from './law/roles.ts';
import type { Context } from './store/store.ts';
import { type Loaded, loadHead, type Unit } from './store/unit.ts';

/** A stream as the deadlines see it, whatever its machine. */
export interface ClockedStream {
  readonly status: string;
  readonly version: number;
  readonly clocks: readonly OpenClock[];
  readonly parties: Readonly<Partial<Record<LegalRole, string>>>;
  readonly title?: string;
  /** Stages that its clocks were counted again; whoever is told hears both dates. */
  readonly recompute: (unit: Unit, envelope: Envelope, changes: readonly ClockChange[]) => void;
}

interface Clocked {
  readonly label: Text;
  /** Statuses in which a clock can run: their lists are read, the others' are not. */
  readonly statuses: readonly string[];
  readonly read: (store: Context, id: string) => Promise<ClockedStream>;
}

/** Every machine whose streams carry statutory clocks, a line each: lists, reminders and recounts come from here. */
export const clocked: Readonly<Record<string, Clocked>> = {
  registration: of(
    registration,
    'due',
    'overdue',
    'applied',
    'returned',
    'accepted',
    'in-notice',
    'coded',
    'amending',
    'amendment-accepted',
  ),
  agreement: of(agreement, 'partly-signed', 'in-effect', 'notice-served', 'expired', 'terminated'),
  plan: of(plan, 'approved', 'published'),
  qualification: of(qualification, 'qualified', 'selected', 'decided'),
  // The party's terms to appeal 复议、诉讼 run on beside whatever else the case does.
  case: of(
    violation,
    ...(['emergency', 'noticed', 'decided', 'executing', 'executed', 'appealed', 'upheld', 'overturned'] as const),
  ),
  'price-report': of(priceReport, 'due', 'prepared'),
  'grantor-disclosure': of(grantorDisclosure, 'due', 'prepared'),
  'operator-disclosure': of(operatorDisclosure, 'due', 'prepared'),
  ...Object.fromEntries(proceedings.map((one) => [one.aggregate, of(one, ...openStatuses(one))])),
};

/** Statuses that a step leads out of, where one of its steps starts a clock at all. */
function openStatuses({ steps }: AnyProceeding): string[] {
  const rows = Object.values(steps);
  return rows.some(({ starts }) => starts) ? [...new Set(rows.flatMap(({ from = [] }) => from))] : [];
}

function of<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  ...statuses: readonly S['status'][]
): Clocked {
  return {
    label: machine.label,
    statuses,
    read: async (store, id) => streamOf(machine, await loadHead(store, machine, id)),
  };
}

function streamOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  loaded: Loaded<S>,
): ClockedStream {
  const { state, version } = loaded;
  const { title } = machine.summary(state);
  return {
    status: state.status,
    version,
    clocks: machine.clocks(state),
    parties: machine.parties(state),
    ...(title !== undefined && { title }),
    recompute: (unit, envelope, changes) => {
      const event: ClocksRecomputed = { type: 'clocks-recomputed', at: envelope.at, changes };
      unit.record(machine, loaded, [event], envelope);
    },
  };
}
