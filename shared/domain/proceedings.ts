import { alarm } from './alarm.ts';
import { assessment } from './assessment.ts';
import { contractor } from './contractor.ts';
import { creditRecord } from './credit-record.ts';
import { dispute } from './dispute.ts';
import { incident } from './incident.ts';
import { inspection } from './inspection.ts';
import { liaison } from './liaison.ts';
import { marketReport } from './market-report.ts';
import { preparedness } from './preparedness.ts';
import { type AnyProceeding, loose } from './proceeding-schema.ts';
import { processor } from './processor.ts';
import { protectedData } from './protected-data.ts';
import { rectification } from './rectification.ts';
import { regulatoryEvent } from './regulatory-event.ts';
import { regulatoryPartner } from './regulatory-partner.ts';
import { warning } from './warning.ts';

/** Every proceeding, so that docs, walks and tests find a new table by one line here. */
export const proceedings: readonly AnyProceeding[] = [
  alarm,
  inspection,
  rectification,
  assessment,
  preparedness,
  protectedData,
  incident,
  warning,
  liaison,
  contractor,
  processor,
  dispute,
  marketReport,
  creditRecord,
  regulatoryPartner,
  regulatoryEvent,
].map(loose);
