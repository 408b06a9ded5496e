import * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import { type Level, levels } from '../law/levels.ts';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';
import { fieldName } from './scope-values.ts';
import { sensitiveItems } from './sensitivity.ts';
import { documentRef, id, instant } from './values.ts';

export const MAX_ITEMS = 200;

/** Never blank. No trimming here: what is parsed must equal what was decided. */
const text = (length: number) => z.string().max(length).regex(/\S/);

/** 信息项. `personal` 个人信息, `sensitive` 敏感个人信息; `authoritative`: this unit is its single source 唯一数源 (DZ-14). */
const informationItem = z.strictObject({
  name: fieldName,
  type: text(40),
  personal: z.boolean(),
  sensitive: z.boolean(),
  authoritative: z.literal(true).optional(),
});
const attribute = z.strictObject({
  attribute: z.enum(['unconditional', 'conditional', 'none']),
  /** Reason of a condition; the law, regulation, rule or national provision behind a `none`. */
  grounds: text(1000).optional(),
});

/** Catalogue entry 目录条目, complete. Nothing personal: the contact is an office. @see DZ-13, DZ-14, DZ-19, DZ-25 */
export const entry = z.strictObject({
  name: text(200),
  formats: z.array(text(40)).min(1).max(20),
  sharing: attribute,
  opening: attribute,
  type: z.enum(['table', 'file', 'interface', 'stream']),
  conditions: text(1000),
  frequency: z.enum([
    'continuous',
    'daily',
    'weekly',
    'monthly',
    'quarterly',
    'half-yearly',
    'yearly',
    'irregular',
    'never',
  ]),
  level: z.enum(Object.keys(levels) as [Level, ...Level[]]),
  contact: text(100),
  contactDetails: text(200),
  /** 政务数据 · 公共服务数据 · voluntary data of others (DZ-31). */
  kind: z.enum(['government', 'public-service', 'voluntary']),
  legalBasis: text(1000),
  necessity: text(1000),
  items: z.array(informationItem).min(1).max(MAX_ITEMS),
  highValue: z.boolean(),
  description: text(4000).optional(),
  themes: z.array(text(40)).max(10).optional(),
  /** The field that names the subject of a row: without it an exclusion of one subject closes the dataset. */
  subjectKey: z.optional(fieldName),
});
export type Entry = z.infer<typeof entry>;

/** An entry still being written: any member may be absent. */
export const draftEntry = entry.partial();
export type DraftEntry = z.infer<typeof draftEntry>;

/** Why a suspected field may be opened all the same. A keyed hash is no anonymity, so it is no ground here (DZ-25). */
export const openingGround = z.enum(['not-personal', 'statutory-publication', 'anonymised', 'separate-consent']);
export const confirmation = z.strictObject({
  fields: z.array(fieldName).min(1).max(MAX_ITEMS),
  ground: openingGround,
  reason: text(500),
  evidence: documentRef.optional(),
  by: id,
  at: instant,
});
export type Confirmation = z.infer<typeof confirmation>;

/** What each member is called and which article asks for it: the completeness check reads this table. */
const asked: Record<Exclude<keyof Entry, 'description' | 'themes' | 'subjectKey'>, readonly [ArticleId, Text]> = {
  name: ['DZ-13', { zh: '名称', en: 'name' }],
  formats: ['DZ-13', { zh: '格式', en: 'format' }],
  sharing: ['DZ-19', { zh: '共享属性', en: 'sharing attribute' }],
  opening: ['DZ-25', { zh: '开放属性', en: 'opening attribute' }],
  type: ['DZ-13', { zh: '类型', en: 'type' }],
  conditions: ['DZ-13', { zh: '条件', en: 'conditions' }],
  frequency: ['DZ-13', { zh: '更新频率', en: 'update frequency' }],
  level: ['DZ-13', { zh: '敏感级别', en: 'sensitivity level' }],
  contact: ['DZ-13', { zh: '联系人(办公)', en: 'office contact' }],
  contactDetails: ['DZ-13', { zh: '联系方式(办公)', en: 'office contact details' }],
  kind: ['DZ-3', { zh: '数据类别', en: 'kind of data' }],
  legalBasis: ['DZ-14', { zh: '采集法定依据', en: 'legal basis of collection' }],
  necessity: ['DZ-14', { zh: '采集必要性', en: 'necessity of collection' }],
  items: ['DZ-13', { zh: '信息项', en: 'information items' }],
  highValue: ['DZ-24', { zh: '高价值标识', en: 'high-value flag' }],
};

/** Everything that keeps a draft from being submitted, at once; empty when it is complete. */
export function missingFrom(draft: DraftEntry): readonly Ground[] {
  const absent = Object.entries(asked).flatMap(([member, [article, { zh, en }]]): Ground[] =>
    draft[member as keyof DraftEntry] === undefined // Object.entries forgets the key type
      ? [{ article, pointer: `/entry/${member}`, detail: { zh: `缺少${zh}`, en: `${en} is missing` } }]
      : [],
  );
  return [...absent, ...groundless(draft), ...inconsistent(draft), ...personalContact(draft)];
}

/** Fields that must not be open yet: suspected or declared personal, not confirmed by a person. @see DZ-24, DZ-25, PIPL-25 */
export function unconfirmed(draft: DraftEntry, confirmations: readonly Confirmation[]): readonly Ground[] {
  if (draft.opening === undefined || draft.opening.attribute === 'none') return [];
  const items = draft.items ?? [];
  const suspected = new Map(sensitiveItems(items.map((one) => one.name)).map((one) => [one.name, one.reason]));
  return items.flatMap(({ name, personal, sensitive }, index): Ground[] => {
    const grounds = confirmations.filter((one) => one.fields.includes(name)).map((one) => one.ground);
    const pointer = `/entry/items/${index}`;
    if ((personal || sensitive) && !grounds.some((ground) => ground !== 'not-personal')) {
      const zh = `“${name}”为个人信息,须匿名化、取得单独同意或依法公开方可开放`;
      const en = `${name} is personal: it opens only anonymised, with separate consent, or where a law publishes it`;
      return [{ article: 'DZ-25', pointer, detail: { zh, en } }];
    }
    const reason = suspected.get(name);
    if (reason === undefined || grounds.length > 0) return [];
    const zh = `“${name}”:${reason.zh},须经人工确认方可开放`;
    return [{ article: 'DZ-24', pointer, detail: { zh, en: `${name}: ${reason.en}; a person must confirm first` } }];
  });
}

/** A mobile number is a person's: an office has a landline. Identity numbers never. @see DZ-13 */
export function personalContact({ contact = '', contactDetails = '' }: DraftEntry): readonly Ground[] {
  return Object.entries({ contact, contactDetails }).flatMap(([member, value]): Ground[] => {
    if (!showsAPerson(value)) return [];
    const detail = {
      zh: '只登记办公联系方式，不得填写个人号码',
      en: "an office's contact only, never a person's number",
    };
    return [{ article: 'DZ-13', pointer: `/entry/${member}`, detail }];
  });
}

/** Whether a text that is made to be public holds a person's number. */
export const showsAPerson = (text: string): boolean => personalNumber.test(text.normalize('NFKC'));

const personalNumber = /(?<!\d)(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx]/;

function groundless({ sharing, opening }: DraftEntry): readonly Ground[] {
  const found: Ground[] = [];
  if (sharing && sharing.attribute !== 'unconditional' && !sharing.grounds) {
    const detail =
      sharing.attribute === 'none'
        ? { zh: '不予共享须列明法律法规规章或国家规定', en: 'not sharing needs the provision that says so' }
        : { zh: '有条件共享须说明理由', en: 'conditional sharing needs its reason' };
    found.push({ article: 'DZ-19', pointer: '/entry/sharing/grounds', detail });
  }
  if (opening && opening.attribute !== 'unconditional' && !opening.grounds) {
    const detail = { zh: '有条件开放或不予开放须说明依据', en: 'conditional opening, or none, needs its grounds' };
    found.push({ article: 'DZ-25', pointer: '/entry/opening/grounds', detail });
  }
  return found;
}

function inconsistent({ items = [], subjectKey }: DraftEntry): readonly Ground[] {
  const names = items.map((one) => one.name);
  const doubles = names.flatMap((name, index): Ground[] => {
    const detail = { zh: `信息项“${name}”重复`, en: `information item ${name} stands twice` };
    return names.indexOf(name) < index ? [{ article: 'DZ-13', pointer: `/entry/items/${index}`, detail }] : [];
  });
  if (subjectKey === undefined || names.includes(subjectKey)) return doubles;
  const detail = { zh: '主体标识字段不在信息项中', en: 'the subject key is no information item' };
  return [...doubles, { article: 'DZ-13', pointer: '/entry/subjectKey', detail }];
}
