import { ladderOn } from '../law/ladder.ts';
import { type Instant, localDate } from '../law/time.ts';
import type { Ground } from './decision.ts';
import type { Measure, Order } from './measure.ts';

/**
 * What a decision leaves unsaid about its choice of measures: each gives its reasons, and one that skips a milder rung,
 * neither carried out in this case nor ordered with it, says in a document of its own why the milder would not do.
 * @see POLICY-30
 */
export function unreasoned(orders: readonly Order[], standing: readonly Measure[], at: Instant): Ground[] {
  const rungs: readonly string[] = ladderOn(localDate(at));
  const taken = new Set(
    [...standing.filter(({ committedAt }) => committedAt), ...orders].map(({ verb }) => String(verb)),
  );
  return orders.flatMap((one, index): Ground[] => {
    const milder = rungs[rungs.indexOf(one.verb) - 1];
    const skips = milder !== undefined && !taken.has(milder) && !one.skips;
    return [...(one.reasons ? [] : [noReasons(index)]), ...(skips ? [skipsRung(index)] : [])];
  });
}

const noReasons = (index: number): Ground => ({
  article: 'POLICY-30',
  detail: { zh: '每项措施须附选择理由', en: 'each measure gives the reasons for which it was chosen' },
  pointer: `/measures/${index}/reasons`,
});

const skipsRung = (index: number): Ground => ({
  article: 'POLICY-30',
  detail: {
    zh: '越过较轻的措施，须另附说明为何较轻的措施不足',
    en: 'it skips a milder measure: say in a document why the milder one would not do',
  },
  pointer: `/measures/${index}/skips`,
});
