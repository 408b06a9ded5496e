import type { Clock, Dated } from './clock.ts';
import { supervisors } from './roles.ts';
import { type Period, workingDays } from './time.ts';

const from2025 = (value: Period): Dated[] => [{ since: '2025-03-01', value }];

/** The clocks of a credit record 信用记录, settings of the city. @see POLICY-60 */
export const creditClocks = {
  'LOCAL-60': {
    what: { zh: '对拟记录的信用信息陈述申辩', en: 'reply before a credit record' },
    who: ['operator', 'source-unit', 'grantor', 'operating-agency'],
    from: { zh: '告知送达之日', en: 'delivery of the notice' },
    lapses: true,
    values: from2025(workingDays(5)),
  },
  'LOCAL-61': {
    what: { zh: '处理信用异议或修复申请', en: 'answer a credit objection or a repair' },
    who: supervisors,
    from: { zh: '收到之日', en: 'receipt' },
    values: from2025(workingDays(10)),
  },
  'LOCAL-63': {
    what: { zh: '撤回失去依据的信用记录', en: 'withdraw a credit record whose decision was overturned' },
    who: supervisors,
    from: { zh: '登记复议或诉讼结果', en: 'the outcome of the appeal on record' },
    values: from2025(workingDays(3)),
  },
} as const satisfies Record<string, Clock>;
