import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { $ZodType, $ZodTypes } from 'zod/v4/core';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { deposit } from '../../shared/domain/deposit.ts';
import { organization } from '../../shared/domain/organization.ts';
import { plan } from '../../shared/domain/plan.ts';
import { pricing } from '../../shared/domain/pricing.ts';
import { proceedings } from '../../shared/domain/proceedings.ts';
import { product as dataProduct } from '../../shared/domain/product.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { registration } from '../../shared/domain/registration.ts';
import { servedHour } from '../../shared/domain/served-hour.ts';
import { subscription } from '../../shared/domain/subscription.ts';
import { articleId, instant, localDate, openClock, periodId } from '../../shared/domain/values.ts';
import { yearlies } from '../../shared/domain/yearly.ts';
import { type ArticleId, isArticleId } from '../../shared/law/articles/titles.ts';

/*
 * Events are for ever and cannot be erased, so whatever could be personal or confidential stands in documents. What
 * people may write freely into an event or a state is this list, each with the article that wants it there; a text that
 * stands nowhere on it fails here, and belongs into a document.
 */
const at = (article: ArticleId, ...places: readonly string[]) => places.map((place) => [place, article] as const);
const within = (article: ArticleId, above: readonly string[], ...names: readonly string[]) =>
  at(article, ...above.flatMap((place) => names.map((name) => `${place}/${name}`)));

const entries = ['dataset/entry', 'dataset/pending/entry'];
const signatures = ['agreement/signature', 'agreement/signatures', 'agreement/amendment/signatures'];
const product = ['registration', 'registration/changes', 'registration/amendment/changes'];
const allowed: ReadonlyMap<string, ArticleId> = new Map([
  // A catalogue entry is made to be public; its contact is an office, and a person's number is refused there.
  ...within('DZ-13', entries, 'name', 'formats', 'conditions', 'contact', 'contactDetails', 'description', 'themes'),
  ...within('DZ-13', entries, 'items/name', 'items/type', 'subjectKey'),
  ...within('DZ-14', entries, 'legalBasis', 'necessity'),
  ...within('DZ-19', entries, 'sharing/grounds'),
  ...within('DZ-25', entries, 'opening/grounds'),
  // An office's words about an entry and its fields.
  ...at('DZ-13', 'dataset/reason'),
  ...within('DZ-24', ['dataset/confirmation', 'dataset/confirmations'], 'fields', 'reason'),
  // Names of organizations, plans, agreements and products: all of them are published.
  ...at('DZ-6', 'organization/title'),
  ...at('OPS-9', 'plan/title'),
  ...at('OPS-14', 'agreement/title'),
  ...within('REG-12', product, 'title', 'description'),
  // A product's public face: what it is, and an office to ask.
  ...at('DZ-36', 'product/title', 'product/description', 'product/contact', 'product/contactDetails'),
  ...at('OPS-14', 'pricing/title'),
  ...yearlies.flatMap(({ aggregate }) => at('OPS-19', `${aggregate}/title`, `${aggregate}/figures/lines/title`)),
  // Numbers that another authority gave, and clauses as an agreement numbers them.
  ...at('OPS-9', 'plan/number', 'plan/filing/number'),
  ...at('OPS-3', 'organization/mandated/number', 'organization/terms/number'),
  ...at('OPS-14', 'agreement/number', 'agreement/filing/number', 'agreement/draft/missing/clause'),
  ...at('DZ-43', 'case/grounds/clause', 'case/measures/clause', 'case/into/clause'),
  // The field that tells whose a row is, as the entry names it.
  ...within('DZ-13', ['dataset/exclusions'], 'field'),
  ...at('POLICY-6', 'case/measures/number', 'case/into/number'),
  ...at('DZ-38', 'market-report/number', 'market-report/done/refer/number'),
  ...within('PRICE', ['pricing/approval'], 'reform/number', 'authority/number'),
  // What supervision writes for others to read: an office to call, a warning to the public, names of fields, numbers given.
  ...within('DZ-45', ['liaison', 'liaison/done/record', 'liaison/done/change'], 'contact', 'contactDetails'),
  ...within('DZ-45', ['warning', 'warning/done/publish', 'warning/done/update'], 'text'),
  ...at('DZ-45', 'incident/receipt', 'incident/done/report-cyberspace/receipt', 'incident/done/report-police/receipt'),
  ...within('DSL-21', ['protected', 'protected/done/list', 'protected/done/change'], 'number', 'fields'),
  ...at('DSL-21', 'protected/done/remove/number'),
  // A detached signature: what it signs stands in a document.
  ...within('ESL-13', signatures, 'jws', 'passkey/authenticatorData', 'passkey/clientData', 'passkey/signature'),
]);

/** Forms that leave no room for words: ids, hashes, codes, key thumbprints, numbers we gave ourselves, media types. */
const closed = [
  /^[a-z0-9][a-z0-9-]{0,63}$/,
  /^[0-9a-f]{64}$/,
  /^\d{10}$/,
  /^[0-9A-Z]{6,9}$/,
  /^[0-9A-HJ-NPQRTUWXY]{18}$/,
  /^[A-Za-z0-9_-]{43}$/,
  /^[\w-]{43}$/,
  /^[0-9A-Z-]{4,40}$/,
  /^[a-z]+\/[a-z0-9.+-]{1,80}$/,
].map(String);
/** Checked by code, and which schedule of working days a clock was computed with: no person writes these. */
const known: readonly $ZodType[] = [instant, localDate, articleId, periodId, openClock.shape.calendar];
const wordless = ['literal', 'enum', 'boolean', 'number', 'int', 'undefined', 'null'];

const machines = [
  organization,
  dataset,
  plan,
  qualification,
  agreement,
  registration,
  deposit,
  dataProduct,
  pricing,
  ...yearlies,
  channel,
  violation,
  subscription,
  servedHour,
  ...proceedings,
];
const places = machines.flatMap(({ aggregate, event, state }) =>
  [event, state].flatMap((schema) => [...leavesOf(schema, aggregate)]),
);
const texts = places.filter(({ schema }) => !isClosed(schema));

describe('free text in events and states', () => {
  test('stands only where an article wants it', () => {
    const strange = texts.filter(({ place }) => !allowed.has(place)).map(({ place }) => place);
    expect([...new Set(strange)]).toEqual([]);
  });

  test('is bounded', () => {
    expect(texts.filter(({ schema }) => !isBounded(schema)).map(({ place }) => place)).toEqual([]);
  });

  test('is all that the list names, under articles that exist', () => {
    const standing = new Set(texts.map(({ place }) => place));
    expect([...allowed.keys()].filter((place) => !standing.has(place))).toEqual([]);
    expect([...allowed.values()].every(isArticleId)).toBe(true);
  });

  test.each([
    ['a text', z.strictObject({ remark: z.string().max(10) })],
    ['anything', z.strictObject({ remark: z.unknown() })],
    ['a text as a key', z.record(z.string().max(10), z.boolean())],
    ['a text among other things', z.array(z.union([z.boolean(), z.string().max(10)]))],
    ['a pattern that lets words through', z.string().regex(/^.{1,10}$/)],
    ['whatever code lets through', z.custom<string>(() => true)],
  ])('%s would be found', (_, schema) => {
    expect([...leavesOf(schema, 'x')].filter((leaf) => !isClosed(leaf.schema))).toHaveLength(1);
  });
});

interface Leaf {
  readonly place: string;
  readonly schema: $ZodTypes;
}

/** Every schema of a value that is not made of others, with the names on the way to it. */
function* leavesOf(of: $ZodType, place: string): Generator<Leaf> {
  // Every schema of zod is one of these; the base type only does not say so.
  const schema = of as $ZodTypes;
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      for (const [name, member] of Object.entries(def.shape)) yield* leavesOf(member, `${place}/${name}`);
      return;
    case 'union':
      for (const option of def.options) yield* leavesOf(option, place);
      return;
    case 'array':
      return yield* leavesOf(def.element, place);
    case 'record':
      yield* leavesOf(def.keyType, place);
      return yield* leavesOf(def.valueType, place);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return yield* leavesOf(def.innerType, place);
    default:
      yield { place, schema };
  }
}

function isClosed(schema: $ZodTypes): boolean {
  if (known.includes(schema) || wordless.includes(schema._zod.def.type)) return true;
  return patternsOf(schema).some((pattern) => closed.includes(pattern));
}

/** By a length, or by a pattern that ends (the names of fields). */
const isBounded = (schema: $ZodTypes): boolean =>
  checksOf(schema).some((check) => check.check === 'max_length') ||
  patternsOf(schema).some((one) => one.includes('{1,'));

function checksOf({ _zod }: $ZodTypes) {
  return (_zod.def.checks ?? []).map((check) => check._zod.def);
}

function patternsOf(schema: $ZodTypes): readonly string[] {
  return checksOf(schema).flatMap((check) => ('pattern' in check ? [String(check.pattern)] : []));
}
