import type { Text } from './roles.ts';

/** Higher rank prevails: law > State Council regulation > provincial ordinance > normative document > our own policy > city setting. */
export type Rank = 'law' | 'regulation' | 'ordinance' | 'normative' | 'judicial' | 'standard' | 'policy' | 'local';

export interface Article {
  readonly title: Text;
  /** Our own summary of what the system does about it, never the article's text. */
  readonly says: Text;
  readonly source: string;
  readonly rank: Rank;
}

export const articles = {
  'DZ-30': {
    title: { zh: '授权运营', en: 'Authorized operation' },
    says: { zh: '', en: '' },
    source: '',
    rank: 'normative',
  },
  'DZ-43': { title: { zh: '违约处置', en: 'Measures' }, says: { zh: '', en: '' }, source: '', rank: 'normative' },
  'REG-9': { title: { zh: '登记时限', en: 'Filing' }, says: { zh: '', en: '' }, source: '', rank: 'normative' },
  'OPS-14': { title: { zh: '协议期限', en: 'Term' }, says: { zh: '', en: '' }, source: '', rank: 'normative' },
  'POLICY-3': { title: { zh: '恢复', en: 'Reinstatement' }, says: { zh: '', en: '' }, source: '', rank: 'policy' },
  'POLICY-4': {
    title: { zh: '措施上限', en: 'Bound on measures' },
    says: { zh: '', en: '' },
    source: '',
    rank: 'policy',
  },
} as const satisfies Record<string, Article>;

export type ArticleId = keyof typeof articles;

export const isArticleId = (text: string): text is ArticleId => Object.hasOwn(articles, text);
