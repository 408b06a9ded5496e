import { openClock, renewalOpensAt } from '../law/periods.ts';
import type { LegalRole } from '../law/roles.ts';
import { addDays, endOfDay, type Instant, type LocalDate } from '../law/time.ts';
import { type Actor, type Decision, type Ground, type In, type Refusal, refuse, refuseAll } from './decision.ts';
import { changed, difference } from './registration-difference.ts';
import { tooLate } from './registration-file.ts';
import type { Amendment, Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';
import { registrantRoles, sameHand, unexplained } from './registration-steps.ts';
import { validity } from './registration-term.ts';

type Command<K extends RegistrationCommand['type']> = Extract<RegistrationCommand, { type: K }>;
type Decided = Decision<RegistrationEvent>;
type Coded = Extract<Registration, { codedOn: LocalDate }>;

/** Asks for a change 变更, correction 更正, renewal or deregistration 注销 of what is coded. @see REG-9 */
export function amend({ at, actor, amendment }: Command<'amend'>, state: In<Registration, 'coded'>): Decided {
  return (
    notTheirs(actor, amendment, state) ??
    noLonger(at, state) ??
    emptyAmendment(at, amendment, state) ??
    outsideWindow(at, amendment, state) ?? [
      { type: 'amendment-applied', at, amendment, by: actor.person, clock: openClock('REG-10', at) },
    ]
  );
}

/** An interested party may ask for a correction only, with consent or proof. */
function notTheirs(actor: Actor, amendment: Amendment, state: Coded): Refusal | undefined {
  const may: readonly LegalRole[] = registrantRoles[state.category];
  if (actor.organization === state.registrants[0] && actor.roles.some((role) => may.includes(role))) return undefined;
  if (amendment.kind !== 'correction') {
    const detail = { zh: '只有登记主体可以申请', en: 'only the registrant may ask for this' };
    return refuse('REG-9', detail, '/amendment/kind');
  }
  if (amendment.proof) return undefined;
  const detail = { zh: '利害关系人须提交同意或证明', en: 'an interested party brings consent or proof' };
  return refuse('REG-9', detail, '/amendment/proof');
}

/** Over since that moment, whether or not the schedule has noted it. @see REG-15 */
function noLonger(at: Instant, { expiresOn }: Coded): Refusal | undefined {
  if (at < endOfDay(expiresOn)) return undefined;
  return refuse('REG-15', { zh: `有效期已于 ${expiresOn} 届满`, en: `it was valid to the end of ${expiresOn}` });
}

/** A change to what already stands there is none. */
function emptyAmendment(at: Instant, amendment: Amendment, state: Coded): Refusal | undefined {
  if (amendment.kind !== 'change' && amendment.kind !== 'correction') return undefined;
  const { changes } = amendment;
  const detail = { zh: '没有任何变更内容', en: 'nothing is changed' };
  const empty: Ground[] =
    difference(state, changed(state, changes)).length > 0
      ? []
      : [{ article: 'REG-9', detail, pointer: '/amendment/changes' }];
  return refuseAll([...empty, ...tooLate(at, changes.file)]);
}

/** Renewal only in the last days of validity. @see REG-15 */
function outsideWindow(at: Instant, amendment: Amendment, { clock }: Coded): Refusal | undefined {
  if (amendment.kind !== 'renewal') return undefined;
  const opens = renewalOpensAt(clock);
  if (at >= opens && at < clock.dueAt) return undefined;
  const detail = {
    zh: `续期窗口：${opens} 至 ${clock.dueAt}`,
    en: `renew from ${opens} to ${clock.dueAt}`,
  };
  return refuse('REG-15', detail, '/amendment/kind');
}

/** Carries out what was asked for; another person than the one who asked. @see POLICY-7 */
export function approve(
  { at, actor, explanation }: Command<'approve-amendment'>,
  state: In<Registration, 'amendment-accepted'>,
): Decided {
  const blocked =
    sameHand(actor, state.amendedBy) ??
    unexplained(at, state.amendmentClock, explanation ?? state.overrun?.explanation);
  if (blocked) return blocked;
  const { amendment } = state;
  const done = { at, by: actor.person, ...(explanation && { explanation }) };
  switch (amendment.kind) {
    case 'change':
      return [{ type: 'changed', ...done, changes: amendment.changes }];
    case 'correction':
      return [{ type: 'corrected', ...done, changes: amendment.changes }];
    case 'deregistration':
      return [{ type: 'deregistered', ...done, ground: amendment.ground }];
    case 'renewal': {
      const term = validity(state.category, addDays(state.expiresOn, 1), amendment.operatingUntil);
      return 'refused' in term ? term : [{ type: 'renewed', ...done, ...term }];
    }
  }
}

/** A validity that ended while the renewal was decided ends with the refusal: nothing else would look at it again. */
export function refuseAmendment(
  { at, reasons, explanation }: Command<'refuse'>,
  state: In<Registration, 'amending' | 'amendment-accepted'>,
): Decided {
  const { expiresOn, amendmentClock } = state;
  const blocked =
    state.status === 'amendment-accepted' && unexplained(at, amendmentClock, explanation ?? state.overrun?.explanation);
  if (blocked) return blocked;
  const refused = { type: 'amendment-refused', at, reasons, ...(explanation && { explanation }) } as const;
  return at < endOfDay(expiresOn) ? [refused] : [refused, { type: 'expired', at }];
}

/** Taken back by whoever asked; what only the registrant may ask for, by anybody who acts for it. @see REG-9 */
export function takeBack(
  { at, actor }: Command<'withdraw-amendment'>,
  { amendment, amendedBy, expiresOn, registrants }: In<Registration, 'amending' | 'amendment-accepted'>,
): Decided {
  const own = amendment.kind !== 'correction' && actor.organization === registrants[0];
  if (!own && actor.person !== amendedBy) {
    return refuse('REG-9', { zh: '只有申请人可以撤回', en: 'only whoever asked for it takes it back' });
  }
  const taken = { type: 'amendment-withdrawn', at, by: actor.person } as const;
  return at < endOfDay(expiresOn) ? [taken] : [taken, { type: 'expired', at }];
}

/**
 * The agency deregisters by itself only whose registrant is no more, since nobody is left to ask for it, and a product
 * whose real operation is over, its agreement having ended before the day that it was coded with. @see REG-9, REG-15
 */
export function deregisterUnasked({ at, actor, dissolved, operatingUntil }: Command<'deregister'>): Decided {
  if (dissolved) return [{ type: 'deregistered', at, by: actor.person, ground: 'dissolved', evidence: dissolved }];
  if (operatingUntil !== undefined && at >= endOfDay(operatingUntil)) {
    return [{ type: 'deregistered', at, by: actor.person, ground: 'right-ended' }];
  }
  const detail = {
    zh: '有效期内须由登记主体申请注销；主体已终止的，提交证明；授权协议已终止的产品，自终止次日起可径行注销',
    en: 'while it is valid the registrant asks; if the registrant is no more, hand in what shows it; a product whose agreement ended, from the day after',
  };
  return refuse('REG-9', detail, '/dissolved');
}

export function revoke({ at, ground, decision }: Command<'revoke'>): Decided {
  return [{ type: 'revoked', at, ground, decision }];
}
