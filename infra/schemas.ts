import { toJSONSchema } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import type { JsonSchema } from '../functions/disclosure/document.ts';
import {
  articleId,
  documentRef,
  id,
  instant,
  jurisdiction,
  localDate,
  periodId,
  sha256,
} from '../shared/domain/values.ts';
import { miniOf } from '../shared/http/mini.ts';
import { periods } from '../shared/law/periods.ts';

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Schemas that JSON Schema cannot say (they are checked by code), and examples that only we know. */
const known: ReadonlyMap<$ZodType, JsonSchema> = new Map<$ZodType, JsonSchema>([
  [instant, { type: 'string', format: 'date-time', examples: ['2026-11-23T08:00:00.000Z'] }],
  [localDate, { type: 'string', format: 'date', examples: ['2026-11-23'] }],
  [articleId, { type: 'string', pattern: '^[A-Z0-9]+-\\d+$', examples: ['DZ-43'] }],
  [periodId, { type: 'string', enum: Object.keys(periods), examples: ['REG-12'] }],
  [id, { examples: ['7h2k9q4mzx0c8v5t1n3w6r8byd'] }],
  [sha256, { examples: [hash] }],
  [documentRef, { examples: [{ document: '7h2k9q4mzx0c8v5t1n3w6r8byd', commitment: hash }] }],
  [jurisdiction, { examples: ['511700'] }],
]);

/** Examples by pattern, for schemas of zod/mini that repeat one of the above, and for fields of their own. */
const byPattern: Readonly<Record<string, string>> = {
  '^[a-z0-9][a-z0-9-]{0,63}$': '7h2k9q4mzx0c8v5t1n3w6r8byd',
  '^[0-9a-f]{64}$': hash,
  '^[\\w-]{1,128}$': 'row-1',
  '^[0-9A-Z-]{4,40}$': 'SC-2026-000123',
  '^[\\w-]{43}$': 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  '^[0-9HJ-NPQRTUWXY]{18}$': '91511700MA06HUQ00B',
  '^[0-9A-HJ-NPQRTUWXY]{18}$': '91511700MA06HUQ00B',
};

/** A schema of zod or zod/mini as JSON Schema 2020-12; what only code can check says so by being open. */
export function jsonSchemaOf(schema: $ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...made }: JsonSchema = toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const inner = miniOf(zodSchema);
      Object.assign(jsonSchema, inner && jsonSchemaOf(inner, io), known.get(zodSchema));
      const example = byPattern[jsonSchema.pattern ?? ''];
      if (example !== undefined) jsonSchema.examples ??= [example];
    },
  });
  return made;
}

const MAX_DEPTH = 12;

/**
 * A value that fits a JSON Schema: with its required members, or with all of them. Where a value must satisfy
 * code as well, only the code can tell whether it does.
 */
export function sampleOf(schema: JsonSchema, members: 'required' | 'all' = 'required', depth = 0): unknown {
  if (depth > MAX_DEPTH) return null;
  const inner = (other: unknown) => sampleOf(isSchema(other) ? other : {}, members, depth + 1);
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  if (example !== undefined) return example;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [first] = alternatives(schema);
  if (first) return inner(first);
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...schema.allOf.map(inner));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, members, inner);
    case 'array': {
      const length = Math.max(Number(schema.minItems ?? 0), members === 'all' ? 1 : 0);
      return Array.from({ length }, () => inner(schema.items));
    }
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), Number(schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'string':
      return textOf(schema);
    default:
      return depth === 0 ? {} : '…';
  }
}

/** The members of a union. */
function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const listed = schema.oneOf ?? schema.anyOf;
  return Array.isArray(listed) ? listed.filter(isSchema) : [];
}

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectOf(schema: JsonSchema, members: 'required' | 'all', inner: (schema: unknown) => unknown): object {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const taken = Object.entries(properties).filter(([name]) => members === 'all' || required.has(name));
  return Object.fromEntries(taken.map(([name, one]) => [name, inner(one)]));
}

function textOf({ format, minLength, pattern }: JsonSchema): string {
  if (format === 'uri') return 'https://example.org/';
  if (pattern === undefined || pattern === '\\S') return '示例'.padEnd(Number(minLength ?? 0), '例');
  return '示例文本'.padEnd(Number(minLength ?? 0), '例');
}
