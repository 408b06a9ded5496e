import * as fc from 'fast-check';
import type { Registration, RegistrationCommand, RegistrationEvent } from '../../../shared/domain/registration.ts';
import { registration } from '../../../shared/domain/registration.ts';
import { actor, documentOf } from '../given.ts';
import { applicant, authority, fullFile, objector, reviewer, registering as say, system } from '../registering.ts';
import type { Book, Walk } from './walk.ts';

const unit = actor('he', 'bureau', 'source-unit');
const request = documentOf('request');
const objections = ['objection-1', 'objection-2'] as const;

const joint = {
  registrants: ['rongshu', 'partner'].map((organization) => ({ organization, legalPerson: true })),
};

const book: Book<RegistrationCommand> = {
  'report-first-supply': fc.constantFrom(say['report-first-supply'], (at) =>
    say['report-first-supply'](at, { holder: 'bureau', operatingSince: at }),
  ),
  'escalate-filing': fc.constant((at) => say['escalate-filing'](at)),
  'import-legacy': fc.constant((at) => say['import-legacy'](at)),
  apply: fc.constantFrom(
    (at) => say.apply(at),
    (at) => say.apply(at),
    (at) => say.apply(at, { file: { subject: fullFile.subject } }),
    // What answers a legacy operation, by two who apply jointly.
    (at) => say.apply(at, { channel: undefined, ...joint }),
    (at) => say.apply(at, { registrants: [{ organization: 'rongshu', legalPerson: false }] }),
    (at) =>
      say.apply(at, {
        category: 'resource',
        actor: unit,
        registrants: [{ organization: 'bureau', legalPerson: true }],
      }),
  ),
  return: fc.constantFrom(
    (at) => say.return(at),
    (at) => say.return(at, { further: documentOf('further') }),
  ),
  resubmit: fc.constantFrom(
    (at) => say.resubmit(at),
    (at) => say.resubmit(at, { file: {} }),
  ),
  consent: fc.constantFrom(
    (at) => say.consent(at),
    (at) => say.consent(at, { document: documentOf('consent') }),
  ),
  accept: fc.constant((at) => say.accept(at)),
  refuse: fc.constant((at) => say.refuse(at)),
  'explain-overrun': fc.constant((at) => say['explain-overrun'](at)),
  withdraw: fc.constant((at) => say.withdraw(at)),
  review: fc.constantFrom(
    (at) => say.review(at),
    (at) => say.review(at, { explanation: documentOf('explanation') }),
  ),
  'publish-notice': fc.constant((at) => say['publish-notice'](at)),
  object: fc.constantFrom(...objections).map((objection) => (at) => say.object(at, { objection })),
  'dismiss-objection': fc
    .constantFrom(...objections)
    .map((objection) => (at) => say['dismiss-objection'](at, { objection })),
  'uphold-objection': fc
    .constantFrom(...objections)
    .map((objection) => (at) => say['uphold-objection'](at, { objection })),
  'assign-code': fc.constantFrom(
    (at) => say['assign-code'](at),
    (at) => say['assign-code'](at, { operatingUntil: '2027-01-01' }),
    (at) => say['assign-code'](at, { operatingUntil: undefined }),
  ),
  'issue-query-code': fc.constant((at) => say['issue-query-code'](at)),
  amend: fc.constantFrom(
    (at) => say.amend(at),
    (at) =>
      say.amend(at, {
        actor: objector,
        amendment: { kind: 'correction', request, changes: { file: {} }, proof: request },
      }),
    (at) =>
      say.amend(at, {
        actor: objector,
        amendment: { kind: 'correction', request, changes: { description: '新', file: fullFile }, proof: request },
      }),
    (at) => say.amend(at, { amendment: { kind: 'renewal', request, operatingUntil: '2035-01-01' } }),
    (at) => say.amend(at, { amendment: { kind: 'deregistration', request, ground: 'lost' } }),
  ),
  'withdraw-amendment': fc.constantFrom(
    (at) => say['withdraw-amendment'](at),
    (at) => say['withdraw-amendment'](at, { actor: objector }),
  ),
  'approve-amendment': fc.constantFrom(
    (at) => say['approve-amendment'](at),
    (at) => say['approve-amendment'](at, { explanation: documentOf('explanation') }),
  ),
  deregister: fc.constantFrom(
    (at) => say.deregister(at),
    (at) => say.deregister(at, { dissolved: documentOf('dissolved') }),
    (at) => say.deregister(at, { operatingUntil: '2026-12-31' }),
  ),
  revoke: fc.constant((at) => say.revoke(at)),
  expire: fc.constant((at) => say.expire(at)),
};

export const registrationWalk: Walk<Registration, RegistrationCommand, RegistrationEvent> = {
  machine: registration,
  rare: ['deregister', 'withdraw', 'withdraw-amendment', 'refuse', 'uphold-objection', 'revoke'],
  book,
  cast: [
    applicant,
    reviewer,
    objector,
    system,
    authority,
    unit,
    actor('gu', 'other', 'registration-agency'),
    actor('x', 'nowhere'),
  ],
};
