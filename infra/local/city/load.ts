import * as z from 'zod/mini';
import { decide } from '../../../functions/catalog/entries.ts';
import { dataset } from '../../../shared/domain/dataset.ts';
import type { DatasetCommand } from '../../../shared/domain/dataset-schema.ts';
import { type Actor, isRefusal, type Refusal, refuse } from '../../../shared/domain/decision.ts';
import { organization } from '../../../shared/domain/organization.ts';
import type { OrganizationCommand } from '../../../shared/domain/organization-schema.ts';
import type { LegalRole } from '../../../shared/law/roles.ts';
import type { Instant } from '../../../shared/law/time.ts';
import { putDocument } from '../../../shared/store/documents.ts';
import { bindSubject } from '../../../shared/store/sessions.ts';
import { createOnce, read, replace } from '../../../shared/store/singles.ts';
import type { Context } from '../../../shared/store/store.ts';
import { type Answer, transact } from '../../../shared/store/transact.ts';
import { type CityEntry, entries } from './entries.ts';
import { type Unit, units } from './units.ts';

interface Loading {
  readonly store: Context;
  readonly at: Instant;
  /** OpenID issuer at which the residents sign in. */
  readonly issuer: string;
  readonly onProgress: (done: number, all: number) => void;
}

const mark = { kind: 'city', id: 'loaded' };
const binding = { kind: 'city', id: 'issuer' };
const MOST_AT_ONCE = 4;

/**
 * Loads the demonstration city through the machines of the domain; `false` when the table has it already. A load that
 * was cut off goes on where it stopped. Throws when a machine refuses: then the city's own data is wrong.
 */
export async function loadCity(loading: Loading): Promise<boolean> {
  const { store, issuer } = loading;
  await bindResidents(store, issuer);
  if (await read(store, mark, z.object({}))) return false;
  const all = units.length + entries.length;
  let done = 0;
  const step = async (work: Promise<void>) => {
    await work;
    done += 1;
    loading.onProgress(done, all);
  };
  // Entries need their units verified first.
  await inParallel(units, (unit) => step(settle(loading, unit)));
  await inParallel(entries, (entry) => step(enter(loading, entry)));
  await createOnce(store, mark, { at: loading.at });
  return true;
}

/** Ties the accounts of the sign-in page to the residents; again when the issuer's address (its port) has changed. */
async function bindResidents(store: Context, issuer: string): Promise<void> {
  const bound = await read(store, binding, z.strictObject({ issuer: z.string() }));
  if (bound?.issuer === issuer) return;
  const residents = units.flatMap(({ id: organization, people }) =>
    people.map(({ id }) => ({ person: id, organization })),
  );
  await inParallel(residents, (who) => bindSubject(store, issuer, who.person, who));
  await replace(store, binding, { issuer });
}

/** Somebody has to be first: these act only here, before anybody of the city exists. */
const founder = acting('founder', 'dz-centre', 'operating-agency');
const verifier = acting('verifier', 'dz-data', 'data-authority', 'government');

async function settle({ store, at }: Loading, unit: Unit): Promise<void> {
  const evidence = await putDocument(store, 'text/plain', `${unit.title.zh}：设立文件（演示文本）`);
  const mandate = unit.mandate && (await putDocument(store, 'text/plain', unit.mandate));
  const delegation = unit.delegation && (await putDocument(store, 'text/plain', unit.delegation));
  const named = await Promise.all(
    unit.people.map(async ({ id, name, roles }) => ({
      person: id,
      roles: [...roles],
      name: await putDocument(store, 'text/plain', name.zh),
    })),
  );
  const { id, kind, creditCode, jurisdiction, duties } = unit;
  const functions = duties && (await putDocument(store, 'text/plain', `${unit.title.zh}：三定规定（演示文本）`));
  const recorded = functions && { type: 'record-duties' as const, at, actor: verifier, document: functions };
  const terms = { by: 'dz-government', number: '达市府函演示〔2025〕1号', from: '2025-03-01' } as const;
  const governing = 'government' as const;
  const links = { organization: id, kind, title: unit.title.zh, creditCode, jurisdiction, mainland: true };
  const commands: OrganizationCommand[] = [
    { type: 'register', at, actor: founder, ...links, ...(delegation && { delegation }) },
    { type: 'verify', at, actor: verifier, evidence },
    ...(mandate ? [{ type: 'record-mandate' as const, at, actor: verifier, mandate, terms, namer: governing }] : []),
    ...(recorded && duties ? [{ ...recorded, duties: [...duties] }] : []),
    ...named.map((one) => ({ type: 'add-member' as const, at, actor: founder, ...one, keys: [] })),
  ];
  await required(store, async (work) => {
    let current = await work.load(organization, id);
    if (current.version > 0) return done;
    for (const command of commands) {
      const after = await work.decide(organization, current, command);
      if (isRefusal(after)) return after;
      current = after;
    }
    const taken = refuse('GBT-32100', { zh: '信用代码已登记', en: 'this code is taken' });
    work.claim('credit-code', creditCode, id, taken);
    work.gate({ aggregate: 'organization', id }, { do: 'open', value: { holds: {}, mainland: true } });
    return done;
  });
}

async function enter({ store, at }: Loading, { id, source, until, entry }: CityEntry): Promise<void> {
  const unit = units.find((one) => one.id === source);
  const cataloguer = unit?.people.find(({ roles }) => roles.includes('source-unit'));
  if (!unit || !cataloguer) throw new Error(`entry ${id}: unit ${source} has nobody to catalogue`);
  const author = acting(cataloguer.id, source, 'source-unit');
  const reviewer = acting('data-clerk', 'dz-data', 'data-authority');
  const publisher = acting('centre-engineer', 'dz-centre', 'operating-agency');
  const all: DatasetCommand[] = [
    { type: 'draft', at, actor: author, source, jurisdiction: unit.jurisdiction, entry },
    { type: 'submit', at, actor: author },
    { type: 'approve', at, actor: reviewer },
    { type: 'publish', at, actor: publisher },
  ];
  const commands = all.slice(0, { draft: 1, submitted: 2, published: 4 }[until]);
  await required(store, async (work) => {
    let current = await work.load(dataset, id);
    if (current.version > 0) return done;
    for (const command of commands) {
      const after = await decide(store, work, current, command);
      if (isRefusal(after)) return after;
      current = after;
    }
    return done;
  });
}

const done: Answer = { status: 201, body: '', headers: {} };

async function required(store: Context, work: Parameters<typeof transact>[1]): Promise<void> {
  const outcome: Answer | Refusal = await transact(store, work);
  if (isRefusal(outcome)) throw new Error(`the demonstration city is refused: ${JSON.stringify(outcome)}`);
}

function acting(person: string, organizationId: string, ...roles: LegalRole[]): Actor {
  return { person, organization: organizationId, roles };
}

async function inParallel<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...list];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, worker));
}
