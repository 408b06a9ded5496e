import { expect, test } from 'vitest';
import { confirm, noticed, reply, replyEnd } from '../domain/crediting.ts';
import { after, cited } from '../domain/given.ts';
import { at } from '../domain/supervising.ts';

test('five working days to reply before a credit record', () => {
  expect(noticed().state).toMatchObject({ clocks: [{ period: 'LOCAL-60', startedAt: at, dueAt: replyEnd }] });
});

test('a reply until the end and not after it', () => {
  expect(noticed().when({ ...reply, at: after(replyEnd, -1) }).state.status).toBe('replied');
  expect(cited(noticed().when({ ...reply, at: replyEnd }))).toEqual(['LOCAL-60']);
});

test('no confirmation while a reply may come, at once after it came or its time is over', () => {
  expect(cited(noticed().when({ ...confirm, at: after(replyEnd, -1) }))).toEqual(['LOCAL-60']);
  expect(noticed().when({ ...confirm, at: replyEnd }).state).toMatchObject({ status: 'confirmed', clocks: [] });
  expect(noticed().and(reply).when(confirm).state.status).toBe('confirmed');
});
