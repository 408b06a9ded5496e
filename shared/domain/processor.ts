import * as z from 'zod';
import { endOfDay, type Instant, startOfDay } from '../law/time.ts';
import { type Ground, refuse, refuseAll } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

/**
 * Data security protection contract 数据安全保护合同 of an operator with a sub-processor 受托方: what it may hold a key for,
 * from the first of its days to 24:00 of the last, unless it is ended before. No contract, no access. @see DZ-48, PIPL-21
 */
export const processor = proceeding(
  {
    aggregate: 'processor',
    label: label('委托处理合同', 'processing contract'),
    states: { 'in-force': label('已登记', 'recorded'), ended: label('已终止', 'ended') },
    opening: { operator: id, processor: id },
    parties: { operator: 'operator', 'chief-data-officer': 'operator' },
    party: 'operator',
    steps: {
      record: {
        by: ['operator'],
        article: 'DZ-48',
        label: label('登记委托处理合同', 'record a processing contract'),
        tells: ['data-authority'],
        to: 'in-force',
        starts: ['POLICY-41'],
        due: 'until',
        facts: {
          contract: documentRef,
          from: localDate,
          until: localDate,
          returns: z.enum(['return', 'delete']),
          personal: z.boolean(),
        },
        sees: { verified: z.boolean() },
      },
      supervise: {
        by: ['operator', 'chief-data-officer'],
        article: 'DZ-48',
        label: label('登记对受托方的监督', 'record how it was supervised'),
        from: ['in-force'],
        facts: { record: documentRef },
      },
      end: {
        by: ['operator', 'data-authority', 'security-organ'],
        article: 'DZ-48',
        label: label('终止委托处理合同', 'end the contract'),
        tells: ['operator'],
        from: ['in-force'],
        to: 'ended',
        stops: ['POLICY-41'],
        facts: { reason: documentRef },
      },
    },
  },
  {
    record: ({ operator, processor, from, until, verified }) => {
      const wrong: Ground[] = [];
      const say = (pointer: string, zh: string, en: string) =>
        wrong.push({ article: 'DZ-48', pointer, detail: label(zh, en) });
      if (operator === processor) say('/processor', '不得委托自己', 'nobody entrusts itself');
      if (until < from) say('/until', '截止日早于起始日', 'it ends before it begins');
      if (!verified) say('/processor', '受托方未登记或未核验', 'no verified organization of this id');
      return refuseAll(wrong);
    },
  },
);
export type ProcessingContract = z.infer<typeof processor.state>;

/** From when and until when (the first moment out) the contract covers access; nothing once it was ended. */
export function coverage(state: ProcessingContract): { readonly from: Instant; readonly until: Instant } | undefined {
  const recorded = state.status === 'in-force' ? state.done.record : undefined;
  return recorded && { from: startOfDay(recorded.from), until: endOfDay(recorded.until) };
}

/** Whether it covers access at this moment. */
export function covers(state: ProcessingContract, at: Instant): boolean {
  const term = coverage(state);
  return term !== undefined && at >= term.from && at < term.until;
}

export const uncovered = refuse(
  'DZ-48',
  label('受托方没有在有效期内的数据安全保护合同', 'no protection contract in force covers this processor'),
  '/contract',
);
