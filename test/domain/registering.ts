import type { RegistrationCommand } from '../../shared/domain/registration.ts';
import { registration } from '../../shared/domain/registration.ts';
import type { RegistrationFile } from '../../shared/domain/registration-file.ts';
import type { Particulars } from '../../shared/domain/registration-particulars.ts';
import type { Instant } from '../../shared/law/time.ts';
import { actor, documentOf, type Given, given, hashOf } from './given.ts';

type Command<K extends RegistrationCommand['type']> = Extract<RegistrationCommand, { type: K }>;
type Told = { [K in RegistrationCommand['type']]: (at: Instant, more?: Partial<Command<K>>) => Command<K> };
type Stream = Given<
  Parameters<typeof registration.evolve>[0],
  RegistrationCommand,
  Parameters<typeof registration.evolve>[1]
>;

export const applicant = actor('lin', 'rongshu', 'operator');
/** Applies jointly with it, where two do. */
export const partner = actor('mo', 'partner', 'operator');
export const reviewer = actor('qin', 'agency', 'registration-agency');
export const objector = actor('tang', 'citizen', 'right-holder');
export const authority = actor('wei', 'bureau', 'data-authority');
export const system = actor('system', 'platform', 'system');

/** 10:00 in Dazhou on ordinary Mondays and after, with the schedule of 2026 published. */
export const supplyAt: Instant = '2026-05-11T02:00:00.000Z';
export const applyAt: Instant = '2026-05-12T02:00:00.000Z';
export const acceptAt: Instant = '2026-05-13T02:00:00.000Z';
export const reviewAt: Instant = '2026-05-14T02:00:00.000Z';
export const noticeAt: Instant = '2026-05-15T02:00:00.000Z';
/** Ten working days after 15 May 2026: the notice ends with 29 May. */
export const noticeEnd: Instant = '2026-05-29T16:00:00.000Z';
export const codeAt: Instant = '2026-06-01T02:00:00.000Z';

export const particulars: Particulars = {
  industry: 'S',
  source: 'authorized',
  records: 1_200,
  bytes: 480_000,
  formats: ['interface'],
  frequency: 'daily',
  area: '511700',
  from: '2024-01-01',
  personal: false,
  level: 'general',
};

export const fullFile: RegistrationFile = {
  subject: documentOf('subject'),
  legality: documentOf('legality'),
  internalReview: { reviewedAt: '2026-05-09T02:00:00.000Z', record: documentOf('internal-review') },
  resource: documentOf('resource'),
  particulars,
  deposit: { hash: hashOf('e'), depositedAt: '2026-05-10T02:00:00.000Z', proof: documentOf('deposit') },
  product: documentOf('product'),
  scenario: documentOf('scenario'),
  risk: documentOf('risk'),
};

/** Every command, well formed, from whom it comes in the ordinary story. */
export const registering: Told = {
  'report-first-supply': (at, more) => ({
    type: 'report-first-supply',
    at,
    actor: system,
    channel: 'channel-1',
    operator: 'rongshu',
    dataset: 'companies',
    agreement: 'agreement-1',
    jurisdiction: '511700',
    ...more,
  }),
  'escalate-filing': (at, more) => ({ type: 'escalate-filing', at, actor: system, ...more }),
  'import-legacy': (at, more) => ({
    type: 'import-legacy',
    at,
    actor: authority,
    operator: 'rongshu',
    dataset: 'companies',
    suppliedAt: '2024-06-03T02:00:00.000Z',
    operatingSince: '2024-06-01T02:00:00.000Z',
    jurisdiction: '511700',
    evidence: documentOf('evidence'),
    ...more,
  }),
  apply: (at, more) => ({
    type: 'apply',
    at,
    actor: applicant,
    category: 'product',
    title: '上市公司信息查询',
    description: '达州市上市公司基本信息',
    registrants: [{ organization: 'rongshu', legalPerson: true }],
    jurisdiction: '511700',
    agency: 'agency',
    datasets: ['companies'],
    agreement: 'agreement-1',
    channel: 'channel-1',
    file: fullFile,
    ...more,
  }),
  return: (at, more) => ({ type: 'return', at, actor: reviewer, ...more }),
  resubmit: (at, more) => ({ type: 'resubmit', at, actor: applicant, file: fullFile, ...more }),
  consent: (at, more) => ({ type: 'consent', at, actor: partner, ...more }),
  accept: (at, more) => ({ type: 'accept', at, actor: reviewer, ...more }),
  refuse: (at, more) => ({ type: 'refuse', at, actor: reviewer, reasons: documentOf('reasons'), ...more }),
  withdraw: (at, more) => ({ type: 'withdraw', at, actor: applicant, ...more }),
  'explain-overrun': (at, more) => ({
    type: 'explain-overrun',
    at,
    actor: reviewer,
    explanation: documentOf('explanation'),
    ...more,
  }),
  review: (at, more) => ({ type: 'review', at, actor: reviewer, ...more }),
  'publish-notice': (at, more) => ({ type: 'publish-notice', at, actor: reviewer, ...more }),
  object: (at, more) => ({
    type: 'object',
    at,
    actor: objector,
    objection: 'objection-1',
    objector: documentOf('objector'),
    evidence: [documentOf('evidence')],
    ...more,
  }),
  'dismiss-objection': (at, more) => ({
    type: 'dismiss-objection',
    at,
    actor: reviewer,
    objection: 'objection-1',
    reasons: documentOf('reasons'),
    ...more,
  }),
  'uphold-objection': (at, more) => ({
    type: 'uphold-objection',
    at,
    actor: reviewer,
    objection: 'objection-1',
    reasons: documentOf('reasons'),
    ...more,
  }),
  'assign-code': (at, more) => ({
    type: 'assign-code',
    at,
    actor: reviewer,
    number: 'DZ-2026-0001',
    operatingUntil: '2031-05-10',
    ...more,
  }),
  'issue-query-code': (at, more) => ({
    type: 'issue-query-code',
    at,
    actor: reviewer,
    queryCode: 'GJ-2026-0001',
    ...more,
  }),
  amend: (at, more) => ({
    type: 'amend',
    at,
    actor: applicant,
    amendment: { kind: 'change', request: documentOf('request'), changes: { title: '新名称', file: {} } },
    ...more,
  }),
  'withdraw-amendment': (at, more) => ({ type: 'withdraw-amendment', at, actor: applicant, ...more }),
  'approve-amendment': (at, more) => ({ type: 'approve-amendment', at, actor: reviewer, ...more }),
  deregister: (at, more) => ({ type: 'deregister', at, actor: reviewer, ...more }),
  revoke: (at, more) => ({
    type: 'revoke',
    at,
    actor: reviewer,
    ground: 'false-material',
    decision: documentOf('decision'),
    ...more,
  }),
  expire: (at, more) => ({ type: 'expire', at, actor: system, ...more }),
};

/** The ordinary story, as far as each of its stations. */
export const due = (): Stream => given(registration).and(registering['report-first-supply'](supplyAt));
export const applied = (more?: Partial<Command<'apply'>>): Stream => due().and(registering.apply(applyAt, more));
export const accepted = (): Stream => applied().and(registering.accept(acceptAt));
export const reviewed = (): Stream => accepted().and(registering.review(reviewAt));
export const inNotice = (): Stream => reviewed().and(registering['publish-notice'](noticeAt));
export const coded = (more?: Partial<Command<'assign-code'>>): Stream =>
  inNotice().and(registering['assign-code'](codeAt, more));
