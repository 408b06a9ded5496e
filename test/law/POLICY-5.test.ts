import { describe, expect, test } from 'vitest';
import { openClock } from '../../shared/law/periods.ts';
import {
  accepted,
  decideAt,
  decided,
  delivered,
  enforcing,
  executeAt,
  executed,
  laterAt,
  noticeAt,
  replied,
  reportAt,
} from '../domain/enforcing.ts';
import { cited, documentOf, after as shift } from '../domain/given.ts';

describe('the notice', () => {
  test('names an article, and where an agreement is in play its clause', () => {
    const article = { kind: 'article' as const, article: 'DZ-43' as const };
    const clause = { kind: 'clause' as const, agreement: 'agreement-1', clause: '10.2' };
    expect(accepted().when(enforcing.notify(noticeAt, { grounds: [article, clause] })).events).toHaveLength(1);
    for (const grounds of [[article], [clause], [article, { ...clause, agreement: 'agreement-2' }]]) {
      expect(cited(accepted().when(enforcing.notify(noticeAt, { grounds })))).toEqual(['POLICY-5']);
    }
  });

  test('is delivered before anything is decided on it', () => {
    const undelivered = accepted().and(enforcing.notify(noticeAt));
    expect(cited(undelivered.when(enforcing.decide(laterAt)))).toEqual(['POLICY-5']);
  });

  test('no decision without one', () => {
    expect(accepted().when(enforcing.decide(decideAt)).refusal?.refused).toBe('state');
  });
});

describe('delivery', () => {
  const undelivered = accepted().and(enforcing.notify(noticeAt));
  const arrives = (at: typeof noticeAt) =>
    undelivered.when(enforcing['record-delivery'](laterAt, { delivery: { at, proof: documentOf('delivery') } }));

  test('lies between the notice and now, both included', () => {
    expect(arrives(noticeAt).events).toHaveLength(1);
    expect(arrives(laterAt).events).toHaveLength(1);
    expect(cited(arrives(shift(noticeAt, -1)))).toEqual(['POLICY-5']);
    expect(cited(arrives(shift(laterAt, 1)))).toEqual(['POLICY-5']);
  });

  test('is recorded once', () => {
    const twice = undelivered.and(enforcing['record-delivery'](noticeAt));
    expect(cited(twice.when(enforcing['record-delivery'](noticeAt)))).toEqual(['POLICY-5']);
  });

  test('of the decision comes before its execution', () => {
    expect(cited(decided().when(enforcing['commit-measure'](executeAt)))).toEqual(['POLICY-5']);
    expect(delivered().when(enforcing['commit-measure'](executeAt)).state.status).toBe('executing');
  });
});

test('an appeal may come from the delivery on, so that an order stays what was not carried out yet', () => {
  expect(cited(decided().when(enforcing.appeal(executeAt)))).toEqual(['POLICY-5']);
  const appealed = delivered().and(enforcing.appeal(executeAt));
  const stayed = appealed.and(enforcing['record-stay'](executeAt));
  expect(cited(stayed.when(enforcing['commit-measure'](executeAt)))).toEqual(['POLICY-5']);
  expect(appealed.when(enforcing['commit-measure'](executeAt)).refusal).toBeUndefined();
  const upheld = stayed.and(enforcing['record-outcome'](laterAt));
  expect(upheld.when(enforcing['commit-measure'](laterAt)).refusal).toBeUndefined();
});

describe('a hearing', () => {
  const { dueAt } = openClock('LOCAL-6', noticeAt);
  const waiting = accepted().and(enforcing.notify(noticeAt), enforcing['record-delivery'](noticeAt));
  const held = (at: typeof noticeAt, kind: 'hearing' | 'statement' = 'hearing') =>
    enforcing['record-hearing'](laterAt, { heard: { kind, at, record: documentOf('record') } });

  test('is asked for inside the time to reply, also after the reply, once', () => {
    for (const stream of [waiting, waiting.and(enforcing.reply(noticeAt))]) {
      expect(stream.when(enforcing['ask-hearing'](shift(dueAt, -1))).events).toHaveLength(1);
      expect(cited(stream.when(enforcing['ask-hearing'](dueAt)))).toEqual(['LOCAL-6']);
      const asked = stream.and(enforcing['ask-hearing'](noticeAt));
      expect(cited(asked.when(enforcing['ask-hearing'](noticeAt)))).toEqual(['POLICY-5']);
    }
  });

  test('that was asked for is held before anything is decided', () => {
    const asked = replied().and(enforcing['ask-hearing'](noticeAt));
    expect(cited(asked.when(enforcing.decide(decideAt)))).toEqual(['POLICY-5']);
    expect(cited(asked.and(held(laterAt, 'statement')).when(enforcing.decide(laterAt)))).toEqual(['POLICY-5']);
    expect(asked.and(held(laterAt)).when(enforcing.decide(laterAt)).state).toMatchObject({
      status: 'decided',
      heard: [{ kind: 'hearing', at: laterAt }],
    });
  });

  test('and oral statements are recorded: after the notice and not in the future', () => {
    expect(replied().when(held(noticeAt, 'statement')).events).toHaveLength(1);
    expect(replied().when(held(laterAt)).events).toHaveLength(1);
    expect(cited(replied().when(held(shift(noticeAt, -1))))).toEqual(['POLICY-5']);
    expect(cited(replied().when(held(shift(laterAt, 1))))).toEqual(['POLICY-5']);
  });
});

describe('remedies', () => {
  test('run from the delivery of the decision: 60 days for review, six months for a suit', () => {
    expect(executed().and(enforcing['tell-remedy'](laterAt)).state).toMatchObject({
      remedy: { review: openClock('ARL-20', decideAt), suit: openClock('APL-46', decideAt) },
    });
  });

  test('are told once, and before the case is closed', () => {
    const told = executed().and(enforcing['tell-remedy'](laterAt));
    expect(cited(told.when(enforcing['tell-remedy'](laterAt)))).toEqual(['POLICY-5']);
    expect(cited(executed().when(enforcing.close(laterAt)))).toEqual(['POLICY-5']);
  });
});

test('a case without a measure is dismissed with reasons', () => {
  expect(replied().when(enforcing.dismiss(reportAt)).state).toMatchObject({ status: 'closed', outcome: 'dismissed' });
});
