import { expect, test } from 'vitest';
import { assetRules, inForce } from '../../shared/law/settings.ts';

test('products are registered by default since the measures are in force, not a day before', () => {
  expect(inForce('productsRegistered', '2025-02-28')).toBe(false);
  expect(inForce('productsRegistered', '2025-03-01')).toBe(true);
});

test('the city may change that from a day on: what came before keeps its rule', () => {
  const changed = {
    productsRegistered: [
      { since: '2025-03-01', value: true },
      { since: '2027-01-01', value: false },
    ],
  } as const;
  expect(inForce('productsRegistered', '2026-12-31', changed)).toBe(true);
  expect(inForce('productsRegistered', '2027-01-01', changed)).toBe(false);
});

test('no rule of the city on asset registration is pretended (DZ-39)', () => {
  expect(assetRules).toEqual([]);
});
