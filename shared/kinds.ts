import { alarm } from './domain/alarm.ts';
import { violation } from './domain/case.ts';
import { creditRecord } from './domain/credit-record.ts';
import { type AnyProceeding, loose } from './domain/proceeding-schema.ts';
import { type LegalRole, overseers, type Text } from './law/roles.ts';
import { thresholds } from './law/thresholds.ts';

/** What is listed here: where its pages stand, who finds all of its jurisdiction, and what it is called by. */
export interface Kind {
  readonly aggregate: string;
  /** Of the API; the list is below `/console`. */
  readonly base: `/${string}`;
  readonly title: Text;
  readonly states: Readonly<Record<string, Text>>;
  /** Statuses that are not the end of it, in the order of the way. */
  readonly open: readonly string[];
  readonly watchers: readonly LegalRole[];
  /** In which roles an organization finds its own. */
  readonly parties: readonly LegalRole[];
  readonly about: Text;
  readonly none: Text;
  readonly page: (id: string) => string;
}

/** A proceeding with a page of its own here. */
export interface Proceeded extends Kind {
  readonly machine: AnyProceeding;
  /** What one is called by, out of its own facts. */
  readonly headline: (state: Readonly<Record<string, unknown>>) => Text;
  /** Facts that no form asks for: the platform fills them in. */
  readonly filled: readonly string[];
  /** Facts that its own section shows better. */
  readonly elsewhere: readonly string[];
}

const table = loose(alarm);
const records = loose(creditRecord);

/** A status that a step leads out of. */
const openOf = ({ steps, states }: AnyProceeding): string[] => {
  const left = new Set(Object.values(steps).flatMap(({ from = [] }) => from));
  return Object.keys(states).filter((status) => left.has(status));
};

export const alarms: Proceeded = {
  aggregate: 'alarm',
  base: '/alarms',
  title: { zh: '告警', en: 'Alarms' },
  states: table.states,
  open: openOf(table),
  machine: table,
  watchers: [...overseers, 'operating-agency'],
  parties: [],
  about: {
    zh: '闸门自己的计数达到阈值即告警。每条须由人处理：不予处置并说明理由，或据此立案。',
    en: 'The gates’ own counters reached a threshold. A person answers each: dismiss with reasons, or open a case.',
  },
  none: {
    zh: '没有待处理的告警。闸门每分钟检查一次，出现后会列在这里。',
    en: 'No alarm waits. The counters are looked at each minute; what is found stands here.',
  },
  headline: ({ kind }) => {
    const known = Object.entries(thresholds).find(([name]) => name === kind);
    return known?.[1].what ?? table.label;
  },
  filled: ['case'],
  elsewhere: ['kind', 'seen', 'threshold', 'evidence', 'from', 'until'],
  page: (id) => `/console/alarms/${id}`,
};

export const creditRecords: Proceeded = {
  aggregate: 'credit-record',
  base: '/credit-records',
  title: { zh: '信用记录', en: 'Credit records' },
  states: records.states,
  open: openOf(records),
  machine: records,
  watchers: overseers,
  parties: ['operator', 'source-unit', 'grantor', 'operating-agency'],
  about: {
    zh: '依据已决定的案件拟定，告知、陈述申辩、另一人确认后推送；可提出异议、申请修复。',
    en: 'Out of a decided case: notice, reply, a second person, then sent; open to objection and repair.',
  },
  none: {
    zh: '没有未办结的信用记录。监管单位在案件决定送达后，可从案件页拟定。',
    en: 'None is open. A supervisor proposes one from the page of a decided case.',
  },
  headline: ({ article }) => ({ zh: `信用记录（${String(article)}）`, en: `Credit record (${String(article)})` }),
  filled: ['recipients', 'authority'],
  elsewhere: [],
  page: (id) => `/console/credit-records/${id}`,
};

export const cases: Kind = {
  aggregate: 'case',
  base: '/cases',
  title: { zh: '案件', en: 'Cases' },
  states: violation.states,
  open: Object.keys(violation.states).filter((status) => !['none', 'closed', 'dismissed'].includes(status)),
  watchers: overseers,
  parties: ['operator', 'source-unit', 'grantor', 'right-holder'],
  about: {
    zh: '违规案件及其措施。打开一件，可见每一步、期限和措施的确认情况。',
    en: 'Cases and their measures: open one to see each step, its clocks, and how far its measures are.',
  },
  none: { zh: '没有未办结的案件。', en: 'No case is open.' },
  page: (id) => `/console/cases/${id}`,
};

export const kinds = { alarms, 'credit-records': creditRecords, cases } as const;
