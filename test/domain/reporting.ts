import type { Figures, YearlyCommand } from '../../shared/domain/yearly.ts';
import type { Instant } from '../../shared/law/time.ts';
import { actor, documentOf } from './given.ts';
import { granting, seller } from './producing.ts';

type Command<K extends YearlyCommand['type']> = Extract<YearlyCommand, { type: K }>;
type Told = { [K in YearlyCommand['type']]: (at: Instant, more?: Partial<Command<K>>) => Command<K> };

export const schedule = actor('system', 'platform', 'system');
/** Whose duty each is. */
export const owners = {
  'price-report': granting,
  'grantor-disclosure': granting,
  'operator-disclosure': seller,
} as const;
export const ownerOf = (aggregate: string) => owners[aggregate as keyof typeof owners];

export const figures: Figures = {
  lines: [
    {
      product: 'product-1',
      title: '农田干旱指数',
      charge: 'industry',
      unit: 'month',
      edition: 1,
      ceiling: 12_000,
      price: 9_900,
      deliveries: 3,
      free: 1,
      quantity: 5,
      revenue: 39_600,
    },
  ],
  approved: 100_000,
  revenue: 39_600,
};

/** The commands of one yearly duty, by whom they come from. */
export const reporting = (owner: typeof granting): Told => ({
  'fall-due': (at, more) => ({
    type: 'fall-due',
    at,
    actor: schedule,
    agreement: 'agreement-1',
    year: 2026,
    grantor: 'data-bureau',
    operator: 'rongshu',
    jurisdiction: '511700',
    title: '气象数据授权运营协议',
    ...more,
  }),
  prepare: (at, more) => ({ type: 'prepare', at, actor: owner, figures, ...more }),
  publish: (at, more) => ({ type: 'publish', at, actor: owner, ...more }),
  correct: (at, more) => ({ type: 'correct', at, actor: owner, figures, reason: documentOf('reason'), ...more }),
});
