import type { ApiDocument, JsonSchema } from './document.ts';

const MAX_DEPTH = 8;
const MAX_CHARACTERS = 2_400;

/** A JSON Schema as a reader sees it at a glance: `{ name: string, items?: [ … ] }`, indented, references followed. */
export function schemaText(schema: JsonSchema, { components }: ApiDocument): string {
  const text = tell(schema, 0, MAX_DEPTH);
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}\n…` : text;

  /** `indent` is for the eye; `left` ends what refers to itself. */
  function tell(one: JsonSchema, indent: number, left: number): string {
    if (left === 0) return '…';
    if (typeof one.$ref === 'string') {
      return tell(components.schemas[one.$ref.split('/').at(-1) ?? ''] ?? {}, indent, left - 1);
    }
    const members = one.oneOf ?? one.anyOf;
    if (Array.isArray(members))
      return [...new Set(members.map((each: JsonSchema) => tell(each, indent, left)))].join(' | ');
    if (one.const !== undefined) return JSON.stringify(one.const);
    if (Array.isArray(one.enum))
      return one.enum
        .slice(0, 20)
        .map((value) => JSON.stringify(value))
        .join(' | ');
    if (one.type === 'array')
      return `[ ${tell(asSchema(one.items), indent, left - 1)} ]${bounds(one.minItems, one.maxItems)}`;
    if (one.type === 'object') return objectText(one, indent, left);
    const kind = typeof one.format === 'string' ? one.format : String(one.type ?? 'any');
    return kind + bounds(one.minLength ?? one.minimum, one.maxLength ?? one.maximum);
  }

  function objectText(
    { properties, required, additionalProperties }: JsonSchema,
    indent: number,
    left: number,
  ): string {
    const needed = new Set(Array.isArray(required) ? required : []);
    const margin = '  '.repeat(indent + 1);
    const lines = Object.entries(asSchema(properties)).map(
      ([name, one]) => `${margin}${name}${needed.has(name) ? '' : '?'}: ${tell(asSchema(one), indent + 1, left - 1)}`,
    );
    if (lines.length > 0) return `{\n${lines.join('\n')}\n${'  '.repeat(indent)}}`;
    const values =
      typeof additionalProperties === 'object' ? tell(asSchema(additionalProperties), indent, left - 1) : undefined;
    return values === undefined ? '{}' : `{ [name]: ${values} }`;
  }
}

/** `1…200`; integers that JavaScript can hold are no bound worth telling. */
function bounds(low: unknown, high: unknown): string {
  const told = (value: unknown) =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : '';
  return told(low) === '' && told(high) === '' ? '' : ` (${told(low)}…${told(high)})`;
}

const asSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
