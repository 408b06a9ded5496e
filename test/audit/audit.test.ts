import { beforeEach, describe, expect, test } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { eraseDocument, getDocument } from '../../shared/store/documents.ts';
import { eventItem } from '../../shared/store/items.ts';
import { eventKey, gateKey, headKey } from '../../shared/store/keys.ts';
import { recordLeaf } from '../../shared/store/leaf.ts';
import { freshTable } from '../dynamodb.ts';
import { at, by, CHANNEL, event, hold, spoilableWorld, supplied, type World } from './world.ts';

/* What an audit finds in the streams, their gates and their documents; log.test.ts: along the log. */

const { client } = await freshTable();
const spoilable = await spoilableWorld(client);

let world: World;
beforeEach(async () => {
  world = await spoilable();
});

describe('nothing was touched', () => {
  test('finds nothing, and counts everything', async () => {
    const report = await world.audited();
    expect(report).toMatchObject({ ok: true, findings: [], more: 0, notes: [{ code: 'first' }], log: { size: 11 } });
    expect(report.counts).toMatchObject({ streams: 3, events: 11, waiting: 0, documents: 2, erased: 0, gates: 3 });
  });

  test('what its report keeps is what the next one holds against', async () => {
    const { checkpoint } = await world.audited();
    await supplied(world);
    await world.sequenced();
    expect(await world.audited({ earlier: checkpoint?.note })).toMatchObject({
      ok: true,
      notes: [],
      log: { size: 12 },
    });
  });

  test('events that wait are told, and are no finding', async () => {
    await supplied(world);
    expect(await world.audited()).toMatchObject({
      ok: true,
      notes: [{ code: 'waiting', count: 1 }, { code: 'first' }],
    });
  });

  test('a batch that is not written out is told, and is no finding', async () => {
    await supplied(world);
    const stopped = world.log.another({
      reached: (step) => {
        if (step === 'committed') throw new Error('stopped');
      },
    });
    await expect(sequence(stopped)).rejects.toThrow('stopped');
    const { ok, notes } = await world.audited();
    expect({ ok, codes: notes.map(({ code }) => code) }).toEqual({
      ok: true,
      codes: ['waiting', 'unapplied', 'first'],
    });
    await world.sequenced();
    expect((await world.audited()).log.size).toBe(12);
  });

  test('without a key of its own it says that the key proves nothing about who', async () => {
    const { ok, notes } = await world.audited({ keys: [] });
    expect({ ok, notes }).toEqual({ ok: true, notes: [{ code: 'unproven' }, { code: 'first' }] });
  });

  test('beside a platform that goes on writing it finds nothing either', async () => {
    let busy = true;
    const writing = async () => {
      for (let i = 0; busy; i++) {
        await world.log.happen(1, `busy-${i}`);
        if (i % 2 === 0) await world.sequenced();
      }
    };
    const written = writing();
    try {
      for (let i = 0; i < 3; i++) expect((await world.audited({ live: true })).findings).toEqual([]);
    } finally {
      busy = false;
      await written;
    }
    await world.sequenced();
    expect((await world.audited()).findings).toEqual([]);
  });
});

describe('events', () => {
  test('an edited event', async () => {
    await world.edit(event(2), ({ data, ...item }) => ({
      ...item,
      data: { ...Object(data), until: '2029-01-01T00:00:00.000Z' },
    }));
    expect((await world.audited()).findings).toEqual([
      { code: 'event-edited', subject: 'channel#channel-1', detail: 'event#000000002' },
    ]);
  });

  test('who acted is edited', async () => {
    await world.edit(event(3), (item) => ({ ...item, person: 'p9' }));
    expect(await world.found()).toEqual(['event-edited']);
  });

  test('an event edited with care, its own commitments and leaf made anew', async () => {
    await world.edit(event(2), (item) => {
      const {
        pk,
        sk,
        event: id,
        seed,
        commitments: _,
        leaf: __,
        ...fields
      } = eventItem.parse({ ...event(2), ...item });
      const made = { ...fields, person: 'p9' };
      const { leafHash: leaf, commitments } = recordLeaf(id, { stream: pk, ...made }, seed, world.log.store.hash);
      return { pk, sk, event: id, seed, ...made, leaf, commitments };
    });
    expect(await world.found()).toEqual(['chain-broken', 'leaf-differs']);
  });

  test('an event that no longer reads', async () => {
    await world.edit(event(2), ({ seed: _, ...item }) => item);
    expect(await world.found()).toEqual(['event-unreadable', 'leaf-alone']);
  });

  test('a deleted event, in the middle and at the end', async () => {
    await world.remove(event(2));
    expect((await world.audited()).findings).toEqual([
      { code: 'event-missing', subject: 'channel#channel-1', detail: 'event 2' },
      { code: 'leaf-alone', subject: 'log', detail: expect.stringMatching(/^leaf \d+, event \w{26}$/) },
    ]);
    await world.remove(event(3));
    expect((await world.audited()).findings).toContainEqual({
      code: 'event-missing',
      subject: 'channel#channel-1',
      detail: 'events 2 to 3',
    });
  });

  test('a stream deleted whole leaves its leaves', async () => {
    for (const version of [1, 2, 3]) await world.remove(event(version));
    await world.remove(headKey(CHANNEL));
    const { findings } = await world.audited();
    expect(findings.map(({ code }) => code)).toEqual(['gate-alone', 'leaf-alone', 'leaf-alone', 'leaf-alone']);
  });

  test('an event inserted beyond its head', async () => {
    const copy = await world.read(event(3));
    await world.edit(event(4), () => ({ ...copy, ...event(4), version: 4, event: world.log.store.newId() }));
    expect(await world.found()).toEqual(['chain-broken', 'event-edited', 'event-inserted', 'no-leaf']);
  });

  test('a whole stream inserted past the outbox: right in itself, and not in the log', async () => {
    await world.log.happen(1, 'inserted');
    await world.remove(await world.anyOutbox());
    expect((await world.audited()).findings).toEqual([
      { code: 'no-leaf', subject: 'channel#inserted-0', detail: 'event 1' },
    ]);
  });

  test('events without a head', async () => {
    await world.remove(headKey(CHANNEL));
    expect(await world.found()).toEqual(['gate-alone', 'head-missing']);
  });
});

describe('heads', () => {
  test('an edited state', async () => {
    await world.edit(headKey(CHANNEL), ({ state, ...item }) => ({ ...item, state: { ...Object(state), holds: {} } }));
    expect((await world.audited()).findings).toEqual([{ code: 'head-edited', subject: 'channel#channel-1' }]);
  });

  test('an edited version', async () => {
    await world.edit(headKey(CHANNEL), (item) => ({ ...item, version: 4 }));
    expect(await world.found()).toEqual(['event-missing']);
  });

  test('a head that no longer reads', async () => {
    await world.edit(headKey(CHANNEL), (item) => ({ ...item, more: 1 }));
    expect(await world.found()).toEqual(['head-edited']);
  });

  test('an edited list attribute hides a stream from its readers', async () => {
    await world.edit(headKey(CHANNEL), (item) => ({ ...item, party: 'beta' }));
    expect(await world.found()).toEqual(['head-listed-wrongly']);
  });
});

describe('gates', () => {
  const gate = gateKey(CHANNEL);

  test.each<[string, (item: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['its hold taken away', (item) => ({ ...item, holds: {} }), 'holds'],
    [
      'its hold made weaker',
      (item) => ({ ...item, holds: { [hold.measure]: { ...hold, verb: 'restrict', scope: 'a'.repeat(64) } } }),
      'holds',
    ],
    ['its last moment put off', (item) => ({ ...item, until: '2099-01-01T00:00:00.000Z' }), 'until'],
    ['a wider scope', (item) => ({ ...item, scope: 'a'.repeat(64) }), 'scope'],
    ['another dataset', (item) => ({ ...item, links: { ...Object(item.links), dataset: 'dataset-2' } }), 'links'],
    ['closed until somebody consolidates', (item) => ({ ...item, consolidate: true }), 'holds'],
    ['ended by nobody', (item) => ({ ...item, ended: { at, article: 'DZ-43' } }), 'ended'],
    ['a member that no gate has', (item) => ({ ...item, open: true }), 'form'],
  ])('%s', async (_, change, detail) => {
    await world.edit(gate, change);
    expect((await world.audited()).findings).toEqual([{ code: 'gate-differs', subject: 'channel#channel-1', detail }]);
  });

  test('loosened for good: the end taken away', async () => {
    await world.happen({ type: 'close', ...by('data-authority'), reason: 'decision' }, (unit) =>
      unit.gate(CHANNEL, { do: 'end', ended: { at, article: 'DZ-43' } }),
    );
    expect(await world.found()).toEqual([]);
    await world.edit(gate, ({ ended: _, ...item }) => item);
    expect((await world.audited()).findings).toEqual([
      { code: 'gate-differs', subject: 'channel#channel-1', detail: 'ended' },
    ]);
  });

  test('taken away, and made for nobody', async () => {
    const standing = await world.read(gate);
    await world.remove(gate);
    expect(await world.found()).toEqual(['gate-missing']);
    await world.edit(gate, () => standing);
    await world.edit(gateKey({ aggregate: 'channel', id: 'nobody' }), ({ pk: _, sk: __ }) => ({ holds: {} }));
    expect((await world.audited()).findings).toEqual([{ code: 'gate-alone', subject: 'channel#nobody' }]);
  });

  test('the scope that it names edited under its hash', async () => {
    const { scope } = await world.read(gate);
    const key = { pk: `scope#${scope}`, sk: 'scope' };
    await world.edit(key, ({ text, ...item }) => ({ ...item, text: String(text).replace('"name"', '"name","phone"') }));
    expect(await world.found()).toEqual(['scope-differs']);
  });
});

describe('documents', () => {
  const evidence = async () =>
    String(Object((await world.read(eventKey({ aggregate: 'organization', id: 'alpha' }, 2))).data).evidence.document);

  test('an edited one does not fit its commitment', async () => {
    const id = await evidence();
    await world.edit({ pk: `document#${id}`, sk: 'document' }, (item) => ({ ...item, content: '另一份文件' }));
    expect((await world.audited()).findings).toEqual([
      { code: 'document-differs', subject: 'organization#alpha', detail: id },
    ]);
  });

  test('an erased one is told as erased: fold, head, leaf and audit hold as before', async () => {
    const { store } = world.log;
    const name = { aggregate: 'organization', id: 'alpha' };
    const before = { head: await world.read(headKey(name)), event: await world.read(eventKey(name, 2)) };
    const { log } = await world.audited();
    const id = await evidence();
    await eraseDocument(store, id);

    expect(await world.audited()).toMatchObject({
      ok: true,
      log,
      counts: { documents: 1, erased: 1 },
      notes: [{ code: 'erased', count: 1 }, { code: 'first' }],
    });
    expect({ head: await world.read(headKey(name)), event: await world.read(eventKey(name, 2)) }).toEqual(before);
    const ref = { document: id, commitment: 'a'.repeat(64) };
    expect(await getDocument(store, ref)).toBeUndefined();
  });

  test('the stream goes on after erasing', async () => {
    await eraseDocument(world.log.store, await evidence());
    await supplied(world);
    await world.sequenced();
    expect(await world.audited()).toMatchObject({ ok: true, log: { size: 12 } });
  });
});
