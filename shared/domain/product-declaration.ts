import { type Instant, startOfDay } from '../law/time.ts';
import { redevelopmentGrounds } from './affiliates.ts';
import { showsAPerson } from './dataset-entry.ts';
import type { Ground } from './decision.ts';
import type { Content, DeclarationFacts, Origin } from './product-schema.ts';
import { cutOff, notAllowed } from './product-upstream.ts';
import { intersect, ownFields, type Scope } from './scope.ts';

/** What the agreement allows of what is asked: this is the scope that a product is bound to from then on. */
export const allowedOf = (asked: Scope, agreed: Scope): Scope => {
  const { times: _, quota: __, ...content } = intersect(asked, agreed);
  return content;
};

/** Everything against a declaration at once. A first day to come is none: only from it on is the product sold. */
export function wrongIn(content: Content, facts: DeclarationFacts, at: Instant): readonly Ground[] {
  const { from, until } = content;
  const agreed = scopeOfBasis(facts);
  const moment = startOfDay(from) > at ? startOfDay(from) : at;
  return [
    ...(until < from ? [backwards] : []),
    ...notAllowed(facts.asked, agreed),
    ...rawData(content, facts),
    ...(showsAPerson(content.contact) || showsAPerson(content.contactDetails) ? [personal] : []),
    ...facts.channels.flatMap(({ own }, index): Ground[] =>
      own ? [] : [{ article: 'DZ-30', detail: strangeChannel, pointer: `/channels/${index}` }],
    ),
    ...redeveloped(facts),
    ...(facts.former && !(facts.former.own && facts.former.listed) ? [notFormer] : []),
    ...(until < from ? [] : cutOff({ scope: allowedOf(facts.asked, agreed), from, until }, facts.upstream, moment)),
  ];
}

/** What the agreement's gate names; without it nothing is allowed, and `cutOff` says why. */
const scopeOfBasis = ({ upstream: { gates, scopes } }: DeclarationFacts): Scope => {
  const hash = gates.find(({ kind }) => kind === 'basis')?.gate?.scope;
  return (hash === undefined ? undefined : scopes[hash]) ?? { v: 1, datasets: {} };
};

/**
 * Raw data straight to the market: a plain copy by its own word, or a record for each record with nothing but fields of
 * one source in it, which is a copy whatever it is called. @see OPS-21
 */
function rawData({ form, grain }: Content, { asked, output }: DeclarationFacts): readonly Ground[] {
  const copied =
    grain === 'record' &&
    Object.keys(asked.datasets).some((dataset) => output.every((field) => ownFields(asked, dataset).includes(field)));
  if (form !== 'copy' && !copied) return [];
  const detail = {
    zh: '原始数据不得直接进入市场：须说明与原样提供不同的加工结果',
    en: 'raw data does not go straight to the market: say what the processing makes of it',
  };
  return [{ article: 'OPS-21', detail, pointer: form === 'copy' ? '/form' : '/processing/output' }];
}

/** Nobody develops further what they or an affiliate delivered; what cannot be found is nobody's. @see OPS-6 */
export const redeveloped = ({ operator, builtOn }: Origin): readonly Ground[] =>
  builtOn.flatMap(({ by, pointer }) =>
    by
      ? redevelopmentGrounds(operator, [{ by, pointer }])
      : [{ article: 'DZ-36' as const, detail: { zh: '没有这个产品', en: 'there is no such product' }, pointer }],
  );

const backwards: Ground = {
  article: 'OPS-14',
  detail: { zh: '截止日早于起始日', en: 'it ends before it begins' },
  pointer: '/until',
};
const personal: Ground = {
  article: 'PIPL-25',
  detail: { zh: '公开的联系方式须为办公联系方式', en: 'the public contact is an office, never a person' },
  pointer: '/contactDetails',
};
const strangeChannel = { zh: '不是贵单位在该协议下的通道', en: 'no channel of yours under this agreement' };
const notFormer: Ground = {
  article: 'DZ-36',
  detail: {
    zh: '只能替代本协议下贵单位已上架的产品',
    en: 'it replaces a listed product of yours under this agreement',
  },
  pointer: '/replaces',
};
