import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { text as label, proceeding } from './proceeding.ts';
import { incomingType } from './regulatory-partner.ts';
import { documentRef, id, instant } from './values.ts';

/**
 * Regulatory information received 收到的监管信息: what a partner sent, signed, once. Its words stand in a document; nothing
 * follows from it until a supervisor opens a case, proposes a record, or sets it aside. @see DZ-49, POLICY-61
 */
export const regulatoryEvent = proceeding({
  aggregate: 'regulatory-event',
  label: label('收到的监管信息', 'regulatory information received'),
  states: {
    received: label('待处理', 'received'),
    linked: label('已用于办理', 'taken up'),
    'set-aside': label('已阅不办', 'set aside'),
  },
  /** `subject`: the organization of the platform that it is about, where its credit code is known here. */
  opening: { partner: id, sender: id, subject: id.optional(), kind: incomingType, happenedAt: instant },
  parties: {},
  party: 'sender',
  steps: {
    receive: {
      by: ['system'],
      article: 'POLICY-61',
      label: label('收到监管信息', 'take in what a partner sent'),
      to: 'received',
      facts: { event: documentRef },
    },
    link: {
      by: supervisors,
      article: 'DZ-49',
      label: label('关联案件或信用记录', 'link the case or credit record that follows from it'),
      from: ['received', 'linked'],
      to: 'linked',
      facts: { to: z.strictObject({ kind: z.enum(['case', 'credit-record']), id }) },
    },
    'set-aside': {
      by: supervisors,
      article: 'DZ-49',
      label: label('不予办理', 'set it aside with reasons'),
      from: ['received'],
      to: 'set-aside',
      facts: { reason: documentRef },
    },
  },
});
export type RegulatoryEvent = z.infer<typeof regulatoryEvent.state>;
