import { type $ZodType, safeParse } from 'zod/v4/core';
import en from 'zod/v4/locales/en.js';
import zhCN from 'zod/v4/locales/zh-CN.js';
import type { Ground } from '../domain/decision.ts';
import { pageForm } from './form.ts';
import type { Language, TechnicalProblem } from './problem.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: TechnicalProblem; readonly grounds: readonly Omit<Ground, 'article'>[] };

const locales = { zh: zhCN().localeError, en: en().localeError };

/** At most so many complaints about one request. */
const MAX_GROUNDS = 50;

/** Parses one part of a request; every complaint names its place as a JSON pointer below `at`. */
export function parseWith(
  schema: $ZodType | undefined,
  value: unknown,
  language: Language,
  at: string,
): Parsed<unknown> {
  if (!schema) return { ok: true, value: undefined };
  const result = safeParse(schema, value, { error: locales[language] });
  if (result.success) return { ok: true, value: result.data };
  const grounds = result.error.issues.slice(0, MAX_GROUNDS).map(({ path, message }) => ({
    pointer: [at, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/'),
    detail: { zh: message, en: message },
  }));
  return { ok: false, problem: 'invalid', grounds };
}

interface BodySource {
  readonly raw: Request;
  header(name: string): string | undefined;
  text(): Promise<string>;
}

/** How a route takes its body: JSON; fields of a form; JSON, or the same from a form of one of our pages. */
export type Taken = 'json' | 'fields' | 'json-or-page';

/** Reads and parses the body; a route without schema takes none. */
export async function parseBody(
  schema: $ZodType | undefined,
  request: BodySource,
  language: Language,
  taken: Taken,
): Promise<Parsed<unknown>> {
  if (!schema) return { ok: true, value: undefined };
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const form = type === 'application/x-www-form-urlencoded' && taken !== 'json';
  const text = await request.text();
  if (!form && (type !== 'application/json' || taken === 'fields') && text !== '') {
    return { ok: false, problem: 'unsupported-media-type', grounds: [] };
  }
  if (form) return parseWith(schema, taken === 'fields' ? formOf(text) : pageForm(text).body, language, '');
  try {
    return parseWith(schema, JSON.parse(text === '' ? '{}' : text), language, '');
  } catch {
    const detail = { zh: '不是有效的 JSON', en: 'not valid JSON' };
    return { ok: false, problem: 'malformed', grounds: [{ detail, pointer: '' }] };
  }
}

/** A name that comes twice becomes a list, which no field of ours takes: neither value wins in silence. */
function formOf(text: string): Record<string, string | string[]> {
  const form = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) form.set(name, form.has(name) ? [value] : value);
  return Object.fromEntries(form);
}
