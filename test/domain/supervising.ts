import type { Instant } from '../../shared/law/time.ts';
import { actor, documentOf } from './given.ts';

/** Monday morning in Chengdu time; people of supervision and of those whom it is about. */
export const at: Instant = '2026-11-02T01:00:00.000Z';
export const paper = documentOf('paper');
export const jurisdiction = '511700';
export const people = {
  clerk: actor('clerk', 'bureau', 'data-authority'),
  other: actor('other-clerk', 'county', 'data-authority'),
  guard: actor('guard', 'cyber', 'security-organ'),
  engineer: actor('engineer', 'centre', 'operating-agency'),
  unit: actor('cataloguer', 'weather', 'source-unit'),
  officer: actor('officer', 'weather', 'chief-data-officer'),
  operator: actor('ann', 'alpha', 'operator'),
  stranger: actor('bob', 'beta', 'operator'),
  scholar: actor('scholar', 'experts', 'expert'),
  system: actor('system', 'system', 'system'),
} as const;
