import * as z from 'zod';
import { generationOf, regulatoryPartner } from '../../shared/domain/regulatory-partner.ts';
import { id } from '../../shared/domain/values.ts';
import { type LegalRole, overseers } from '../../shared/law/roles.ts';
import { viewShape } from '../../shared/proceeding-reads.ts';

/** Whoever looks at credit records and regulatory information of its jurisdiction. */
export const watchers: readonly LegalRole[] = overseers;

/** A partner in the answers that reveal its secret. */
export const revealedPartner = viewShape(regulatoryPartner).extend({ secret: z.string().optional() });
/** Which secret signs, read from the answer itself. */
export const generationIn = (view: unknown): { id: string; generation: number } => {
  const { id: partner, regulatoryPartner: state } = z
    .object({ id, regulatoryPartner: regulatoryPartner.state })
    .parse(view);
  return { id: partner, generation: generationOf(state) };
};

export const receiveQuery = z.strictObject({ partner: id });
export const receivedView = z.object({ id: id.optional(), received: z.boolean(), repeated: z.boolean() });
/** What is read of the sender's data: whom it is about. All of it is kept as a document. */
export const incomingData = z.looseObject({ creditCode: z.string().max(64) });
