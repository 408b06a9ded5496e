import * as z from 'zod';
import type { Envelope, Machine } from './decision.ts';
import { depositStates } from './states.ts';
import { id, instant, jurisdiction, sha256 } from './values.ts';

const deposited = { organization: id, jurisdiction, hash: sha256 };

/** Evidence deposit 存证: a hash that stood in the public log before anybody applied for anything with it. */
export const depositState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('deposited'), ...deposited, depositedAt: instant }),
]);
export type Deposit = z.infer<typeof depositState>;

export const depositEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('deposited'), at: instant, ...deposited }),
]);
export type DepositEvent = z.infer<typeof depositEvent>;

export type DepositCommand = Envelope & { type: 'deposit'; hash: string; jurisdiction: string };

/**
 * Deposits 存证. Only the hash comes here: whoever holds the file recomputes it, and the log's inclusion proof shows
 * that it stood there. Never changed, never taken back. @see REG-10
 */
export const deposit: Machine<Deposit, DepositCommand, DepositEvent> = {
  aggregate: 'deposit',
  label: { zh: '存证', en: 'evidence deposit' },
  states: depositStates,
  state: depositState,
  event: depositEvent,
  initial: { status: 'none' },
  transitions: {
    deposit: {
      by: ['operator', 'source-unit', 'grantor', 'right-holder'],
      article: 'REG-10',
      label: { zh: '存证', en: 'deposit evidence' },
      none: ({ at, actor, hash, jurisdiction }) => [
        { type: 'deposited', at, organization: actor.organization, jurisdiction, hash },
      ],
    },
  },
  evolve: (state, event) => {
    if (state.status !== 'none') return state;
    const { type: _, at: depositedAt, ...what } = event;
    return { status: 'deposited', ...what, depositedAt };
  },
  parties: () => ({}),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, party: state.organization },
};
