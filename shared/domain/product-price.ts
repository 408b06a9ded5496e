import { addDays, type Instant, type LocalDate, localDate, startOfDay } from '../law/time.ts';
import { type Decision, type Ground, refuseAll } from './decision.ts';
import { fen, notFen } from './money.ts';
import { type Ceiling, MAX_PRICES, type Product, type ProductCommand, type ProductEvent } from './product-schema.ts';

type Command<K extends ProductCommand['type']> = Extract<ProductCommand, { type: K }>;
type Priced = Extract<Product, { ceilings: Ceiling[] }>;

/** The ceiling in force: the last one set of those whose day has come, unless it is a trial price that has ended. */
export function ceilingAt(ceilings: readonly Ceiling[], at: Instant): Ceiling | undefined {
  const found = inForce(ceilings, localDate(at));
  return found?.trialUntil !== undefined && at >= found.trialUntil ? undefined : found;
}

/** The price in force, if it is within the ceiling of that moment. */
export function priceAt({ prices, ceilings }: Pick<Priced, 'prices' | 'ceilings'>, at: Instant): number | undefined {
  const [price, ceiling] = [inForce(prices, localDate(at)), ceilingAt(ceilings, at)];
  return price && ceiling && price.amount <= ceiling.amount ? price.amount : undefined;
}

/** Latest day first; of one day the version that was set last. */
const inForce = <T extends { readonly from: LocalDate }>(versions: readonly T[], day: LocalDate): T | undefined =>
  versions
    .filter(({ from }) => from <= day)
    .reduce<T | undefined>((best, one) => (best && best.from > one.from ? best : one), undefined);

/** A ceiling of the granting body, inside an approved revenue; before the first full year it is a trial price. @see PRICE, LOCAL-20 */
export function setCeiling(
  { at, actor, from, amount, document, facts }: Command<'set-ceiling'>,
  state: Priced,
): Decision<ProductEvent> {
  const grounds = [
    ...paidOnly(state),
    ...notFen(amount, '/amount'),
    ...notBackdated(from, at),
    ...room(state.ceilings),
    ...(facts.approved ? [] : [unapproved]),
  ];
  const trial = startOfDay(from) < facts.trialUntil ? { trialUntil: facts.trialUntil } : {};
  return (
    refuseAll(grounds) ?? [{ type: 'ceiling-set', at, by: actor.person, ceiling: { from, amount, document, ...trial } }]
  );
}

/** The operator's price, within the ceiling of its first day. */
export function setPrice({ at, actor, from, amount }: Command<'set-price'>, state: Priced): Decision<ProductEvent> {
  const wrong = [...paidOnly(state), ...notFen(amount, '/amount'), ...notBackdated(from, at), ...room(state.prices)];
  const ceiling = ceilingAt(state.ceilings, startOfDay(from));
  const grounds = [...wrong, ...(wrong.length > 0 ? [] : aboveCeiling(amount, ceiling, '/amount'))];
  return refuseAll(grounds) ?? [{ type: 'price-set', at, by: actor.person, price: { from, amount } }];
}

/** What one delivery may cost: nothing for the public good, in industry at most the ceiling. @see DZ-37, PRICE */
export function charged(
  { at, use, condition, unitPrice, quantity }: Command<'deliver'>,
  state: Priced,
): readonly Ground[] {
  if (state.charge === 'public-good' && use !== 'public-good') {
    const detail = {
      zh: '该产品仅无偿用于公共治理、公益；产业用途须另行申报并定价',
      en: 'this product is for the public good only: declare and price one for industry',
    };
    return [{ article: 'DZ-37', detail, pointer: '/use' }];
  }
  if (use === 'public-good') return free(unitPrice, condition !== undefined);
  const wrong = notFen(unitPrice, '/unitPrice');
  if (wrong.length > 0) return wrong;
  const total = fen.safeParse(unitPrice * quantity).success ? [] : notFen(Number.NaN, '/quantity');
  return [...aboveCeiling(unitPrice, ceilingAt(state.ceilings, at), '/unitPrice'), ...total];
}

/** A listed product for industry has a price, so that nobody is charged by surprise. */
export const unpriced = (state: Priced, at: Instant): readonly Ground[] =>
  state.charge === 'public-good' || priceAt(state, at) !== undefined
    ? []
    : [
        {
          article: 'PRICE',
          detail: {
            zh: '产业用途产品须先有价格上限和生效的价格',
            en: 'a product for industry needs a ceiling and a price',
          },
          pointer: '/prices',
        },
      ];

function free(unitPrice: number, conditioned: boolean): readonly Ground[] {
  const found: Ground[] = [];
  if (unitPrice !== 0) {
    const detail = { zh: '用于公共治理、公益的不得收费', en: 'use for the public good is free of charge' };
    found.push({ article: 'DZ-37', detail, pointer: '/unitPrice' });
  }
  if (!conditioned) {
    const detail = { zh: '有条件无偿使用须记录所依条件', en: 'free use rests on a condition: record it' };
    found.push({ article: 'DZ-37', detail, pointer: '/condition' });
  }
  return found;
}

function aboveCeiling(amount: number, ceiling: Ceiling | undefined, pointer: string): readonly Ground[] {
  if (!ceiling) {
    const detail = {
      zh: '没有有效的价格上限（试行价格到期的须重新核定）',
      en: 'no ceiling is in force (a trial price that ended is set anew)',
    };
    return [{ article: 'PRICE', detail, pointer }];
  }
  if (amount <= ceiling.amount) return [];
  const detail = { zh: `高于价格上限 ${ceiling.amount} 分`, en: `above the ceiling of ${ceiling.amount} 分` };
  return [{ article: 'PRICE', detail, pointer }];
}

function paidOnly({ charge }: Priced): readonly Ground[] {
  if (charge === 'industry') return [];
  return [
    {
      article: 'DZ-37',
      detail: { zh: '公益产品无偿提供，不设价格', en: 'a product for the public good is free: it has no price' },
    },
  ];
}

function notBackdated(from: LocalDate, at: Instant): readonly Ground[] {
  if (from >= localDate(at) && from <= addDays(localDate(at), AHEAD_DAYS)) return [];
  const detail = { zh: '价格自今日起三年内的某日起执行', en: 'a price begins today or later, within three years' };
  return [{ article: 'PRICE', detail, pointer: '/from' }];
}

/** Keeps a slip of the pen (2206 for 2026) out of a list that is never corrected, only followed by another version. */
const AHEAD_DAYS = 3 * 366;

function room(versions: readonly object[]): readonly Ground[] {
  if (versions.length < MAX_PRICES) return [];
  const detail = {
    zh: `价格版本最多 ${MAX_PRICES} 个，请申报新版本`,
    en: `at most ${MAX_PRICES} versions: declare a new version`,
  };
  return [{ article: 'POLICY-9', detail }];
}

const unapproved: Ground = {
  article: 'PRICE',
  detail: {
    zh: '协议的准许收入尚未核定，不能制定价格上限',
    en: 'the revenue of the agreement is not approved yet: no ceiling before it',
  },
};
