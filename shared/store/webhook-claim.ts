import { type Refusal, refuse } from '../domain/decision.ts';
import type { Unit } from './unit.ts';

const seen: Refusal = refuse('POLICY-22', {
  zh: '这条推送已经处理过',
  en: 'this webhook was taken already',
});

/**
 * Makes a webhook count once: its id is claimed for its sender in the transaction of whatever it causes, so that a
 * replay inside the five minutes is refused and a failed attempt may come again. `attempt`: a fresh id for each request.
 */
export function claimWebhook(
  unit: Unit,
  { source, id, attempt }: { source: string; id: string; attempt: string },
): void {
  unit.claim('webhook', `${source}|${id}`, attempt, seen);
}
