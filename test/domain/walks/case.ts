import * as fc from 'fast-check';
import type { Case, CaseCommand, CaseEvent } from '../../../shared/domain/case.ts';
import { violation } from '../../../shared/domain/case.ts';
import {
  asking,
  colleague,
  grantor,
  head,
  holder,
  proposal,
  restriction,
  enforcing as say,
  stop,
  subject,
  supervisor,
  system,
} from '../enforcing.ts';
import { actor, documentOf, after as shift } from '../given.ts';
import type { Book, Walk } from './walk.ts';

const orders = fc.subarray([stop, proposal, restriction, { ...stop, measure: 'stop-2' }]);
const measure = fc.constantFrom('stop-1', 'stop-2', 'restrict-1', 'proposal-1', 'exclude-1', 'one-1');
const yes = fc.boolean();

const book: Book<CaseCommand> = {
  report: fc.constantFrom(
    (at) => say.report(at),
    (at) => say.report(at, asking),
    (at) => say.report(at, { ...asking, request: undefined }),
  ),
  'add-facts': fc.constant((at) => say['add-facts'](at)),
  accept: yes.map((standingProven) => (at) => say.accept(at, { standingProven })),
  dismiss: fc.constant((at) => say.dismiss(at)),
  'bind-request': yes.map((sameSubject) => (at) => say['bind-request'](at, { sameSubject })),
  'withdraw-request': fc.constant((at) => say['withdraw-request'](at)),
  'tell-emergency': fc.constant((at) => say['tell-emergency'](at)),
  'open-with-emergency': orders.map((measures) => (at) => say['open-with-emergency'](at, { measures })),
  'place-emergency': orders.map((measures) => (at) => say['place-emergency'](at, { measures })),
  'confirm-emergency': fc.constant((at) => say['confirm-emergency'](at)),
  escalate: fc.constantFrom(
    (at) => say.escalate(at),
    (at) => say.escalate(at, { actor: colleague }),
  ),
  'settle-escalation': yes.map((confirmed) => (at) => say['settle-escalation'](at, { confirmed })),
  notify: fc.constant((at) => say.notify(at)),
  'record-delivery': fc
    .integer({ min: -10, max: 0 })
    .map(
      (ms) => (at) => say['record-delivery'](at, { delivery: { at: shift(at, ms), proof: documentOf('delivery') } }),
    ),
  reply: fc.constant((at) => say.reply(at)),
  'ask-hearing': fc.constant((at) => say['ask-hearing'](at)),
  'record-hearing': fc
    .integer({ min: -10, max: 1 })
    .map(
      (ms) => (at) =>
        say['record-hearing'](at, { heard: { kind: 'hearing', at: shift(at, ms), record: documentOf('record') } }),
    ),
  decide: orders.map((measures) => (at) => say.decide(at, { measures })),
  'commit-measure': measure.map((one) => (at) => say['commit-measure'](at, { measure: one })),
  'confirm-measure': fc.tuple(measure, fc.integer({ min: -5_000, max: 5 })).map(
    ([one, ms]) =>
      (at) =>
        say['confirm-measure'](at, { measure: one, refusingSince: shift(at, ms) }),
  ),
  'answer-proposal': yes.map((accepted) => (at) => say['answer-proposal'](at, { accepted })),
  'tell-remedy': fc.constant((at) => say['tell-remedy'](at)),
  consolidate: fc.tuple(fc.subarray(['stop-1', 'stop-2', 'restrict-1']), fc.constantFrom('one-1', 'one-2')).map(
    ([measures, one]) =>
      (at) =>
        say.consolidate(at, { measures, into: { ...stop, measure: one } }),
  ),
  appeal: fc.constantFrom('review' as const, 'suit' as const).map((kind) => (at) => say.appeal(at, { kind })),
  'record-stay': yes.map((stay) => (at) => say['record-stay'](at, { stay })),
  refer: fc.constant((at) => say.refer(at)),
  'record-outcome': yes.map((upheld) => (at) => say['record-outcome'](at, { upheld })),
  rectify: fc.constant((at) => say.rectify(at)),
  'propose-reinstatement': fc
    .subarray(['stop-1', 'stop-2', 'restrict-1', 'exclude-1', 'one-1'], { minLength: 1 })
    .map((measures) => (at) => say['propose-reinstatement'](at, { measures })),
  'approve-reinstatement': fc.constantFrom(
    (at) => say['approve-reinstatement'](at),
    (at) => say['approve-reinstatement'](at, { actor: supervisor }),
  ),
  close: fc.constant((at) => say.close(at)),
};

export const caseWalk: Walk<Case, CaseCommand, CaseEvent> = {
  machine: violation,
  rare: ['dismiss', 'close', 'refer', 'consolidate', 'record-stay', 'add-facts', 'rectify', 'ask-hearing'],
  book,
  cast: [
    supervisor,
    colleague,
    head,
    subject,
    holder,
    grantor,
    system,
    actor('gu', 'health', 'competent-department'),
    actor('x', 'nowhere'),
  ],
};
