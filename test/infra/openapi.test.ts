import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { safeParse } from 'zod/v4/core';
import { functions } from '../../infra/functions.ts';
import { openApi } from '../../infra/openapi.ts';
import { isArticleId } from '../../shared/law/articles/titles.ts';

const api = openApi();
const routes = Object.values(functions).flat();
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** Every `$ref` anywhere in the document. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

describe('the API document', () => {
  it('knows every function that has routes', () => {
    const folders = readdirSync('functions').filter((name) => existsSync(`functions/${name}/routes.ts`));
    expect(Object.keys(functions).toSorted()).toEqual(folders.toSorted());
  });

  it('describes every route once', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations)('$method $path declares the parameters of its path, and a summary in both languages', (one) => {
    const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const declared = one.operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name)).toEqual(inPath);
    expect(declared.every(({ required }) => required)).toBe(true);
    expect(one.operation['x-summary'].zh).toMatch(/\p{Script=Han}/u);
    expect(one.operation['x-summary'].en).toMatch(/^[\x20-\x7e’—]+$/);
  });

  it('resolves every reference', () => {
    const dangling = references(api).filter((reference) => {
      const [, ...parts] = reference.split('/');
      const found = parts.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], api);
      return found === undefined;
    });
    expect(dangling).toEqual([]);
    expect(references(api).length).toBeGreaterThan(100);
  });

  it('says of every command who may give it and under which article', () => {
    const commands = routes.filter((route) => route.rule);
    for (const route of commands) {
      const operation = api.paths[route.path]?.[route.method];
      expect(operation?.['x-legal-roles']).toEqual(route.rule?.by);
      expect(isArticleId(operation?.['x-article'] ?? '')).toBe(true);
    }
    expect(commands.length).toBeGreaterThan(20);
  });

  it('asks for a session exactly where the border does, and for If-Match where it is required', () => {
    for (const route of routes) {
      const operation = api.paths[route.path]?.[route.method];
      expect(operation?.security.some((scheme) => 'session' in scheme)).toBe(route.access === 'member');
      const version = operation?.parameters.find(({ name }) => name === 'If-Match');
      expect(version?.required ?? false).toBe(route.access === 'member' && route.ifMatch === 'required');
    }
  });

  it.each(routes.filter(({ body }) => body))('gives an example that $id would take', (route) => {
    const [content] = Object.values(api.paths[route.path]?.[route.method]?.requestBody?.content ?? {});
    const taken = route.body && safeParse(route.body, content?.example);
    expect(taken?.error?.issues ?? []).toEqual([]);
  });

  it('says of every route what it answers; of four, whose answer an RFC lays down, it leaves that to the RFC', () => {
    const untold = routes.filter(({ reply, produces }) => !reply && !produces).map(({ id }) => id);
    expect(untold).toEqual(['requestToken', 'readServerMetadata', 'readReceiptKeys', 'readOpenApi']);
  });

  it('draws every machine from its table', () => {
    expect(api['x-machines'].map(({ aggregate }) => aggregate)).toContain('channel');
    for (const { rows, diagram } of api['x-machines']) {
      for (const row of rows) expect(diagram).toContain(` ${row.command}<br/>${row.article}`);
      expect(rows.every(({ from }) => from.length > 0)).toBe(true);
    }
  });
});
