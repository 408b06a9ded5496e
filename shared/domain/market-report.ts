import * as z from 'zod';
import type { LegalRole } from '../law/roles.ts';
import { proceeding } from './proceeding.ts';
import { documentRef, id } from './values.ts';

const label = (zh: string, en: string) => ({ zh, en });
const reporters = ['right-holder', 'operator', 'source-unit', 'competent-department'] as const satisfies LegalRole[];
const evidence = z.array(documentRef).max(20);
const matters = ['monopoly', 'dominance', 'unfair-competition', 'fraud', 'other'] as const;

/**
 * Report of disorder on the data market 市场秩序举报: real name and statement stand in a document; the authority refers
 * it to the market regulator or answers. Nothing is decided or punished here, no clock runs because no rule gives one,
 * and who reported is told to nobody but the authority. @see DZ-38
 */
export const marketReport = proceeding({
  aggregate: 'market-report',
  label: label('市场秩序举报', 'market report'),
  states: {
    received: label('已收到', 'received'),
    referred: label('已转市场监管部门', 'referred to the market regulator'),
    answered: label('已答复', 'answered'),
  },
  /** `about`: an organization of the platform, where the reporter can name it. */
  opening: { matter: z.enum(matters), about: id.optional() },
  parties: Object.fromEntries(reporters.map((role) => [role, 'report'])) as Record<
    (typeof reporters)[number],
    'report'
  >,
  party: 'report',
  about: 'about',
  steps: {
    report: {
      by: reporters,
      article: 'DZ-38',
      label: label('举报', 'report'),
      tells: ['data-authority'],
      to: 'received',
      facts: { statement: documentRef, evidence },
    },
    supplement: {
      by: reporters,
      article: 'DZ-38',
      label: label('补充材料', 'add evidence'),
      tells: ['data-authority'],
      from: ['received', 'referred'],
      facts: { evidence },
    },
    refer: {
      by: ['data-authority'],
      article: 'DZ-38',
      label: label('转送市场监管部门', 'refer it to the market regulator'),
      tells: reporters,
      from: ['received'],
      to: 'referred',
      facts: { document: documentRef, number: z.string().max(60).regex(/\S/) },
    },
    answer: {
      by: ['data-authority'],
      article: 'DZ-38',
      label: label('答复举报人', 'answer the reporter'),
      tells: reporters,
      from: ['received', 'referred'],
      to: 'answered',
      facts: { reply: documentRef, outcome: z.enum(['confirmed', 'not-confirmed', 'other-body']) },
    },
  },
});
