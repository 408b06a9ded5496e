import type { Text } from '../roles.ts';
import type { LocalDate } from '../time.ts';

/** Higher prevails: law > State Council regulation > provincial ordinance > judicial reading > normative document > standard > our policy > city setting. */
export type Rank = 'law' | 'regulation' | 'ordinance' | 'normative' | 'judicial' | 'standard' | 'policy' | 'local';

/** `enforced`: code cites it today · `planned`: its function comes later · `none`: a duty of people, nothing to enforce. */
export type Standing = 'enforced' | 'planned' | 'none';

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

/** Makes the articles of one instrument: each adds its title, its summary and, unless enforced, its standing. */
export const articleOf =
  (instrument: Instrument) =>
  (title: Text, says: Text, standing: Standing = 'enforced'): Article => ({ title, says, standing, ...instrument });
