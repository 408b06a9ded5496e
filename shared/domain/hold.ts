import * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import { type Refusal, refuse } from './decision.ts';
import { articleId, id, instant, roles, sha256 } from './values.ts';

/** The verbs of DZ-43: restrict 限制数据获取权限 · suspend (a protective stop) · close 关闭数据供给通道. */
export const verb = z.enum(['restrict', 'suspend', 'close']);

/**
 * One measure's grip on a stream and on its gate. `restrict` narrows to `scope`; the others refuse.
 * Reinstatement lifts only the holds of its own case (POLICY-3).
 */
export const hold = z
  .strictObject({
    measure: id,
    case: id,
    verb,
    article: articleId,
    liftedBy: roles,
    at: instant,
    /** Hash of the narrower scope document; present exactly when the verb is restrict. */
    scope: sha256.optional(),
  })
  .refine((value) => (value.verb === 'restrict') === (value.scope !== undefined), {
    message: 'a restrict hold names its scope, no other does',
  });
export type Hold = z.infer<typeof hold>;

/** Holds by measure id. */
export const holds = z.record(id, hold);
export type Holds = z.infer<typeof holds>;

/** A gate lists this many; one more and it refuses everything until a person consolidates (POLICY-4). */
export const GATE_HOLDS = 8;
/** A stream keeps this many, so that a hurried supervisor is never turned away by the gate's bound. */
export const MAX_HOLDS = 32;

/** Why `next` cannot be added, or `undefined`. */
export function cannotHold(current: Holds, next: Hold, article: ArticleId = 'DZ-43'): Refusal | undefined {
  if (current[next.measure]) {
    return refuse(article, { zh: '该措施已经生效', en: 'this measure already holds' }, '/measure');
  }
  if (Object.keys(current).length >= MAX_HOLDS) {
    return refuse('POLICY-4', {
      zh: `同一对象最多 ${MAX_HOLDS} 项措施，请先合并`,
      en: `one subject carries at most ${MAX_HOLDS} measures: consolidate them first`,
    });
  }
  return undefined;
}

export const withHold = (current: Holds, next: Hold): Holds => ({ ...current, [next.measure]: next });

/** What remains when these measures are lifted. */
export function withoutMeasures(current: Holds, measures: readonly string[]): Holds {
  return Object.fromEntries(Object.entries(current).filter(([measure]) => !measures.includes(measure)));
}

/** Why a case cannot lift these measures here: it lifts only its own, and only what still holds. @see POLICY-3 */
export function cannotLift(current: Holds, caseId: string, measures: readonly string[]): Refusal | undefined {
  if (measures.length > 0 && measures.every((one) => current[one]?.case === caseId)) return undefined;
  const detail = {
    zh: '只能恢复本案在此仍然生效的措施',
    en: 'a case lifts only measures of its own that still hold here',
  };
  return refuse('POLICY-3', detail, '/measures');
}
