import * as z from 'zod';
import { fields } from '../../shared/domain/registration-difference.ts';
import { category } from '../../shared/domain/registration-file.ts';
import { particulars } from '../../shared/domain/registration-particulars.ts';
import { registrationState } from '../../shared/domain/registration-schema.ts';
import { id, instant, localDate, sha256 } from '../../shared/domain/values.ts';

const text = z.object({ zh: z.string(), en: z.string() });
/** Name and code of an organization that is on record. */
const party = z.object({ id, name: z.string().optional(), creditCode: z.string().optional() });

/** The record of a registration as `recordOf` gives it to its parties (REG-12, REG-13). */
export const certificateView = z.object({
  registration: id,
  number: z.string(),
  queryCode: z.string().nullable(),
  status: z.enum(registrationState.options.map((option) => option.shape.status.value)),
  kind: z.enum(['first', 'change', 'correction', 'deregistration', 'revocation']),
  category,
  title: z.string(),
  description: z.string(),
  registrants: z.array(party),
  agency: party,
  particulars: particulars.nullable(),
  /** Beside the id: what the catalogue says of it to everybody. */
  datasets: z.array(z.looseObject({ id })),
  agreement: id.nullable(),
  /** Commitment to the statement on the legality of the source; the document itself stays with its parties. */
  legality: sha256.nullable(),
  internalReview: instant.nullable(),
  deposit: z.object({ hash: sha256, depositedAt: instant }).nullable(),
  riskAssessment: sha256.nullable(),
  codedOn: localDate,
  expiresOn: localDate,
  edition: z.int(),
  marks: z.array(
    z.object({ field: z.enum(fields), edition: z.int(), kind: z.enum(['change', 'correction']), at: instant }),
  ),
  verify: z.url(),
  statement: text,
});
