import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { OrganizationEvent } from '../../shared/domain/organization-schema.ts';
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatNote, signNote } from '../../shared/ledger/note.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { headKey } from '../../shared/store/keys.ts';
import type { LogSigner } from '../../shared/store/log-key.ts';
import { leafKey } from '../../shared/store/log-tiles.ts';
import { transact } from '../../shared/store/transact.ts';
import { documentOf } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { flipped } from '../ledger/crypto.ts';
import { at, by, CHANNEL, event, spoilableWorld, supplied, type World } from './world.ts';

/* What an audit finds along the log: its head, its leaves and tiles, what it showed, what waits for it; and of offices. */

const { client } = await freshTable();
const HEAD = { pk: 'log#head', sk: 'head' };
const PUBLISHED = { pk: 'log#checkpoint', sk: 'checkpoint' };
const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());
const spoilable = await spoilableWorld(client);

let world: World;
beforeEach(async () => {
  world = await spoilable();
});

/** A note over any tree, by any key. */
async function noteOf(signer: LogSigner, size: number, root: Uint8Array): Promise<string> {
  const text = formatCheckpoint({ origin: signer.key.name, size, root });
  return formatNote({ text, signatures: [await signNote(text, signer)] });
}

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
    await supplied(world);
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
    await supplied(world);
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

describe('what waits', () => {
  test('an entry that is not the leaf of its event', async () => {
    await supplied(world);
    const { leaf: other } = await world.read(leafKey(0));
    const { pk, sk } = await world.anyOutbox();
    await world.edit({ pk, sk }, (item) => ({ ...item, leaf: bytes(other) }));
    expect(await world.found()).toEqual(['outbox-differs']);
  });

  test('an entry of nothing, and one that stands in the log already', async () => {
    await supplied(world);
    const waiting = await world.anyOutbox();
    await world.sequenced();
    await world.edit(waiting, () => waiting);
    expect(await world.found()).toEqual(['outbox-twice']);
    await world.edit({ ...waiting, sk: 'nobody' }, () => ({ ...waiting, sk: 'nobody' }));
    expect(await world.found()).toEqual(['outbox-differs', 'outbox-twice']);
  });
});

describe('tiles', () => {
  test('a full tile and the slot above it, edited', async () => {
    await world.fill(256 - 11);
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
    // So many events, each with head and outbox entry, take their time to write.
  }, 120_000);
});

describe('offices (POLICY-21)', () => {
  const office = { pk: 'office#data-authority#511700', sk: 'agency' };

  test('one that its organization does not hold', async () => {
    await world.edit(office, () => ({}));
    expect((await world.audited()).findings).toEqual([{ code: 'office-alone', subject: office.pk, detail: 'agency' }]);
  });

  test('one that is held and stands nowhere', async () => {
    const { store } = world.log;
    const name = documentOf('name');
    await transact(store, async (unit) => {
      const now: OrganizationEvent = {
        type: 'member-added',
        at,
        by: 'p1',
        person: 'p9',
        roles: ['data-authority'],
        name,
        keys: [],
      };
      unit.record(organization, await unit.load(organization, 'agency'), [now], by('administrator'));
      return { status: 200, body: '', headers: {} };
    });
    expect(await world.found()).toEqual([]);
    await world.remove(office);
    expect((await world.audited()).findings).toEqual([
      { code: 'office-missing', subject: 'organization#agency', detail: 'data-authority' },
    ]);
  });
});
