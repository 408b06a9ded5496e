import { expect, test } from 'vitest';
import { cited, pointers } from '../domain/given.ts';
import { applyAt, due, registering } from '../domain/registering.ts';

const legal = { organization: 'rongshu', legalPerson: true };

test('a legal person registers, alone or with others', () => {
  const registrants = [legal, { organization: 'partner', legalPerson: true }];
  expect(due().when(registering.apply(applyAt)).state.status).toBe('applied');
  expect(due().when(registering.apply(applyAt, { registrants })).state).toMatchObject({
    registrants: ['rongshu', 'partner'],
  });
});

test('a body without legal personality does not, not even as one of several', () => {
  const registrants = [legal, { organization: 'partnership', legalPerson: false }];
  const outcome = due().when(registering.apply(applyAt, { registrants }));
  expect(cited(outcome)).toEqual(['REG-3']);
  expect(pointers(outcome)).toEqual(['/registrants/1']);
});
