import * as z from 'zod';
import { millis } from '../law/time.ts';
import { addHours, endOfHour, isUtcHour, startOfHour } from '../law/utc-hour.ts';
import { type Decision, type Envelope, type In, type Machine, refuse, type Transitions } from './decision.ts';
import { servedHourStates } from './states.ts';
import { instant, sha256 } from './values.ts';

/** From the end of an hour until it may be sealed: what was begun in it is filed by then. @see POLICY-20 */
export const SEAL_AFTER_MS = 5 * 60_000;

/** As in the keys of delivery records: `2026112309`. */
const hour = z
  .string()
  .regex(/^\d{10}$/)
  .refine(isUtcHour, 'not an hour of UTC');
/** `root`: over the hour's delivery records, as shared/ledger/deliveries.ts builds it; `buckets`: places in its upper tree. */
const sealed = { hour, root: sha256, buckets: z.int().positive() };

export const servedHourState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('sealing'), first: hour, last: hour }),
]);
export type ServedHours = z.infer<typeof servedHourState>;

export const servedHourEvent = z.strictObject({ type: z.literal('sealed'), at: instant, ...sealed });
export type ServedHourEvent = z.infer<typeof servedHourEvent>;

export type ServedHourCommand = Envelope & {
  readonly type: 'seal';
  readonly hour: string;
  readonly root: string;
  readonly buckets: number;
};

const transitions: Transitions<ServedHours, ServedHourCommand, ServedHourEvent> = {
  seal: {
    by: ['system'],
    article: 'POLICY-20',
    label: { zh: '封存一小时的供给记录', en: 'seal an hour of delivery records' },
    none: seal,
    sealing: (command, state) => (command.hour === state.last ? [] : (outOfTurn(command, state) ?? seal(command))),
  },
};

/** There is one such stream. Its leaves are of kind `served`, one an hour: they tell the public nothing else. */
export const servedHours = { aggregate: 'served-hour', id: 'deliveries' } as const;

/** Hours of delivery records 供给记录封存: hour after hour without a gap, empty ones too. @see POLICY-20, DZ-49 */
export const servedHour: Machine<ServedHours, ServedHourCommand, ServedHourEvent> = {
  aggregate: servedHours.aggregate,
  label: { zh: '供给记录封存', en: 'sealed delivery records' },
  states: servedHourStates,
  state: servedHourState,
  event: servedHourEvent,
  initial: { status: 'none' },
  transitions,
  evolve: (state, { hour: last }) => ({
    status: 'sealing',
    first: state.status === 'none' ? last : state.first,
    last,
  }),
  parties: () => ({}),
  clocks: () => [],
  summary: () => ({ jurisdiction: '000000' }),
};

function seal({ at, hour: which, root, buckets }: ServedHourCommand): Decision<ServedHourEvent> {
  const from = millis(endOfHour(which)) + SEAL_AFTER_MS;
  if (millis(at) >= from) return [{ type: 'sealed', at, hour: which, root, buckets }];
  return refuse(
    'POLICY-20',
    { zh: '该小时结束满五分钟后才能封存', en: 'an hour is sealed five minutes after its end' },
    '/hour',
  );
}

function outOfTurn({ hour: which }: ServedHourCommand, { last }: In<ServedHours, 'sealing'>) {
  if (which === addHours(last, 1)) return undefined;
  return refuse(
    'POLICY-20',
    {
      zh: `接下来应封存 ${startOfHour(addHours(last, 1))} 起的一小时`,
      en: `the hour after ${last} is the next to be sealed`,
    },
    '/hour',
  );
}
