import type { CaseCommand } from '../../shared/domain/case.ts';
import { violation } from '../../shared/domain/case.ts';
import type { Order } from '../../shared/domain/measure.ts';
import type { Instant } from '../../shared/law/time.ts';
import { actor, documentOf, type Given, given, hashOf } from './given.ts';

type Command<K extends CaseCommand['type']> = Extract<CaseCommand, { type: K }>;
type Told = { [K in CaseCommand['type']]: (at: Instant, more?: Partial<Command<K>>) => Command<K> };
type Stream = Given<Parameters<typeof violation.evolve>[0], CaseCommand, Parameters<typeof violation.evolve>[1]>;

export const supervisor = actor('wei', 'bureau', 'data-authority');
export const colleague = actor('luo', 'bureau', 'data-authority');
/** Whose own rows are in the dataset. */
export const holder = actor('tang', 'tang-shop', 'right-holder');
export const head = actor('fang', 'bureau', 'head');
export const subject = actor('lin', 'rongshu', 'operator');
export const grantor = actor('he', 'city-office', 'grantor');
export const system = actor('system', 'platform', 'system');

/** 10:00 in Dazhou, ordinary Mondays to Fridays of 2026. */
export const reportAt: Instant = '2026-06-01T02:00:00.000Z';
export const noticeAt: Instant = '2026-06-02T02:00:00.000Z';
/** Five working days after 2 June 2026: the time to reply ends with 9 June. */
export const replyEnd: Instant = '2026-06-09T16:00:00.000Z';
export const decideAt: Instant = '2026-06-10T02:00:00.000Z';
export const executeAt: Instant = '2026-06-11T02:00:00.000Z';
export const laterAt: Instant = '2026-06-12T02:00:00.000Z';

export const stop: Order = {
  measure: 'stop-1',
  verb: 'close',
  target: { kind: 'channel', id: 'channel-1' },
  article: 'DZ-43',
  clause: '10.2',
  authority: documentOf('authority'),
  number: '达数执〔2026〕3号',
  reasons: documentOf('reasons'),
  skips: documentOf('skips'),
};
export const proposal: Order = {
  ...stop,
  measure: 'proposal-1',
  verb: 'terminate',
  target: { kind: 'agreement', id: 'agreement-1' },
  addressee: 'city-office',
};
export const restriction: Order = { ...stop, measure: 'restrict-1', verb: 'restrict', scope: hashOf('9') };
export const exclusion: Order = {
  measure: 'exclude-1',
  verb: 'exclude',
  target: { kind: 'dataset', id: 'dataset-1' },
  article: 'DZ-43',
  authority: documentOf('authority'),
};
/** A right holder's report that asks for its own rows to stay behind. */
export const asking = {
  actor: holder,
  standing: documentOf('standing'),
  request: { dataset: 'dataset-1', subject: documentOf('key') },
};
const facts = [{ ...documentOf('fact'), mediaType: 'application/pdf', bytes: 20_480 }];
const matter = { jurisdiction: '511700', subject: 'rongshu', agreement: 'agreement-1', facts };

/** Every command, well formed, from whom it comes in the ordinary story. */
export const enforcing: Told = {
  report: (at, more) => ({ type: 'report', at, actor: supervisor, ...matter, ...more }),
  'add-facts': (at, more) => ({ type: 'add-facts', at, actor: supervisor, facts, ...more }),
  accept: (at, more) => ({ type: 'accept', at, actor: supervisor, standingProven: false, ...more }),
  dismiss: (at, more) => ({ type: 'dismiss', at, actor: supervisor, reasons: documentOf('reasons'), ...more }),
  'bind-request': (at, more) => ({
    type: 'bind-request',
    at,
    actor: supervisor,
    sameSubject: true,
    measure: exclusion,
    ...more,
  }),
  'withdraw-request': (at, more) => ({
    type: 'withdraw-request',
    at,
    actor: holder,
    document: documentOf('withdrawal'),
    ...more,
  }),
  'open-with-emergency': (at, more) => ({
    type: 'open-with-emergency',
    at,
    actor: supervisor,
    authority: 'bureau',
    measures: [stop],
    ...matter,
    ...more,
  }),
  'place-emergency': (at, more) => ({
    type: 'place-emergency',
    at,
    actor: supervisor,
    authority: 'bureau',
    measures: [stop],
    ...more,
  }),
  'tell-emergency': (at, more) => ({
    type: 'tell-emergency',
    at,
    actor: supervisor,
    document: documentOf('told'),
    ...more,
  }),
  'confirm-emergency': (at, more) => ({ type: 'confirm-emergency', at, actor: colleague, ...more }),
  escalate: (at, more) => ({ type: 'escalate', at, actor: system, ...more }),
  'settle-escalation': (at, more) => ({
    type: 'settle-escalation',
    at,
    actor: head,
    confirmed: true,
    reasons: documentOf('reasons'),
    ...more,
  }),
  notify: (at, more) => ({
    type: 'notify',
    at,
    actor: supervisor,
    notice: documentOf('notice'),
    grounds: [
      { kind: 'article', article: 'DZ-43' },
      { kind: 'clause', agreement: 'agreement-1', clause: '10.2' },
    ],
    ...more,
  }),
  'record-delivery': (at, more) => ({
    type: 'record-delivery',
    at,
    actor: supervisor,
    delivery: { at, proof: documentOf('delivery') },
    ...more,
  }),
  reply: (at, more) => ({ type: 'reply', at, actor: subject, reply: documentOf('reply'), ...more }),
  'ask-hearing': (at, more) => ({ type: 'ask-hearing', at, actor: subject, document: documentOf('asked'), ...more }),
  'record-hearing': (at, more) => ({
    type: 'record-hearing',
    at,
    actor: supervisor,
    heard: { kind: 'hearing', at, record: documentOf('record') },
    ...more,
  }),
  decide: (at, more) => ({
    type: 'decide',
    at,
    actor: supervisor,
    decision: documentOf('decision'),
    measures: [stop],
    ...more,
  }),
  'commit-measure': (at, more) => ({ type: 'commit-measure', at, actor: supervisor, measure: 'stop-1', ...more }),
  'confirm-measure': (at, more) => ({
    type: 'confirm-measure',
    at,
    actor: system,
    measure: 'stop-1',
    refusingSince: at,
    ...more,
  }),
  'answer-proposal': (at, more) => ({
    type: 'answer-proposal',
    at,
    actor: grantor,
    measure: 'proposal-1',
    accepted: true,
    document: documentOf('answer'),
    ...more,
  }),
  consolidate: (at, more) => ({
    type: 'consolidate',
    at,
    actor: supervisor,
    measures: ['stop-1', 'restrict-1'],
    into: { ...stop, measure: 'one-1' },
    ...more,
  }),
  'tell-remedy': (at, more) => ({
    type: 'tell-remedy',
    at,
    actor: supervisor,
    document: documentOf('remedy'),
    ...more,
  }),
  appeal: (at, more) => ({
    type: 'appeal',
    at,
    actor: subject,
    kind: 'review',
    document: documentOf('appeal'),
    ...more,
  }),
  'record-stay': (at, more) => ({
    type: 'record-stay',
    at,
    actor: supervisor,
    stay: true,
    order: documentOf('order'),
    ...more,
  }),
  refer: (at, more) => ({
    type: 'refer',
    at,
    actor: supervisor,
    to: 'competent-body',
    document: documentOf('referral'),
    ...more,
  }),
  'record-outcome': (at, more) => ({
    type: 'record-outcome',
    at,
    actor: supervisor,
    upheld: true,
    outcome: documentOf('outcome'),
    ...more,
  }),
  rectify: (at, more) => ({ type: 'rectify', at, actor: subject, evidence: [documentOf('rectified')], ...more }),
  'propose-reinstatement': (at, more) => ({
    type: 'propose-reinstatement',
    at,
    actor: supervisor,
    measures: ['stop-1'],
    ...more,
  }),
  'approve-reinstatement': (at, more) => ({ type: 'approve-reinstatement', at, actor: colleague, ...more }),
  close: (at, more) => ({ type: 'close', at, actor: supervisor, ...more }),
};

/** The ordinary story, as far as each of its stations. */
export const reported = (more?: Partial<Command<'report'>>): Stream =>
  given(violation).and(enforcing.report(reportAt, more));
export const accepted = (): Stream => reported().and(enforcing.accept(reportAt));
export const noticed = (): Stream => accepted().and(enforcing.notify(noticeAt), enforcing['record-delivery'](noticeAt));
export const replied = (): Stream => noticed().and(enforcing.reply(noticeAt));
export const decided = (...measures: readonly Order[]): Stream =>
  replied().and(enforcing.decide(decideAt, measures.length > 0 ? { measures } : {}));
export const delivered = (...measures: readonly Order[]): Stream =>
  decided(...measures).and(enforcing['record-delivery'](decideAt));
export const executed = (): Stream =>
  delivered().and(enforcing['commit-measure'](executeAt), enforcing['confirm-measure'](laterAt));
/** The emergency path: the channel is closed first. */
export const emergency = (): Stream => given(violation).and(enforcing['open-with-emergency'](reportAt));
/** A measure placed at once, and confirmed by a second person. */
export const confirmed = (measure: Order = stop): Stream =>
  given(violation).and(
    enforcing['open-with-emergency'](reportAt, { measures: [measure] }),
    enforcing['confirm-emergency'](reportAt),
  );
/** A right holder's request, carried out. */
export const bound = (): Stream => reported(asking).and(enforcing['bind-request'](reportAt));
