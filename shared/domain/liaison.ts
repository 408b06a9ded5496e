import * as z from 'zod';
import { personalContact } from './dataset-entry.ts';
import { refuseAll } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { id } from './values.ts';

const keepers = ['operating-agency', 'data-authority', 'security-organ'] as const;
const said = { contact: z.string().trim().min(2).max(100), contactDetails: z.string().trim().min(3).max(200) };

/** Liaison contact 联动联系点 with power, telecom and others: an office, never a person. @see DZ-45 */
export const liaison = proceeding(
  {
    aggregate: 'liaison',
    label: label('联动联系点', 'liaison contact'),
    states: { kept: label('有效', 'kept'), ended: label('已停用', 'ended') },
    opening: {
      keeper: id,
      field: z.enum(['power', 'telecom', 'cyberspace', 'police', 'state-security', 'fire', 'health', 'other']),
    },
    parties: { 'operating-agency': 'keeper', 'data-authority': 'keeper', 'security-organ': 'keeper' },
    party: 'keeper',
    steps: {
      record: {
        by: keepers,
        article: 'DZ-45',
        label: label('登记联系点', 'record a contact'),
        to: 'kept',
        facts: said,
      },
      change: {
        by: keepers,
        article: 'DZ-45',
        label: label('变更联系点', 'change the contact'),
        from: ['kept'],
        facts: said,
      },
      end: {
        by: keepers,
        article: 'DZ-45',
        label: label('停用联系点', 'end the contact'),
        from: ['kept'],
        to: 'ended',
      },
    },
  },
  {
    record: (command) => office(command),
    change: (command) => office(command),
  },
);

const office = ({ contact, contactDetails }: { readonly contact: string; readonly contactDetails: string }) =>
  refuseAll(personalContact({ contact, contactDetails }));
