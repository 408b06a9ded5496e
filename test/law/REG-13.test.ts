import { expect, test } from 'vitest';
import { cited } from '../domain/given.ts';
import { codeAt, coded, registering } from '../domain/registering.ts';

test('two numbers: ours with the code, the national query code when it is issued', () => {
  const { state } = coded();
  expect(state).not.toHaveProperty('queryCode');
  expect(coded().and(registering['issue-query-code'](codeAt)).state).toEqual({ ...state, queryCode: 'GJ-2026-0001' });
});

test('the query code is entered once', () => {
  const issued = coded().and(registering['issue-query-code'](codeAt));
  expect(cited(issued.when(registering['issue-query-code'](codeAt)))).toEqual(['REG-13']);
});
