import type { CertificateKind } from './ledger/certificate.ts';
import { shownOfAgreement } from './shown-agreement.ts';
import { shownOfCase } from './shown-case.ts';
import { shownOfDeposit } from './shown-deposit.ts';
import type { ShownOf } from './shown-fields.ts';
import { shownOfRegistration } from './shown-registration.ts';

/*
 * What a certificate shows, beside what every event must show (stream, version, order, time, type). It is made to be
 * handed on, so: no person, no content of a document, nothing that its holder would not tell a bank or a court. Events that are
 * not listed stay out altogether, commitments too: their number alone would tell an objection from a review.
 */

/** The table: kind of certificate → type of event → what is shown of it. A function takes its own kind alone. */
export const shownEvents: Readonly<Record<CertificateKind, ShownOf>> = {
  registration: shownOfRegistration,
  agreement: shownOfAgreement,
  measure: shownOfCase,
  deposit: shownOfDeposit,
};
