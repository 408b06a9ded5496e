import { creditRecord } from '../../shared/domain/credit-record.ts';
import type { Instant } from '../../shared/law/time.ts';
import { given } from './given.ts';
import { at, jurisdiction, paper, people } from './supervising.ts';

export const { clerk, operator } = people;
export const second = { ...clerk, person: 'second-clerk' };
/** Five working days after Monday 2 November 2026: the reply is in time until the end of the 9th. */
export const replyEnd: Instant = '2026-11-09T16:00:00.000Z';

export const propose = {
  type: 'propose',
  at,
  actor: clerk,
  jurisdiction,
  subject: 'alpha',
  authority: 'bureau',
  case: 'case-1',
  article: 'DZ-29',
  basis: paper,
  statement: paper,
  standing: 'decided',
} as const;
export const notify = { type: 'notify', at, actor: clerk, notice: paper, proof: paper } as const;
export const reply = { type: 'reply', at, actor: operator, reply: paper } as const;
export const confirm = { type: 'confirm', at, actor: second, reasons: paper } as const;
const sending = { type: 'publish', at, actor: clerk, standing: 'decided' } as const;
export const publish = { ...sending, recipients: ['market'] };
export const object = { type: 'object', at, actor: operator, objection: paper } as const;
export const dismiss = { type: 'dismiss', at, actor: clerk, reasons: paper } as const;
const asking = { type: 'ask-repair', at, actor: operator, application: paper } as const;
export const askRepair = { ...asking, evidence: [paper] };

export const proposed = () => given(creditRecord).and(propose);
export const noticed = () => proposed().and(notify);
export const confirmed = () => noticed().and(reply, confirm);
export const published = () => confirmed().and(publish);
