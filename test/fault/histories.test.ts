import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import { ownFields, scopeOf } from '../../shared/domain/scope.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import type { GateChange } from '../../shared/store/gates.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { freshTable } from '../dynamodb.ts';
import { change, FIELDS, holdOf, KEY, placing, supply, testGate } from '../http/supply.ts';
import { asDynamo, droppedKeys, faulty, timeout, timeoutAfterCommit } from './dynamo.ts';

const { client, table } = await freshTable();
const { store } = testGate(client, table).gate;
const SIDES = 6;
const ROUNDS = 10;

/** A register that one author alone changes: what it said, from when it may have, and when that was acknowledged. */
interface Said {
  readonly value: string;
  readonly sent: number;
  readonly acknowledged: number;
}
type History = readonly Said[];

/** An admission, from its beginning to its end. `unread`: the state could not be read, which is always allowed to happen. */
interface Asked {
  readonly began: number;
  readonly ended: number;
  readonly outcome: 'refused' | 'not-found' | 'unread' | { readonly fields: number };
}

/** Whether a register may have said so at any moment of an interval: between the sending of this and the answer to the next. */
function possible(history: History, value: string, { began, ended }: Asked): boolean {
  return history.some((one, at) => {
    const next = history[at + 1]?.acknowledged ?? Number.POSITIVE_INFINITY;
    return one.value === value && one.sent <= ended && next >= began;
  });
}

/** What no order of the acknowledged changes explains. Each gate for itself, because a batch may be torn between gates. */
function unexplained(asked: readonly Asked[], { grant, amend, ...holds }: Record<string, History>): readonly Asked[] {
  return asked.filter((one) => {
    const { outcome } = one;
    if (outcome === 'unread') return false;
    if (outcome === 'not-found') return !possible(grant ?? [], 'none', one);
    if (outcome === 'refused') return !Object.values(holds).some((history) => possible(history, 'held', one));
    const open = Object.values(holds).every((history) => possible(history, 'open', one));
    return !(open && possible(grant ?? [], 'granted', one) && possible(amend ?? [], String(outcome.fields), one));
  });
}

/** Holds and reinstates, two cases on one gate and a third on another, amends and grants, all at the same time. */
async function history(reads: Dynamo, writes: Dynamo) {
  const { gate } = testGate(reads, table);
  const of = await supply(store, { channel: 'missing' });
  const writing = { ...store, dynamo: writes };
  const histories: Record<string, Said[]> = {};
  const say = async (who: string, value: string, work: () => Promise<unknown>) => {
    const sent = performance.now();
    await work();
    histories[who]?.push({ value, sent, acknowledged: performance.now() });
  };
  const author = async (who: string, first: string, round: (at: number) => Promise<void>, rounds = ROUNDS) => {
    histories[who] = [{ value: first, sent: 0, acknowledged: 0 }];
    for (let at = 0; at < rounds; at++) {
      await pause(Math.random() * 30);
      await round(at);
    }
  };
  const holding = (who: string, kind: 'organization' | 'dataset') =>
    author(who, 'open', (at) =>
      at % 2 === 0
        ? say(who, 'held', () => change(writing, of.names[kind], placing(holdOf(who))))
        : say(who, 'open', () => change(writing, of.names[kind], lifting(who))),
    );
  const amending = author('amend', '2', async (at) => {
    const fields = at % 2 === 0 ? FIELDS.slice(0, 1) : [...FIELDS, '法定代表人'];
    const scope = await putScope(store, scopeOf(of.links.dataset, fields));
    await say('amend', String(Math.min(fields.length, 2)), () =>
      change(writing, of.names.basis, { do: at % 2 === 0 ? 'tighten' : 'loosen', set: { scope } }),
    );
  });
  const value = {
    holds: {},
    links: of.links,
    keys: [KEY],
    scope: await putScope(store, scopeOf(of.links.dataset, FIELDS)),
  };
  const granting = author(
    'grant',
    'none',
    () => say('grant', 'granted', () => change(store, of.names.channel, { do: 'open', value })),
    1,
  );
  const asked: Asked[] = [];
  const run = { going: true };
  const side = async () => {
    while (run.going) {
      const began = performance.now();
      const outcome = await admit(
        { channel: of.channel, links: of.links, organization: of.links.organization, key: KEY },
        gate,
      ).then(
        (pass) => {
          if (!isDenial(pass)) return { fields: ownFields(pass.permit, of.links.dataset).length };
          return pass.kind === 'unavailable' ? 'unread' : pass.kind;
        },
        () => 'unread' as const,
      );
      asked.push({ began, ended: performance.now(), outcome });
      await pause(1);
    }
  };
  const sides = Promise.all(Array.from({ length: SIDES }, side));
  await Promise.all([
    granting,
    amending,
    holding('one', 'organization'),
    holding('two', 'organization'),
    holding('three', 'dataset'),
  ]);
  await pause(20);
  run.going = false;
  await sides;
  return { asked, histories, of };
}

const lifting = (measure: string): GateChange => ({ do: 'release', measures: [measure], left: {} });
const tell = ({ asked, histories }: Awaited<ReturnType<typeof history>>) => ({
  unexplained: unexplained(asked, histories),
  kinds: new Set(asked.map(({ outcome }) => (typeof outcome === 'string' ? outcome : `${outcome.fields}`))),
});

const wanted = ['refused', '1', '2'];

describe('every admission is explained by some order of the acknowledged changes', { timeout: 180_000 }, () => {
  it('grant, hold, second hold, reinstate and amend at once', async () => {
    const kinds = new Set<string>();
    // Which moments a history meets is chance: as many as it takes to meet each, and every one of them is explained.
    for (let round = 0; round < 6 && !wanted.every((kind) => kinds.has(kind)); round++) {
      const told = tell(await history(client, client));
      expect(told.unexplained).toEqual([]);
      for (const kind of told.kinds) kinds.add(kind);
    }
    expect([...kinds]).toEqual(expect.arrayContaining(wanted));
  });

  it('the same while keys stay unread, reads time out, and answers to commits are lost', async () => {
    const [reads, writes] = [faulty(client), faulty(client)];
    reads.always(BatchGetItemCommand, (command, behind) => {
      const dice = Math.random();
      const dropped = [0, 1, 2, 3].filter(() => Math.random() < 0.5);
      if (dice < 0.1) return droppedKeys((_, index) => dropped.includes(index))(command, behind);
      return dice < 0.15 ? timeout()(command, behind) : behind.send(command);
    });
    writes.always(TransactWriteItemsCommand, (command, behind) => {
      const dice = Math.random();
      if (dice < 0.1) return timeoutAfterCommit()(command, behind);
      return dice < 0.2 ? timeout()(command, behind) : behind.send(command);
    });
    const told = tell(await history(reads.dynamo, writes.dynamo));
    expect(told.unexplained).toEqual([]);
    expect(told.kinds).toContain('unread');
  });

  it('the check itself can fail: with answers kept for a fifth of a second it finds what they let in', async () => {
    const kept = new Map<string, { at: number; answer: unknown }>();
    const keeping = asDynamo(async (command) => {
      if (!(command instanceof BatchGetItemCommand)) return client.send(command);
      const key = JSON.stringify(command.input);
      const met = kept.get(key);
      if (met && performance.now() - met.at < 200) return met.answer;
      const answer = await client.send(command);
      kept.set(key, { at: performance.now(), answer });
      return answer;
    });
    expect(tell(await history(keeping, client)).unexplained.length).toBeGreaterThan(0);
  });
});
