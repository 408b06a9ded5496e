import { beforeAll, describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { openApi } from '../../infra/openapi.ts';
import type { Rule } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { OrganizationEvent } from '../../shared/domain/organization-schema.ts';
import { type LegalRole, legalRoles } from '../../shared/law/roles.ts';
import { documentOf } from '../domain/given.ts';
import { everyStory } from '../domain/walks/every.ts';
import { freshTable } from '../dynamodb.ts';
import { callersKept } from './callers-kept.ts';
import { JURISDICTION } from './city.ts';
import { type Answered, type Client, memberOf, open, testService } from './harness.ts';
import { recorded } from './recorded.ts';

/*
 * OWASP API Top 10, broken object-level authorization, generated from the tables: for every command of every machine,
 * in every status it starts from, and for every reading route, somebody in the right legal role of another organization
 * gets the very answer that an id of nobody gets. The own organization's person is not turned away for who they are.
 */
const { client, table } = await freshTable();
const service = testService(client, table);
const ELSEWHERE = 'elsewhere';
const NOBODYS = 'nobodys-id';

/** One stream of a machine in one status, and who holds which role for it. */
interface Stream {
  readonly aggregate: string;
  readonly id: string;
  readonly status: string;
  readonly rows: readonly Rule[];
  readonly parties: Readonly<Partial<Record<LegalRole, string>>>;
}
const streams: Stream[] = [];
await everyStory(async (machine, { status, state, events }) => {
  if (status === machine.initial.status) return;
  const id = `${machine.aggregate}-${status}`;
  await recorded(service, machine, id, events);
  const rows: Rule[] = Object.values(machine.transitions);
  streams.push({ aggregate: machine.aggregate, id, status, rows, parties: machine.parties(state) });
});

const { gate: _, disclosure: __, log: ___, ...guarded } = functions;
const members = Object.values(guarded)
  .flat()
  .filter(({ access, path }) => access === 'member' && path.includes('/{id}'));
const api = openApi();
let opened: ReturnType<typeof open>;
const clients = new Map<string, Promise<Client>>();

beforeAll(async () => {
  const all = new Set([ELSEWHERE, ...streams.flatMap(({ parties }) => Object.values(parties))]);
  // A party of a proceeding may not have come yet.
  for (const one of all) if (one !== undefined) await settleWithEveryRole(one);
  // What is asked below comes from people who stay as they are.
  opened = open(members as never, { ...service, store: { ...service.store, dynamo: callersKept(client) } });
}, 120_000);

/** An organization with one person for each legal role, so that no other role of theirs lets them in. */
async function settleWithEveryRole(id: string): Promise<void> {
  const at = service.clock.domain();
  const evidence = documentOf('evidence');
  const roles = Object.keys(legalRoles) as LegalRole[];
  const events: OrganizationEvent[] = [
    {
      type: 'registered',
      at,
      by: 'founder',
      organization: id,
      kind: 'company',
      title: id,
      creditCode: '91511700MA00000010',
      jurisdiction: JURISDICTION,
      mainland: true,
    },
    { type: 'verified', at, by: 'verifier', evidence },
    ...roles.map(
      (role): OrganizationEvent => ({
        type: 'member-added',
        at,
        by: 'founder',
        person: personOf(role, id),
        roles: [role],
        name: evidence,
        keys: [],
      }),
    ),
  ];
  await recorded(service, organization, id, events);
}

const personOf = (role: LegalRole, id: string): string => `${role}-of-${id}`.slice(0, 64);

function clientOf(role: LegalRole, id: string): Promise<Client> {
  const person = personOf(role, id);
  const found = clients.get(person) ?? memberOf(opened, service, person, id);
  clients.set(person, found);
  return found;
}

const machines = new Map(
  streams.map(({ aggregate }) => [aggregate, streams.filter((one) => one.aggregate === aggregate)]),
);
const machineOf = (rule: Rule): string | undefined => streams.find(({ rows }) => rows.includes(rule))?.aggregate;
/** `/cases` → case, from the routes that carry out its commands. */
const bases = new Map(
  members.flatMap(({ rule, path }) => {
    const aggregate = rule && machineOf(rule);
    return aggregate === undefined ? [] : [[baseOf(path), aggregate] as const];
  }),
);
function baseOf(path: string): string {
  return path.split('/{id}')[0] ?? '';
}

/** What a stranger is told of an id of nobody, asked once for each role. */
const ofNobody = new Map<string, Promise<Answered>>();
function askOfNobody(stranger: Client, role: LegalRole, route: (typeof members)[number]): Promise<Answered> {
  const name = `${role} ${route.method} ${route.path}`;
  const found = ofNobody.get(name) ?? ask(stranger, route, NOBODYS);
  ofNobody.set(name, found);
  return found;
}

function ask(one: Client, route: (typeof members)[number], id: string): Promise<Answered> {
  const { method, path } = route;
  const address = path
    .replace('{id}', id)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'thumbprint' ? 'A'.repeat(43) : NOBODYS));
  const content = api.paths[path]?.[method]?.requestBody?.content['application/json'];
  const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
  const body = method === 'get' || method === 'delete' ? {} : { body: JSON.stringify(content?.example ?? {}) };
  return one.send(method.toUpperCase(), address, { headers, ...body });
}

const commands = members.filter(({ rule }) => rule && machineOf(rule) !== undefined);

describe.each(commands.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    it('tells a stranger in the right role what it tells of an id of nobody', async () => {
      const { rule } = route;
      if (!rule) throw new Error('a command has its row');
      const own = machines.get(machineOf(rule) ?? '') ?? [];
      for (const { id, status, parties } of own.filter((one) => Object.hasOwn(rule, one.status))) {
        for (const role of rule.by) {
          const party = parties[role];
          if (party === undefined) continue;
          const stranger = await clientOf(role, ELSEWHERE);
          const theirs = await ask(stranger, route, id);
          const nobodys = await askOfNobody(stranger, role, route);
          expect([status, role, theirs.status, theirs.body]).toEqual([status, role, nobodys.status, nobodys.body]);
          expect([status, role, theirs.status]).toEqual([status, role, 404]);
          const known = await ask(await clientOf(role, party), route, id);
          expect([status, role, known.status === 401 || known.status === 403]).toEqual([status, role, false]);
        }
      }
    });
  },
);

const reads = members.filter(({ method, path }) => method === 'get' && bases.has(baseOf(path)));

/** Supervision sees what it supervises, wherever it belongs: these roles have rights of their own to read. */
const parties: readonly LegalRole[] = ['operator', 'source-unit', 'grantor', 'right-holder'];
/** For every member to read: entries once published, plans once approved. */
const shown: Readonly<Record<string, readonly string[]>> = {
  dataset: ['published', 'withdrawn'],
  plan: ['approved', 'published'],
};

describe.each(reads.map((route) => [route.path, route] as const))('GET %s', (path, route) => {
  it('shows a stranger who is a party elsewhere what it shows of an id of nobody', async () => {
    const aggregate = bases.get(baseOf(path)) ?? '';
    const hidden = (machines.get(aggregate) ?? []).filter(({ status }) => !shown[aggregate]?.includes(status));
    for (const { id, status } of hidden) {
      for (const role of parties) {
        // Whoever plans an operation looks at entries before they are published.
        if (aggregate === 'dataset' && role === 'grantor') continue;
        const stranger = await clientOf(role, ELSEWHERE);
        const theirs = await ask(stranger, route, id);
        const nobodys = await askOfNobody(stranger, role, route);
        expect([status, role, theirs.status, theirs.text]).toEqual([status, role, nobodys.status, nobodys.text]);
      }
    }
  });
});
