import type { Text } from '../roles.ts';
import type { LocalDate } from '../time.ts';

/** Higher prevails: law > State Council regulation > provincial ordinance > judicial reading > normative document > standard > our policy > city setting. */
export type Rank = 'law' | 'regulation' | 'ordinance' | 'normative' | 'judicial' | 'standard' | 'policy' | 'local';

/** How far the system carries a rule out today; the test of articles keeps it in step with what code cites. */
export const standings = {
  enforced: { zh: '系统执行', en: 'carried out' },
  partly: { zh: '系统部分执行，其余功能后续提供', en: 'carried out in part, the rest comes later' },
  planned: { zh: '功能后续提供，目前不执行', en: 'its function comes later, nothing is carried out yet' },
  none: { zh: '不由系统执行', en: 'nothing for the system to carry out' },
} as const satisfies Record<string, Text>;
export type Standing = keyof typeof standings;

/** One rule as this system carries it out. `until` is the last day in force; absent means open-ended or not known. */
export interface Article {
  readonly title: Text;
  /** Our own summary of what the system does about it, never the article's text. */
  readonly says: Text;
  /** The instrument with its document number, or for POLICY and LOCAL the decision that adopts the rule. */
  readonly source: Text;
  readonly rank: Rank;
  readonly standing: Standing;
  readonly since?: LocalDate;
  readonly until?: LocalDate;
}

type Instrument = Pick<Article, 'source' | 'rank' | 'since' | 'until'>;

/** What stands under one id; its title is in titles.ts. */
export type Rule = Omit<Article, 'title'>;

/** Makes the rules of one instrument: each adds its summary and, unless enforced, its standing. */
export const articleOf =
  (instrument: Instrument) =>
  (says: Text, standing: Standing = 'enforced'): Rule => ({ says, standing, ...instrument });
