import * as z from 'zod';
import { openClock, periodAt } from '../law/periods.ts';
import { localDate } from '../law/time.ts';
import {
  type Decision,
  type Envelope,
  type In,
  type Machine,
  notFound,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { unmandated } from './mandate.ts';
import { type DraftPlan, missingContents, missingGrounds, planContent } from './plan-contents.ts';
import { checks, finding, precondition, preconditionGrounds } from './plan-preconditions.ts';
import { MAX_DATASETS } from './scope.ts';
import { planStates } from './states.ts';
import { openClock as clock, documentRef, id, instant, jurisdiction } from './values.ts';

const links = {
  /** Implementing body 实施机构. */
  grantor: id,
  jurisdiction,
  title: z.string().max(200).regex(/\S/),
};
const written = {
  datasets: z.array(id).max(MAX_DATASETS),
  text: documentRef,
};
/** Findings stand for the text they were made on: an edit drops them. */
const checked = { ...written, checks: checks.default({}) };
const draft = { ...links, ...checked, missing: z.array(planContent) };
/** Number of a government document, as it prints it. */
const number = z.string().max(60).regex(/\S/);
const filing = z.strictObject({ number, at: instant }).optional();
const decided = { ...links, ...checked, minutes: documentRef, decidedAt: instant };
const filingClock = clock.optional();
const approved = { ...decided, approval: documentRef, number, approvedAt: instant, filing, filingClock };

/** Implementation plan 实施方案. The provincial filing is a parallel duty (LOCAL-5), never a condition. */
export const planState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('drafted'), ...draft }),
  z.strictObject({ status: z.literal('decided'), ...decided }),
  z.strictObject({ status: z.literal('approved'), ...approved }),
  z.strictObject({ status: z.literal('published'), ...approved, publishedAt: instant }),
]);
export type Plan = z.infer<typeof planState>;

export const planEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('drafted'), at: instant, ...links, ...written, missing: draft.missing }),
  z.strictObject({
    type: z.literal('checked'),
    at: instant,
    by: id,
    precondition,
    finding,
    document: documentRef,
  }),
  z.strictObject({ type: z.literal('edited'), at: instant, ...written, missing: draft.missing }),
  z.strictObject({ type: z.literal('decided'), at: instant, minutes: documentRef }),
  z.strictObject({ type: z.literal('returned'), at: instant, reason: documentRef }),
  z.strictObject({ type: z.literal('approved'), at: instant, approval: documentRef, number, filingClock }),
  z.strictObject({ type: z.literal('published'), at: instant }),
  z.strictObject({ type: z.literal('filed'), at: instant, number }),
]);
export type PlanEvent = z.infer<typeof planEvent>;

type Data<T extends PlanEvent['type']> = Omit<
  Extract<PlanEvent, { type: T }>,
  'type' | 'at' | 'by' | 'missing' | 'filingClock'
>;
export type PlanCommand = Envelope &
  (
    | ({ type: 'draft'; contents: DraftPlan } & Data<'drafted'>)
    | ({ type: 'edit'; contents: DraftPlan } & Data<'edited'>)
    | ({ type: 'check' } & Data<'checked'>)
    /** `mandated`: whether the implementing body's recorded mandate is good now. */
    | ({ type: 'decide'; mandated: boolean } & Data<'decided'>)
    | ({ type: 'return' } & Data<'returned'>)
    | ({ type: 'approve' } & Data<'approved'>)
    | { type: 'publish' }
    | ({ type: 'record-filing' } & Data<'filed'>)
  );

type Command<K extends PlanCommand['type']> = Extract<PlanCommand, { type: K }>;

const transitions: Transitions<Plan, PlanCommand, PlanEvent> = {
  draft: {
    by: ['grantor'],
    article: 'OPS-9',
    label: { zh: '编制实施方案', en: 'draft a plan' },
    none: begin,
  },
  edit: {
    by: ['grantor'],
    article: 'OPS-9',
    label: { zh: '修改实施方案', en: 'edit the plan' },
    drafted: ({ at, contents, datasets, text }) => [
      { type: 'edited', at, datasets, text, missing: missingContents(contents) },
    ],
  },
  check: {
    by: ['grantor'],
    article: 'DZ-30',
    label: { zh: '记录授权运营前提审查', en: 'record the check of one precondition' },
    drafted: check,
    decided: check,
  },
  decide: {
    by: ['grantor'],
    article: 'OPS-11',
    label: { zh: '记录集体决策', en: 'record the collective decision' },
    drafted: decide,
  },
  return: {
    by: ['government'],
    article: 'OPS-11',
    label: { zh: '退回实施方案', en: 'return the plan' },
    tells: ['grantor'],
    decided: ({ at, reason }) => [{ type: 'returned', at, reason }],
  },
  approve: {
    by: ['government'],
    article: 'OPS-11',
    label: { zh: '批准实施方案', en: 'approve the plan' },
    tells: ['grantor'],
    starts: ['LOCAL-5'],
    decided: approve,
  },
  publish: {
    by: ['grantor', 'data-authority'],
    article: 'OPS-18',
    label: { zh: '公布实施方案', en: 'publish the plan' },
    tells: ['grantor'],
    approved: ({ at }) => [{ type: 'published', at }],
  },
  'record-filing': {
    by: ['grantor', 'data-authority'],
    article: 'LOCAL-5',
    label: { zh: '记录省级备案', en: 'record the provincial filing' },
    tells: ['grantor'],
    stops: ['LOCAL-5'],
    approved: ({ at, number }) => [{ type: 'filed', at, number }],
    published: ({ at, number }) => [{ type: 'filed', at, number }],
  },
};

/** Implementation plan 实施方案: drafted → decided → approved → published. @see OPS-9, OPS-11 */
export const plan: Machine<Plan, PlanCommand, PlanEvent> = {
  aggregate: 'plan',
  label: { zh: '实施方案', en: 'plan' },
  states: planStates,
  state: planState,
  event: planEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { grantor: state.grantor }),
  clocks: (state) => ('filingClock' in state && state.filingClock && !state.filing ? [state.filingClock] : []),
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, title: state.title, party: state.grantor },
};

/** Whether an agreement may rest on it (OPS-11). */
export const isApproved = (state: Plan): boolean => state.status === 'approved' || state.status === 'published';

function begin({ type: _, actor, at, contents, ...asked }: Command<'draft'>): Decision<PlanEvent> {
  if (asked.grantor !== actor.organization) return notFound('foreign', 'OPS-9');
  return [{ type: 'drafted', at, ...asked, missing: missingContents(contents) }];
}

function check({ at, actor, precondition, finding, document }: Command<'check'>): Decision<PlanEvent> {
  return [{ type: 'checked', at, by: actor.person, precondition, finding, document }];
}

function decide({ at, minutes, mandated }: Command<'decide'>, state: In<Plan, 'drafted'>): Decision<PlanEvent> {
  const grounds = [...missingGrounds(state.missing), ...(mandated ? [] : [unmandated('/grantor')])];
  return refuseAll(grounds) ?? [{ type: 'decided', at, minutes }];
}

/** Only what is safe in all six respects is approved; the filing's clock starts and holds nothing up (LOCAL-5). */
function approve({ at, approval, number }: Command<'approve'>, state: In<Plan, 'decided'>): Decision<PlanEvent> {
  const refused = refuseAll(preconditionGrounds(state.checks));
  if (refused) return refused;
  const due = periodAt('LOCAL-5', localDate(at)) && { filingClock: openClock('LOCAL-5', at) };
  return [{ type: 'approved', at, approval, number, ...due }];
}

function evolve(state: Plan, event: PlanEvent): Plan {
  if (event.type === 'drafted') {
    const { type: _, at: __, ...asked } = event;
    return { status: 'drafted', ...asked, checks: {} };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'edited':
      return {
        status: 'drafted',
        ...linksOf(state),
        datasets: event.datasets,
        text: event.text,
        checks: {},
        missing: event.missing,
      };
    case 'checked': {
      const { finding, document, by, at } = event;
      return { ...state, checks: { ...state.checks, [event.precondition]: { finding, document, by, at } } };
    }
    case 'decided':
      return { status: 'decided', ...linksOf(state), ...writtenOf(state), minutes: event.minutes, decidedAt: event.at };
    case 'returned':
      return { status: 'drafted', ...linksOf(state), ...writtenOf(state), missing: [] };
    case 'approved': {
      if (state.status !== 'decided') return state;
      const { approval, number, at, filingClock } = event;
      return { ...state, status: 'approved', approval, number, approvedAt: at, ...(filingClock && { filingClock }) };
    }
    case 'published':
      return state.status === 'approved' ? { ...state, status: 'published', publishedAt: event.at } : state;
    case 'filed': {
      const filed = state.status === 'approved' || state.status === 'published';
      return filed ? { ...state, filing: { number: event.number, at: event.at } } : state;
    }
  }
}

type Known = Exclude<Plan, { status: 'none' }>;
const linksOf = ({ grantor, jurisdiction, title }: Known) => ({ grantor, jurisdiction, title });
const writtenOf = ({ datasets, text, checks }: Known) => ({ datasets, text, checks });
