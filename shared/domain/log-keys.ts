import * as z from 'zod';
import type { Decision, Envelope, Machine, Transitions } from './decision.ts';
import { instant } from './values.ts';

/** Verifier keys as others take them in (`name+id+base64`), in the order in which they sign. @see c2sp.org/signed-note */
const vkeys = z.array(z.string().min(1).max(600)).min(1).max(4);

const logKeysState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('in-use'), vkeys }),
]);
export type LogKeys = z.infer<typeof logKeysState>;

const logKeysEvent = z.strictObject({ type: z.literal('changed'), at: instant, vkeys });
export type LogKeysEvent = z.infer<typeof logKeysEvent>;

export type LogKeysCommand = Envelope & { readonly type: 'change'; readonly vkeys: readonly string[] };

const change = ({ at, vkeys }: LogKeysCommand): Decision<LogKeysEvent> => [{ type: 'changed', at, vkeys: [...vkeys] }];

const transitions: Transitions<LogKeys, LogKeysCommand, LogKeysEvent> = {
  change: {
    by: ['system'],
    article: 'DZ-49',
    label: { zh: '更换日志密钥', en: 'change the keys of the log' },
    none: change,
    // The same keys again are no change: two sequencers that meet say it once.
    'in-use': (command, state) => (command.vkeys.join() === state.vkeys.join() ? [] : change(command)),
  },
};

/** There is one such stream. Its leaves are of kind `key`. */
export const keyStream = { aggregate: 'log', id: 'key' } as const;

/** Keys that sign the log 日志签名密钥: each change is an event, and so a leaf of that log. */
export const logKeys: Machine<LogKeys, LogKeysCommand, LogKeysEvent> = {
  aggregate: keyStream.aggregate,
  label: { zh: '日志密钥', en: 'log key' },
  states: { none: { zh: '尚未更换', en: 'never changed' }, 'in-use': { zh: '使用中', en: 'in use' } },
  state: logKeysState,
  event: logKeysEvent,
  initial: { status: 'none' },
  transitions,
  evolve: (_, { vkeys }) => ({ status: 'in-use', vkeys }),
  parties: () => ({}),
  clocks: () => [],
  summary: () => ({ jurisdiction: '000000' }),
};
