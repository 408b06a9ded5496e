import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChannelCommand, channel } from '../../shared/domain/channel.ts';
import { fold, isRefusal, refuse } from '../../shared/domain/decision.ts';
import { instant } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { listByKind, listByParty, listEvents } from '../../shared/store/lists.ts';
import { type Context, openStore } from '../../shared/store/store.ts';
import { type Receipt, transact } from '../../shared/store/transact.ts';
import { loadHead, type Unit } from '../../shared/store/unit.ts';
import { freshTable } from '../dynamodb.ts';

const { client, table } = await freshTable();
const store = openStore(client, table, randomBytes(32));
const at = instant(Date.UTC(2026, 10, 23, 8));
const operator = { person: 'p1', organization: 'op-a', roles: ['operator'] as const };
const agency = { person: 'p2', organization: 'big-data-centre', roles: ['operating-agency'] as const };
const system = { person: 'system', organization: 'platform', roles: ['system'] as const };
const scope = 'a'.repeat(64);

const request = (organization = 'op-a'): ChannelCommand => ({
  type: 'request',
  at,
  actor: { ...operator, organization },
  organization,
  dataset: 'd1',
  basis: { kind: 'agreement', id: 'a1' },
  grantor: 'g1',
  jurisdiction: '511700',
  scope,
});
const open: ChannelCommand = { type: 'open', at, actor: agency, from: at, until: instant(Date.UTC(2027, 0, 1)) };

async function run(id: string, command: ChannelCommand, receipt?: Receipt, context: Context = store) {
  return transact(
    context,
    async (unit: Unit) => {
      const after = await unit.decide(channel, id, command);
      if (isRefusal(after)) return after;
      return { status: 200, body: JSON.stringify({ version: after.version }), headers: {} };
    },
    { ...(receipt && { receipt }) },
  );
}

describe('transact', () => {
  it('writes head, event and outbox entry together, and the head is the fold of its events', async () => {
    await run('c1', request());
    await run('c1', open);
    const head = await loadHead(store, channel, 'c1');
    const events = (await listEvents(store, { aggregate: 'channel', id: 'c1' }, { limit: 10 })).items;
    expect(head.version).toBe(2);
    expect(events.map(({ version }) => version)).toEqual([1, 2]);
    expect(events[1]?.prev).toBe(events[0]?.leaf);
    expect(head.leaf).toBe(events[1]?.leaf);
    expect(
      fold(
        channel,
        events.map(({ data }) => channel.event.parse(data)),
      ),
    ).toEqual(head.state);
  });

  it('names the events that it wrote, in their order, and none when it wrote nothing', async () => {
    const named = async (command: ChannelCommand) => {
      const answer = await run('c0', command);
      return isRefusal(answer) ? undefined : answer.headers['shuqi-event'];
    };
    const told = [await named(request()), await named(open)];
    const events = (await listEvents(store, { aggregate: 'channel', id: 'c0' }, { limit: 10 })).items;
    expect(told).toEqual(events.map(({ event }) => event));
    const supplied: ChannelCommand = { type: 'record-first-supply', at, actor: system, serial: 1 };
    expect([typeof (await named(supplied)), await named({ ...supplied, serial: 2 })]).toEqual(['string', undefined]);
  });

  it('answers the same key and request with the same bytes and another request with a refusal, writing once', async () => {
    const receipt = { caller: 'p1', key: 'k1', fingerprint: 'f1' };
    const first = await run('c2', request(), receipt);
    expect(await run('c2', request(), receipt)).toEqual(first);
    expect((await loadHead(store, channel, 'c2')).version).toBe(1);
    expect(await run('c2', open, { ...receipt, fingerprint: 'f2' })).toMatchObject({ refused: 'rule' });
  });

  it('lets one of many simultaneous requests with one key commit and gives all of them its answer', async () => {
    const receipt = { caller: 'p1', key: 'k2', fingerprint: 'f' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => run('c3', request(), receipt)));
    expect(new Set(answers.map((answer) => (isRefusal(answer) ? 'refused' : answer.body)))).toEqual(
      new Set(['{"version":1}']),
    );
    expect((await loadHead(store, channel, 'c3')).version).toBe(1);
  });

  it('lets exactly one of two simultaneous editors win and tells the other why', async () => {
    await run('c4', request());
    const outcomes = await Promise.all([run('c4', open), run('c4', open)]);
    expect(outcomes.filter(isRefusal)).toMatchObject([{ refused: 'state' }]);
    expect((await loadHead(store, channel, 'c4')).version).toBe(2);
  });

  it('refuses a claim that another owner has, and writes nothing', async () => {
    const claiming = (id: string, owner: string) =>
      transact(store, async (unit) => {
        const after = await unit.decide(channel, id, request());
        if (isRefusal(after)) return after;
        unit.claim('datum', 'population', owner, refuse('DZ-14', { zh: '已有数源', en: 'has a source' }));
        return { status: 200, body: '{}', headers: {} };
      });
    await claiming('c5', 'unit-a');
    expect(await claiming('c6', 'unit-b')).toMatchObject({ grounds: [{ article: 'DZ-14' }] });
    expect((await loadHead(store, channel, 'c6')).version).toBe(0);
    expect(await claiming('c7', 'unit-a')).toMatchObject({ status: 200 });
  });

  it('never tightens and loosens gates in one transaction', async () => {
    const both = transact(store, async (unit) => {
      unit.gate({ aggregate: 'dataset', id: 'd1' }, { do: 'open', value: { holds: {} } });
      unit.gate({ aggregate: 'channel', id: 'c1' }, { do: 'end', ended: { at, article: 'DZ-43' } });
      return { status: 200, body: '{}', headers: {} };
    });
    await expect(both).rejects.toThrow('never both');
  });

  it('decides again when a gate it leaned on changed in between', async () => {
    const basis = { aggregate: 'agreement', id: 'a9' };
    const change = (work: (unit: Unit) => void) =>
      transact(store, async (unit) => {
        work(unit);
        return { status: 200, body: '{}', headers: {} };
      });
    await change((unit) => unit.gate(basis, { do: 'open', value: { holds: {} } }));
    let rounds = 0;
    const outcome = await transact(store, async (unit) => {
      rounds++;
      const gate = await unit.lean(basis);
      if (gate?.ended) return refuse('DZ-43', { zh: '已终止', en: 'terminated' });
      const after = await unit.decide(channel, 'c9', request());
      if (rounds === 1) await change((other) => other.gate(basis, { do: 'end', ended: { at, article: 'DZ-43' } }));
      return isRefusal(after) ? after : { status: 200, body: '{}', headers: {} };
    });
    expect(rounds).toBe(2);
    expect(outcome).toMatchObject({ grounds: [{ article: 'DZ-43' }] });
    expect((await loadHead(store, channel, 'c9')).version).toBe(0);
  });

  it('keeps at most eight holds on a gate, closes it at the ninth, and reopens the list when few enough are left', async () => {
    const target = { aggregate: 'channel', id: 'c10' };
    const hold = (n: number, caseId: string) => ({
      measure: `m${n}`,
      case: caseId,
      verb: 'suspend' as const,
      article: 'DZ-43' as const,
      liftedBy: [],
      at,
    });
    const change = (work: (unit: Unit) => void) =>
      transact(store, async (unit) => {
        work(unit);
        return { status: 200, body: '{}', headers: {} };
      });
    await change((unit) => unit.gate(target, { do: 'open', value: { holds: {} } }));
    for (let n = 0; n < 9; n++)
      await change((unit) => unit.gate(target, { do: 'hold', hold: hold(n, 'k'), others: n }));
    const full = await readGate(store, target);
    expect(Object.keys(full?.holds ?? {})).toHaveLength(8);
    expect(full?.consolidate).toBe(true);
    const left = Object.fromEntries([2, 3].map((n) => [`m${n}`, hold(n, 'k')]));
    await change((unit) =>
      unit.gate(target, { do: 'release', measures: ['m0', 'm1', 'm4', 'm5', 'm6', 'm7', 'm8'], left }),
    );
    expect(await readGate(store, target)).toEqual({ holds: left });
  });
});

describe('lists', () => {
  it('page by kind and by party with signed cursors that another list refuses', async () => {
    for (const n of [1, 2, 3]) await run(`l${n}`, request('op-list'));
    const query = { kind: 'channel', party: 'op-list', status: 'requested' };
    const first = await listByParty(store, query, { limit: 2 });
    const second = await listByParty(store, query, { limit: 2, cursor: first.cursor });
    expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(['l1', 'l2', 'l3']);
    const other = listByKind(
      store,
      { kind: 'channel', jurisdiction: '511700', status: 'open' },
      { limit: 2, cursor: first.cursor },
    );
    await expect(other).rejects.toMatchObject({ name: 'BadCursor' });
    const tampered = `${first.cursor?.slice(0, 10)}A${first.cursor?.slice(11)}`;
    await expect(listByParty(store, query, { limit: 2, cursor: tampered })).rejects.toMatchObject({
      name: 'BadCursor',
    });
  });
});
