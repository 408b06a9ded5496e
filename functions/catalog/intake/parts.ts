import { type DraftEntry, personalContact } from '../../../shared/domain/dataset-entry.ts';
import type { Ground } from '../../../shared/domain/decision.ts';
import type { ArticleId } from '../../../shared/law/articles/titles.ts';
import type { Text } from '../../../shared/law/roles.ts';
import { frequencies, kinds, levels, typeOf } from './choices.ts';
import type { Concept, Mapped } from './headers.ts';
import { type Openness, readFormats, readFrequency, readOpenness } from './spellings.ts';
import { fold, listOf, textOf, tidy } from './text.ts';

/** Some members of the entry, and what a person should know about how they were read. */
export interface Part {
  readonly entry: DraftEntry;
  readonly findings: readonly Ground[];
}

/** A finding under an article; the given text stands in both languages, cut to 80 characters. */
export function finding(article: ArticleId, member: string, detail: Text, given?: string): Ground {
  const quoted = given === undefined ? '' : tidy(given).slice(0, 80);
  return {
    article,
    pointer: `/entry/${member}`,
    detail: quoted ? { zh: `${detail.zh}：“${quoted}”`, en: `${detail.en}: “${quoted}”` } : detail,
  };
}

/** The first value of a concept that says something; a later one that says something else is a finding, not lost. */
export function single(
  mapped: Mapped,
  concept: Concept,
  limit: number,
): { value?: string; findings: readonly Ground[] } {
  const [first, ...others] = new Set((mapped.known[concept] ?? []).flatMap((cell) => textOf(cell) ?? []));
  if (first === undefined) return { findings: [] };
  const more = others.map((other) =>
    finding('DZ-13', concept, { zh: '另有一列取值不同', en: 'another column differs' }, other),
  );
  const cut = finding('DZ-13', concept, { zh: `超过 ${limit} 字，已截断`, en: `cut to ${limit} characters` });
  return first.length > limit
    ? { value: first.slice(0, limit).trim(), findings: [...more, cut] }
    : { value: first, findings: more };
}

/** Name, description, legal basis and conditions 名称、摘要、依据、条件; themes of every column that has some. */
export function words(mapped: Mapped): Part {
  const name = single(mapped, 'title', 200);
  const description = single(mapped, 'description', 4_000);
  const conditions = single(mapped, 'conditions', 1_000);
  const legalBasis = single(mapped, 'legalBasis', 1_000);
  const all = [...new Set((mapped.known.theme ?? []).flatMap((cell) => listOf(cell)))];
  const themes = all.filter((theme) => theme.length <= 40).slice(0, 10);
  const left = all.filter((theme) => !themes.includes(theme));
  return {
    entry: {
      ...(name.value && { name: name.value }),
      ...(description.value && { description: description.value }),
      ...(conditions.value && { conditions: conditions.value }),
      ...(legalBasis.value && { legalBasis: legalBasis.value }),
      ...(themes.length > 0 && { themes }),
    },
    findings: [
      ...[name, description, conditions, legalBasis].flatMap((read) => read.findings),
      ...left.map((theme) => finding('DZ-13', 'themes', { zh: '主题未采用', en: 'theme not taken over' }, theme)),
    ],
  };
}

/** Formats 格式, and the type 类型 where all formats are of one. */
export function formats(mapped: Mapped): Part {
  const read = (mapped.known.format ?? []).map(readFormats);
  const known = [...new Set(read.flatMap((one) => one.known))].slice(0, 20);
  const types = new Set(known.map((format) => typeOf[format] ?? 'unclear'));
  const [type] = types;
  const certain = types.size === 1 && type !== 'unclear' ? type : undefined;
  const derived = { zh: '类型由格式推得', en: 'the type was derived from the formats' };
  const strange = { zh: '格式无法识别，保留原文', en: 'the format is not understood; kept as given' };
  return {
    entry: { ...(known.length > 0 && { formats: known }), ...(certain && { type: certain }) },
    findings: [
      ...read.flatMap((one) => one.unread.map((given) => finding('DZ-13', 'formats', strange, given))),
      ...(certain ? [finding('DZ-13', 'type', derived, certain)] : []),
    ],
  };
}

/** Sharing and opening attribute 共享属性、开放属性, whichever column they stand in; of two values the stricter counts. */
export function attributes(mapped: Mapped): Part {
  const readings = (['opening', 'sharing'] as const).flatMap((column) =>
    (mapped.known[column] ?? [])
      .filter((cell) => tidy(cell) !== '')
      .map((cell) => ({ column, ...readOpenness(cell, column), cell })),
  );
  const entry: DraftEntry = {};
  const findings: Ground[] = [];
  for (const reading of readings) {
    const article = articleOf[reading.column];
    if ('unread' in reading) {
      findings.push(finding(article, reading.column, reading.unread, reading.given));
      continue;
    }
    const { of, attribute } = reading.value;
    const before = entry[of]?.attribute;
    entry[of] = { attribute: before === undefined ? attribute : stricter(before, attribute) };
    if (reading.interpreted) findings.push(finding(article, of, reading.interpreted, tidy(reading.cell)));
    if (before !== undefined && before !== attribute) findings.push(finding(article, of, contradiction));
    if (of !== reading.column) findings.push(finding(article, of, otherColumn, tidy(reading.cell)));
  }
  return { entry, findings };
}

/** Update frequency 更新频率; a length that the entry has no word for (每两年, 每 121 日) is a finding. */
export function frequency(mapped: Mapped): Part {
  const { value, findings } = single(mapped, 'frequency', 80);
  if (value === undefined) return { entry: {}, findings };
  const reading = readFrequency(value);
  if ('unread' in reading) {
    return { entry: {}, findings: [...findings, finding('DZ-13', 'frequency', reading.unread, value)] };
  }
  const frequency = frequencies[reading.value.code];
  if (frequency) return { entry: { frequency }, findings };
  const none = {
    zh: '更新频率不在可选项内，保留原文',
    en: 'no choice of the entry says this frequency; kept as given',
  };
  return { entry: {}, findings: [...findings, finding('DZ-13', 'frequency', none, value)] };
}

/** Office and its contact details. A person's name or mobile number is not taken over, nor repeated in the finding. */
export function contact(mapped: Mapped): Part {
  const office = single(mapped, 'office', 100);
  const cells = [mapped.known.phone, mapped.known.email, mapped.known.contact].flatMap((values) => values ?? []);
  const details = [...new Set(cells.flatMap((cell) => textOf(cell) ?? []))];
  const official = details.filter((detail) => personalContact({ contactDetails: detail }).length === 0);
  const contactDetails = official.join('；').slice(0, 200);
  const hasPerson = (mapped.known.person ?? []).some((cell) => textOf(cell));
  return {
    entry: { ...(office.value && { contact: office.value }), ...(contactDetails && { contactDetails }) },
    findings: [
      ...office.findings,
      ...(official.length < details.length ? [finding('DZ-13', 'contactDetails', noPersonalNumber)] : []),
      ...(hasPerson ? [finding('DZ-13', 'contact', noPerson)] : []),
    ],
  };
}

/** Sensitivity level 敏感级别 and kind of data 数据类别: their own terms only, nothing near them. */
export function grades(mapped: Mapped): Part {
  const level = single(mapped, 'level', 40);
  const kind = single(mapped, 'kind', 40);
  const readLevel = level.value === undefined ? undefined : levels.get(fold(level.value));
  const readKind = kind.value === undefined ? undefined : kinds.get(fold(kind.value));
  const strange = { zh: '无法识别，保留原文', en: 'not understood; kept as given' };
  return {
    entry: { ...(readLevel && { level: readLevel }), ...(readKind && { kind: readKind }) },
    findings: [
      ...[level, kind].flatMap((read) => read.findings),
      ...(level.value !== undefined && !readLevel ? [finding('DZ-13', 'level', strange, level.value)] : []),
      ...(kind.value !== undefined && !readKind ? [finding('DZ-3', 'kind', strange, kind.value)] : []),
    ],
  };
}

type Attribute = Openness['attribute'];
const strictness: readonly Attribute[] = ['unconditional', 'conditional', 'none'];

/** The stricter of two attributes. */
export const stricter = (one: Attribute, other: Attribute): Attribute =>
  strictness.indexOf(one) >= strictness.indexOf(other) ? one : other;

const articleOf = { opening: 'DZ-25', sharing: 'DZ-19' } as const;

const contradiction: Text = { zh: '各列取值不同，按较严者', en: 'columns differ; the stricter value counts' };
const otherColumn: Text = { zh: '该列写的是另一属性', en: 'the column speaks of the other attribute' };
const noPersonalNumber: Text = {
  zh: '联系方式为个人号码，未采用；请填办公联系方式',
  en: "a person's number is not taken over; give an office's",
};
const noPerson: Text = { zh: '未采用个人姓名；请填办公处室', en: "a person's name is not taken over; name an office" };
