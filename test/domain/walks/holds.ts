import * as fc from 'fast-check';
import type { Hold } from '../../../shared/domain/hold.ts';
import type { Instant } from '../../../shared/law/time.ts';
import { hashOf } from '../given.ts';

/** Two cases with three measures between them, so that lifting one case's holds meets the other's. */
export const cases = fc.constantFrom('case-1', 'case-2');
export const measures = fc.subarray(['m-1', 'm-2', 'm-3'], { minLength: 1 });

export const placed: fc.Arbitrary<(at: Instant) => Hold> = fc
  .record({ measure: fc.constantFrom('m-1', 'm-2', 'm-3'), verb: fc.constantFrom('restrict', 'suspend', 'close') })
  .map(({ measure, verb }) => (at) => ({
    measure,
    case: measure === 'm-3' ? 'case-2' : 'case-1',
    verb,
    article: 'DZ-43',
    liftedBy: ['data-authority'],
    at,
    ...(verb === 'restrict' && { scope: hashOf('9') }),
  }));
