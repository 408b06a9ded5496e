import { describe, expect, test } from 'vitest';
import { demandedParts } from '../../shared/domain/registration-file.ts';
import { openClock } from '../../shared/law/periods.ts';
import { cited, documentOf, pointers, after as shift } from '../domain/given.ts';
import { applied, applyAt, due, fullFile, registering } from '../domain/registering.ts';

const bare = applied({ file: {} });
const demanded = demandedParts({ category: 'product', registrants: ['rongshu'] });

test('an incomplete file is received, and its clock runs', () => {
  expect(bare.state).toMatchObject({ status: 'applied', clock: openClock('REG-10', applyAt) });
});

test('it is returned with everything that is missing at once', () => {
  expect(bare.when(registering.return(applyAt)).state).toMatchObject({ missing: demanded });
});

test('it cannot be accepted, and the refusal names every part', () => {
  const outcome = bare.when(registering.accept(applyAt));
  expect(new Set(cited(outcome))).toEqual(new Set(['REG-10']));
  expect(pointers(outcome)).toEqual(demanded.map((part) => `/file/${part}`));
});

test('a complete file is not returned, unless something further is said', () => {
  expect(cited(applied().when(registering.return(applyAt)))).toEqual(['REG-10']);
  expect(applied().when(registering.return(applyAt, { further: documentOf('further') })).state.status).toBe('returned');
});

test('the clock restarts at re-submission', () => {
  const again = openClock('REG-10', '2026-05-20T02:00:00.000Z');
  const { state } = bare.and(registering.return(applyAt), registering.resubmit('2026-05-20T02:00:00.000Z'));
  expect(state).toMatchObject({ status: 'applied', clock: again, file: fullFile });
});

describe('acceptance in 3 working days', () => {
  const { dueAt } = openClock('REG-10', applyAt);

  test('is in time until the last moment and marked late from then on', () => {
    expect(applied().when(registering.accept(shift(dueAt, -1))).events).toMatchObject([{ late: false }]);
    expect(applied().when(registering.accept(dueAt)).events).toMatchObject([{ late: true }]);
  });
});

describe('the evidence deposit comes before the application', () => {
  const deposited = (depositedAt: typeof applyAt) =>
    due().when(
      registering.apply(applyAt, {
        file: { ...fullFile, deposit: { hash: 'e'.repeat(64), depositedAt, proof: documentOf('deposit') } },
      }),
    );

  test('at the same moment at the latest', () => {
    expect(deposited(applyAt).state.status).toBe('applied');
    expect(pointers(deposited(shift(applyAt, 1)))).toEqual(['/file/deposit/depositedAt']);
  });

  test('also when the file is submitted again', () => {
    const returned = bare.and(registering.return(applyAt));
    const deposit = { hash: 'e'.repeat(64), depositedAt: shift(applyAt, 1), proof: documentOf('deposit') };
    expect(cited(returned.when(registering.resubmit(applyAt, { file: { deposit } })))).toEqual(['REG-10']);
  });
});
