import type { DepositEvent } from './domain/deposit.ts';
import { type Shown, told } from './shown-fields.ts';

/** Whose hash stood in the log; what it is the hash of, its holder shows by computing it again. */
export const shownOfDeposit: Shown<DepositEvent> = {
  deposited: told('存证', 'deposited', '/data/organization', '/data/hash'),
};
