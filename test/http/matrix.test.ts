import { beforeAll, describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { freshTable } from '../dynamodb.ts';
import { callersKept } from './callers-kept.ts';
import { city } from './city.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

/*
 * OWASP API Top 10, broken function-level and object-level authorization: every route of the route table, asked by a
 * person of every legal role, about an id of nobody. Whoever is not in the row is refused; nobody ever gets a 2xx for
 * what is not theirs, nor a 500.
 */
const { client, table } = await freshTable();
const service = testService(callersKept(client), table);
const people: Partial<Record<LegalRole, string>> = Object.fromEntries(
  Object.values(city).flatMap(({ people }) => Object.entries(people).map(([person, roles]) => [roles[0], person])),
);
const clients = new Map<LegalRole, Client>();
let anyone: Client;

// The routes of gate and of the public functions check their own proof; theirs are gate.test.ts and disclosure.test.ts.
const { gate: _, disclosure: __, log: ___, ...guarded } = functions;
const all = Object.values(guarded).flat();
const members = all.filter(({ access }) => access === 'member');

beforeAll(async () => {
  await settleCity(testService(client, table));
  // Only what a refusal needs is asked of these: none of the requests below gets as far as a route's own dependencies.
  const opened = open(members as never, service);
  anyone = opened.anyone;
  for (const [role, person] of Object.entries(people)) clients.set(role as LegalRole, await opened.as(person));
});

const addressOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'thumbprint' ? 'A'.repeat(43) : 'nobodys-id'));
const ask = (one: Client, { method, path }: { method: string; path: string }) =>
  one.send(method.toUpperCase(), addressOf(path), {
    headers: { 'content-type': 'application/json', 'if-match': '"1"' },
    ...(method === 'post' || method === 'put' ? { body: '{}' } : {}),
  });

describe.each(members.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    it('wants a session', async () => {
      expect((await ask(anyone, route)).status).toBe(401);
    });

    it('answers each legal role by its row, and nobody with a 500', async () => {
      for (const [role, one] of clients) {
        const { status, problem } = await ask(one, route);
        const allowed = route.rule?.by ?? route.by;
        const own = people[role];
        if (allowed && own && !rolesOf(own).some((held) => allowed.includes(held))) {
          expect([role, status]).toEqual([role, 403]);
          if (route.rule) expect(problem.article).toBe(route.rule.article);
        }
        expect([role, status >= 500]).toEqual([role, false]);
        if (route.path.includes('{')) expect([role, status >= 300]).toEqual([role, true]);
      }
    });
  },
);

function rolesOf(person: string): readonly LegalRole[] {
  const found = Object.values(city)
    .flatMap(({ people }) => Object.entries(people))
    .find(([id]) => id === person);
  return found?.[1] ?? [];
}
