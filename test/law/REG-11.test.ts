import { expect, test } from 'vitest';
import { openClock } from '../../shared/law/periods.ts';
import { actor, cited, documentOf, after as shift } from '../domain/given.ts';
import { acceptAt, accepted, registering } from '../domain/registering.ts';

const { dueAt } = openClock('REG-11', acceptAt);

test('20 working days from acceptance', () => {
  expect(accepted().when(registering.review(shift(dueAt, -1))).state.status).toBe('reviewed');
});

test('an overrun is explained, never extended', () => {
  expect(cited(accepted().when(registering.review(dueAt)))).toEqual(['REG-11']);
  const explanation = documentOf('explanation');
  expect(accepted().when(registering.review(dueAt, { explanation })).events).toMatchObject([{ explanation }]);
});

test('whoever applied does not review (POLICY-7)', () => {
  const both = actor('lin', 'agency', 'registration-agency');
  expect(cited(accepted().when(registering.review(acceptAt, { actor: both })))).toEqual(['POLICY-7']);
});
