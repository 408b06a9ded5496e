import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type $ZodType, safeParse } from 'zod/v4/core';
import type {
  Answer,
  ApiDocument,
  Content,
  JsonSchema,
  Operation,
  Parameter,
} from '../functions/disclosure/document.ts';
import type { Route } from '../shared/http/route.ts';
import { functions } from './functions.ts';
import { machineTables } from './machines.ts';
import { about, labelOf, problem, securitySchemes } from './openapi-texts.ts';
import { isSchema, jsonSchemaOf, sampleOf } from './schemas.ts';

type Described = Route<never>;
type Table = Readonly<Record<string, readonly Described[]>>;

/** Describes every route of the functions as OpenAPI 3.1. Runs at build time and at the start of the local run only. */
export function openApi(table: Table = functions): ApiDocument {
  const schemas = new Components();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of Object.values(table).flat()) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, schemas) };
  }
  const used = new Set(Object.values(table).flatMap((routes) => routes.map((route) => route.tag)));
  return {
    openapi: '3.1.0',
    info: { title: '数契 Shuqi', version: '0.1.0', description: about },
    tags: [...used].map((name) => ({
      name,
      description: `${labelOf(name).zh} · ${labelOf(name).en}`,
      'x-label': labelOf(name),
    })),
    paths,
    components: { schemas: { ...schemas.all(), Problem: problem }, responses: problems(), securitySchemes },
    'x-machines': machineTables(),
  };
}

function operation(route: Described, schemas: Components): Operation {
  const { id, tag, summary, rule, by } = route;
  return {
    operationId: id,
    tags: [tag],
    summary: `${summary.zh} · ${summary.en}`,
    parameters: parametersOf(route),
    ...(route.body && { requestBody: bodyOf(route, route.body, schemas) }),
    responses: { '2XX': successOf(route, schemas), ...Object.fromEntries(refusalsOf(route)) },
    security: route.access === 'member' ? [{ session: [] }] : tag === 'gate' ? [{ bearer: [] }] : [],
    'x-summary': summary,
    'x-legal-roles': rule?.by ?? by ?? [],
    ...(rule && { 'x-article': rule.article }),
  };
}

function parametersOf(route: Described): Parameter[] {
  // Several paths may share one schema of parameters: each path has those that it names.
  const inPath = listed(route.params, 'path').filter(({ name }) => route.path.includes(`{${name}}`));
  return [...inPath, ...listed(route.query, 'query'), ...headersOf(route)];
}

function listed(schema: $ZodType | undefined, where: 'path' | 'query'): Parameter[] {
  if (!schema) return [];
  const { properties, required } = jsonSchemaOf(schema, 'input');
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(isSchema(properties) ? properties : {}).map(([name, one]) => ({
    name,
    in: where,
    required: where === 'path' || needed.has(name),
    schema: isSchema(one) ? one : {},
  }));
}

function headersOf(route: Described): Parameter[] {
  if (route.access !== 'member' || route.method === 'get') return [];
  const version = '"3"：上次读取时 ETag 中的版本 · the version of the ETag last read';
  const key = '重试时用同一个值，结果不会重复 · the same value on a retry: done once';
  return [
    {
      name: 'If-Match',
      in: 'header',
      required: route.ifMatch === 'required',
      schema: { type: 'string', pattern: '^"\\d{1,9}"$' },
      description: version,
    },
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 128 },
      description: key,
    },
  ];
}

function bodyOf(route: Described, body: $ZodType, schemas: Components): { required: boolean; content: Content } {
  const type = (route.access === 'anyone' && route.consumes) || 'application/json';
  const made = jsonSchemaOf(body, 'input');
  const example = route.example ?? exampleOf(body, made);
  const required = Array.isArray(made.required) && made.required.length > 0;
  return { required, content: { [type]: { schema: schemas.refer(`${route.id}Body`, made), example } } };
}

/** With every member, where the schema's own code takes that; else with the required ones. */
function exampleOf(body: $ZodType, made: JsonSchema): unknown {
  const full = sampleOf(made, 'all');
  return safeParse(body, full).success ? full : sampleOf(made);
}

function successOf(route: Described, schemas: Components): Answer {
  const description = '成功 · done';
  const content = (shape: object) =>
    Object.fromEntries([route.produces ?? 'application/json'].flat().map((type) => [type, shape]));
  if (!route.reply) return { description, content: content({}) };
  const made = jsonSchemaOf(route.reply, 'output');
  const example = sampleOf(made, 'all');
  return { description, content: content({ schema: schemas.refer(`${route.id}Reply`, made), example }) };
}

/** Which problems a route can answer, by what it asks for. */
function refusalsOf(route: Described): [string, Answer][] {
  const member = route.access === 'member' || route.tag === 'gate';
  const codes = [
    ...(member ? [401, 403] : []),
    ...(route.params ? [404] : []),
    ...(route.rule ? [409] : []),
    ...(member && route.method !== 'get' ? [412] : []),
    ...(route.body ? [400, 413, 415] : []),
    ...(route.body || route.query || route.rule ? [422] : []),
    ...(route.access === 'member' && route.ifMatch ? [428] : []),
    503,
  ];
  return codes
    .toSorted((a, b) => a - b)
    .map((code) => [String(code), { $ref: `#/components/responses/${nameOf(code)}` }]);
}

const nameOf = (code: number): string => (STATUS_CODES[code] ?? '').replaceAll(/\W/g, '');

function problems(): Record<string, Answer> {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const codes = [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503];
  return Object.fromEntries(codes.map((code) => [nameOf(code), { description: STATUS_CODES[code] ?? '', content }]));
}

/** Schemas by name; one that says the same as another takes its name. Local definitions are lifted out. */
class Components {
  readonly #named = new Map<string, JsonSchema>();
  readonly #names = new Map<string, string>();

  refer(name: string, made: JsonSchema): JsonSchema {
    const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex');
    const known = this.#names.get(digest);
    if (known !== undefined) return { $ref: `#/components/schemas/${known}` };
    this.#names.set(digest, name);
    const { $defs, ...schema } = made;
    const lift = (one: JsonSchema): JsonSchema =>
      JSON.parse(JSON.stringify(one).replaceAll('"#/$defs/', `"#/components/schemas/${name}.`));
    for (const [local, one] of Object.entries(isSchema($defs) ? $defs : {})) {
      if (isSchema(one)) this.#named.set(`${name}.${local}`, lift(one));
    }
    this.#named.set(name, lift(schema));
    return { $ref: `#/components/schemas/${name}` };
  }

  all(): Record<string, JsonSchema> {
    return Object.fromEntries(this.#named);
  }
}
