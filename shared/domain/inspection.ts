import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { type Refusal, refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

/**
 * Inspection 监督检查: announced or not, on site, findings, closed; what must be put right is ordered as a rectification
 * that names this inspection. Its subject learns of an unannounced one on site. @see DZ-49, DZ-44
 */
export const inspection = proceeding(
  {
    aggregate: 'inspection',
    label: label('监督检查', 'inspection'),
    states: {
      planned: label('已安排', 'planned'),
      announced: label('已通知', 'announced'),
      'on-site': label('检查中', 'on site'),
      found: label('已出结论', 'findings told'),
      closed: label('已结束', 'closed'),
    },
    opening: { subject: id, authority: id, plan: documentRef, unannounced: z.boolean() },
    parties: {
      'data-authority': 'authority',
      'competent-department': 'authority',
      'security-organ': 'authority',
      operator: 'subject',
      'source-unit': 'subject',
      'operating-agency': 'subject',
    },
    party: 'subject',
    steps: {
      plan: { by: supervisors, article: 'DZ-49', label: label('安排检查', 'plan an inspection'), to: 'planned' },
      announce: {
        by: supervisors,
        article: 'DZ-49',
        label: label('通知被检查单位', 'announce the inspection'),
        tells: ['operator', 'source-unit', 'operating-agency'],
        from: ['planned'],
        to: 'announced',
        facts: { notice: documentRef, on: localDate },
      },
      begin: {
        by: supervisors,
        article: 'DZ-49',
        label: label('开始现场检查', 'begin on site'),
        from: ['planned', 'announced'],
        to: 'on-site',
        facts: { credentials: documentRef },
      },
      record: {
        by: supervisors,
        article: 'DZ-49',
        label: label('补充检查记录', 'add to the record'),
        from: ['on-site'],
        facts: { record: documentRef },
      },
      find: {
        by: supervisors,
        article: 'DZ-49',
        label: label('作出检查结论', 'tell the findings'),
        tells: ['operator', 'source-unit', 'operating-agency'],
        from: ['on-site'],
        to: 'found',
        facts: { findings: documentRef, count: z.int().min(0).max(1_000) },
      },
      answer: {
        by: ['operator', 'source-unit', 'operating-agency'],
        article: 'DZ-49',
        label: label('对结论提出意见', 'answer the findings'),
        from: ['found'],
        facts: { answer: documentRef },
      },
      close: {
        by: supervisors,
        article: 'DZ-49',
        label: label('结束检查', 'close the inspection'),
        from: ['planned', 'announced', 'found'],
        to: 'closed',
        facts: { reason: documentRef },
      },
    },
  },
  {
    announce: (_, { unannounced }) => (unannounced ? secret : undefined),
    begin: (_, { unannounced, done }) => (unannounced || done.announce ? undefined : first),
  },
);

const secret: Refusal = refuse('DZ-49', label('该检查不事先通知', 'this one is not announced'), '/unannounced');
const first: Refusal = refuse('DZ-49', label('须先通知被检查单位', 'it is announced first'), '/unannounced');
