import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatNote, signNote } from '../../shared/ledger/note.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { eraseDocument, getDocument } from '../../shared/store/documents.ts';
import { eventItem } from '../../shared/store/items.ts';
import { eventKey, gateKey, headKey } from '../../shared/store/keys.ts';
import { recordLeaf } from '../../shared/store/leaf.ts';
import type { LogSigner } from '../../shared/store/log-key.ts';
import { leafKey } from '../../shared/store/log-tiles.ts';
import { freshTable } from '../dynamodb.ts';
import { flipped } from '../ledger/crypto.ts';
import { at, auditedWorld, by, CHANNEL, hold, type World } from './world.ts';

const { client } = await freshTable();
const HEAD = { pk: 'log#head', sk: 'head' };
const PUBLISHED = { pk: 'log#checkpoint', sk: 'checkpoint' };
const event = (version: number) => eventKey(CHANNEL, version);
const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());

let world: World;
beforeEach(async () => {
  world = await auditedWorld(client);
});

/** One more event of the channel that is in the log already. */
const supplied = () => world.happen({ type: 'record-first-supply', ...by('system'), serial: 1 });

/** A note over any tree, by any key. */
async function noteOf(signer: LogSigner, size: number, root: Uint8Array): Promise<string> {
  const text = formatCheckpoint({ origin: signer.key.name, size, root });
  return formatNote({ text, signatures: [await signNote(text, signer)] });
}

describe('nothing was touched', () => {
  test('finds nothing, and counts everything', async () => {
    const report = await world.audited();
    expect(report).toMatchObject({ ok: true, findings: [], more: 0, notes: [{ code: 'first' }], log: { size: 11 } });
    expect(report.counts).toMatchObject({ streams: 3, events: 11, waiting: 0, documents: 2, erased: 0, gates: 3 });
  });

  test('what its report keeps is what the next one holds against', async () => {
    const { checkpoint } = await world.audited();
    await supplied();
    await world.sequenced();
    expect(await world.audited({ earlier: checkpoint?.note })).toMatchObject({
      ok: true,
      notes: [],
      log: { size: 12 },
    });
  });

  test('events that wait are told, and are no finding', async () => {
    await supplied();
    expect(await world.audited()).toMatchObject({
      ok: true,
      notes: [{ code: 'waiting', count: 1 }, { code: 'first' }],
    });
  });

  test('a batch that is not written out is told, and is no finding', async () => {
    await supplied();
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

describe('the log', () => {
  test('two leaves swapped', async () => {
    const [first, second] = [await world.read(leafKey(3)), await world.read(leafKey(7))];
    await world.edit(leafKey(3), () => ({ leaf: second.leaf }));
    await world.edit(leafKey(7), () => ({ leaf: first.leaf }));
    expect(await world.found()).toEqual(['forked', 'leaf-differs', 'root-differs']);
  });

  test('a leaf deleted, and one that is none', async () => {
    await world.edit(leafKey(2), ({ leaf }) => ({ leaf: flipped(bytes(leaf)) }));
    expect(await world.found()).toEqual(['forked', 'leaf-differs', 'leaf-unreadable', 'root-differs']);
    await world.remove(leafKey(5));
    expect(await world.found()).toEqual(['leaf-differs', 'leaf-missing', 'leaf-unreadable']);
  });

  test('the place of an event led elsewhere, and taken twice', async () => {
    const { event: id } = await world.read(event(1));
    const place = { pk: `log#index#${id}`, sk: 'index' };
    const { index } = await world.read(place);
    await world.edit(place, (item) => ({ ...item, index: (Number(index) + 1) % 11 }));
    expect(await world.found()).toEqual(['leaf-alone', 'leaf-differs', 'place-twice']);
    await world.edit(place, (item) => ({ ...item, index, version: 2 }));
    expect(await world.found()).toEqual(['leaf-alone', 'place-differs']);
    await world.edit(place, (item) => ({ ...item, version: 1 }));
    await world.edit({ pk: 'log#index#nobody', sk: 'index' }, () => ({ index: 4, stream: 'channel#x', version: 1 }));
    expect(await world.found()).toEqual(['place-twice']);
  });

  test('HEAD rolled back', async () => {
    const before = await world.read(HEAD);
    await supplied();
    await world.sequenced();
    await world.edit(HEAD, () => before);
    const { findings } = await world.audited();
    expect(findings).toEqual([
      { code: 'head-behind', subject: 'published', detail: '11 leaves, 12 were shown' },
      { code: 'leaf-beyond', subject: 'log', detail: 'leaf 11, HEAD has 11' },
    ]);
  });

  test('the whole table restored from an older copy: only what was kept elsewhere can tell', async () => {
    const older = [await world.read(HEAD), await world.read(PUBLISHED), await world.read(headKey(CHANNEL))];
    await supplied();
    await world.sequenced();
    const { checkpoint } = await world.audited();
    const { event: id } = await world.read(event(4));
    for (const key of [event(4), leafKey(11), { pk: `log#index#${id}`, sk: 'index' }]) await world.remove(key);
    await putAll(world.log.store, older);
    expect(await world.found()).toEqual([]);
    expect(await world.found({ kept: checkpoint?.note })).toEqual(['head-behind']);
    expect(await world.found({ earlier: checkpoint?.note })).toEqual(['checkpoint-gone', 'head-behind']);
  });

  test('HEAD edited so that it does not fit itself, or names another batch', async () => {
    const whole = await world.read(HEAD);
    await world.edit(HEAD, ({ root, ...item }) => ({ ...item, root: flipped(bytes(root)) }));
    expect(await world.found()).toEqual(['head-unreadable']);
    await world.edit(HEAD, () => ({ ...whole, batch: 'a'.repeat(64) }));
    expect(await world.found()).toEqual(['bad-batch']);
  });

  test('a log that stands still', async () => {
    await world.edit({ pk: 'log#halt', sk: 'halt' }, () => ({ reason: 'forked', detail: 'forked: two pasts', at }));
    expect((await world.audited()).findings).toEqual([{ code: 'halted', subject: 'log', detail: 'forked: two pasts' }]);
  });
});

describe('checkpoints', () => {
  test('a checkpoint forged with another key of the same name', async () => {
    const forger = heldLogKey(world.log.signer.key.name, generateKeyPairSync('ed25519').privateKey);
    const { size, root } = await world.read(PUBLISHED);
    const note = await noteOf(forger, Number(size), bytes(root));
    await world.edit(PUBLISHED, (item) => ({ ...item, note }));
    expect((await world.audited()).findings).toEqual([
      { code: 'bad-checkpoint', subject: 'published', detail: 'no-log-signature' },
    ]);
  });

  test('a checkpoint whose text was edited under its signature', async () => {
    await world.edit(PUBLISHED, (item) => ({ ...item, note: String(item.note).replace('\n11\n', '\n10\n') }));
    expect(await world.found()).toEqual(['bad-checkpoint']);
  });

  test('one that the log itself signed over another tree', async () => {
    const held = heldLogKey(world.log.signer.key.name, generateKeyPairSync('ed25519').privateKey);
    const note = await noteOf(held, 11, bytes(flipped(new Uint8Array(32))));
    const keys = [held.key];
    await world.edit(PUBLISHED, (item) => ({ ...item, note }));
    expect(await world.found({ keys })).toEqual(['checkpoint-differs', 'forked']);
    expect(await world.found({ kept: await noteOf(held, 5, new Uint8Array(32)), keys })).toEqual([
      'checkpoint-differs',
      'forked',
      'kept-behind',
    ]);
  });

  test('one that is gone, although an earlier audit saw one', async () => {
    const { checkpoint } = await world.audited();
    await world.remove(PUBLISHED);
    expect(await world.found({ earlier: checkpoint?.note })).toEqual(['checkpoint-gone']);
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

describe('what waits', () => {
  test('an entry that is not the leaf of its event', async () => {
    await supplied();
    const { leaf: other } = await world.read(leafKey(0));
    const { pk, sk } = await world.anyOutbox();
    await world.edit({ pk, sk }, (item) => ({ ...item, leaf: bytes(other) }));
    expect(await world.found()).toEqual(['outbox-differs']);
  });

  test('an entry of nothing, and one that stands in the log already', async () => {
    await supplied();
    const waiting = await world.anyOutbox();
    await world.sequenced();
    await world.edit(waiting, () => waiting);
    expect(await world.found()).toEqual(['outbox-twice']);
    await world.edit({ ...waiting, sk: 'nobody' }, () => ({ ...waiting, sk: 'nobody' }));
    expect(await world.found()).toEqual(['outbox-differs', 'outbox-twice']);
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
    await supplied();
    await world.sequenced();
    expect(await world.audited()).toMatchObject({ ok: true, log: { size: 12 } });
  });
});

describe('tiles', () => {
  test('a full tile and the slot above it, edited', async () => {
    await world.fill(256);
    await world.sequenced();
    expect(await world.found()).toEqual([]);
    await world.edit({ pk: 'log#tile#0#0', sk: 'tile' }, ({ hashes }) => ({ hashes: flipped(bytes(hashes), 999) }));
    expect((await world.audited()).findings).toEqual([{ code: 'tile-differs', subject: 'tile/0/000' }]);
    await world.remove({ pk: 'log#tile#0#0', sk: 'tile' });
    await world.edit({ pk: 'log#tile#1#0', sk: '000' }, ({ hash }) => ({ hash: flipped(bytes(hash)) }));
    expect((await world.audited()).findings).toEqual([
      { code: 'tile-differs', subject: 'tile/0/000' },
      { code: 'tile-differs', subject: 'tile/1/000.p/1', detail: 'slot 0' },
    ]);
    // 256 events, each with head and outbox entry, take their time to write.
  }, 120_000);
});
