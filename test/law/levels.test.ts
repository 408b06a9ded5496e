import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Degree,
  degrees,
  type Harm,
  type Harmed,
  harmed,
  isStricter,
  type Level,
  levels,
  proposedLevel,
  stricter,
} from '../../shared/law/levels.ts';

const keys = <K extends string>(record: Readonly<Record<K, unknown>>): K[] => Object.keys(record) as K[];
const harm: fc.Arbitrary<Harm> = fc.record({
  object: fc.constantFrom(...keys<Harmed>(harmed)),
  degree: fc.constantFrom(...keys<Degree>(degrees)),
});

describe('level proposed by object and degree of harm (GBT-43697)', () => {
  test.each([
    ['national-security', 'extremely-serious', 'core'],
    ['national-security', 'serious', 'core'],
    ['national-security', 'ordinary', 'important'],
    ['public-interest', 'extremely-serious', 'core'],
    ['public-interest', 'serious', 'important'],
    ['public-interest', 'ordinary', 'general'],
    ['private-rights', 'extremely-serious', 'general'],
    ['private-rights', 'serious', 'general'],
    ['private-rights', 'ordinary', 'general'],
  ] as const)('%s, %s: %s', (object, degree, level) => {
    expect(proposedLevel([{ object, degree }])).toBe(level);
  });

  test('nothing named is general', () => {
    expect(proposedLevel([])).toBe('general');
  });

  test('one more harm never lowers the level, and order does not matter', () => {
    fc.assert(
      fc.property(fc.array(harm, { maxLength: 6 }), harm, (harms, more) => {
        expect(isStricter(proposedLevel(harms), proposedLevel([...harms, more]))).toBe(false);
        expect(proposedLevel([...harms].reverse())).toBe(proposedLevel(harms));
      }),
    );
  });

  test('the stricter of two wins', () => {
    const all = keys<Level>(levels);
    expect(all).toEqual(['general', 'important', 'core']);
    expect(stricter('important', 'general')).toBe('important');
    expect(stricter('important', 'core', 'general')).toBe('core');
    expect(all.some((level) => isStricter(level, level))).toBe(false);
  });
});
