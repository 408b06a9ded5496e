/**
 * Clocks without a number in any rule we know: Order 809's could not be read and is never guessed; the others' last day is
 * set by the act that starts them: an order, an assessment, a contract, a drill.
 */
export const unnumbered = {
  SH809: {
    what: {
      zh: '政务数据共享条例的各项时限（数值未能读到）',
      en: 'time limits of Order 809 (values could not be read)',
    },
    who: ['data-authority'],
    from: { zh: '收到之日', en: 'receipt' },
    values: [],
  },
  'POLICY-40': {
    what: { zh: '完成整改', en: 'put right what was ordered' },
    who: ['operator', 'source-unit', 'operating-agency'],
    from: { zh: '责令之日，期限由责令文书确定', en: 'the order, which sets the day' },
    values: [],
  },
  'POLICY-41': {
    what: { zh: '重新评估、审查或续签', en: 'assess or review again, or renew the contract' },
    who: ['operator', 'source-unit', 'operating-agency'],
    from: { zh: '登记之日，至其载明的最后一日', en: 'its record, until the last day that it says' },
    values: [],
  },
  'POLICY-42': {
    what: { zh: '开展下一次演练', en: 'hold the next drill' },
    who: ['source-unit', 'operating-agency', 'operator'],
    from: { zh: '制定预案或上次演练之日', en: 'the plan or the last drill, which sets the day' },
    values: [],
  },
} as const;
