import { expect, test } from 'vitest';
import { accepted, enforcing, laterAt, noticeAt, noticed, replied, replyEnd } from '../domain/enforcing.ts';
import { cited, documentOf, after as shift } from '../domain/given.ts';

test('five working days to reply, from the day the notice arrived', () => {
  expect(noticed().state).toMatchObject({ clock: { period: 'LOCAL-6', startedAt: noticeAt, dueAt: replyEnd } });
});

test('also when the delivery is entered later', () => {
  const delivery = { at: noticeAt, proof: documentOf('delivery') };
  const { state } = accepted()
    .and(enforcing.notify(noticeAt))
    .when(enforcing['record-delivery'](laterAt, { delivery }));
  expect(state).toMatchObject({ clock: { dueAt: replyEnd } });
});

test('no decision while the party may still reply', () => {
  expect(cited(noticed().when(enforcing.decide(shift(replyEnd, -1))))).toEqual(['LOCAL-6']);
  expect(noticed().when(enforcing.decide(replyEnd)).state.status).toBe('decided');
});

test('a decision at once after the reply', () => {
  expect(replied().when(enforcing.decide(noticeAt)).state.status).toBe('decided');
});

test('a reply until the end and not after it', () => {
  expect(noticed().when(enforcing.reply(shift(replyEnd, -1))).state.status).toBe('replied');
  expect(cited(noticed().when(enforcing.reply(replyEnd)))).toEqual(['LOCAL-6']);
});
