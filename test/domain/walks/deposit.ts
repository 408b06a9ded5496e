import * as fc from 'fast-check';
import { type Deposit, type DepositCommand, type DepositEvent, deposit } from '../../../shared/domain/deposit.ts';
import { actor, hashOf } from '../given.ts';
import type { Walk } from './walk.ts';

const lin = actor('lin', 'rongshu', 'operator');

export const depositWalk: Walk<Deposit, DepositCommand, DepositEvent> = {
  machine: deposit,
  rare: [],
  book: {
    deposit: fc
      .constantFrom('a', 'b')
      .map((digit) => (at) => ({ type: 'deposit', at, actor: lin, hash: hashOf(digit), jurisdiction: '511700' })),
  },
  cast: [lin, actor('he', 'bureau', 'source-unit'), actor('x', 'nowhere')],
};
