import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { inParallel } from '../../shared/audit/parallel.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { nextNumber } from '../../shared/store/numbers.ts';
import { dequeue, enqueue, waiting } from '../../shared/store/queues.ts';
import { openStore } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { freshTable } from '../dynamodb.ts';

const { client, table } = await freshTable();
const store = openStore(client, table, randomBytes(32));
const work = z.strictObject({ n: z.number() });
const ids = async () => (await waiting(store, 'unconfirmed', work)).map(({ id }) => id);

describe('a queue', () => {
  it('keeps an entry until it is taken away, once however often it is put', async () => {
    expect(await enqueue(store, 'first-supply', 'b', { n: 1 })).toBe(true);
    expect(await enqueue(store, 'first-supply', 'b', { n: 2 })).toBe(false);
    expect(await enqueue(store, 'first-supply', 'a', { n: 3 })).toBe(true);
    expect(await waiting(store, 'first-supply', work)).toEqual([
      { id: 'a', value: { n: 3 } },
      { id: 'b', value: { n: 1 } },
    ]);
    expect(await ids()).toEqual([]);
    for (let twice = 0; twice < 2; twice++) await dequeue(store, 'first-supply', 'b');
    expect((await waiting(store, 'first-supply', work)).map(({ id }) => id)).toEqual(['a']);
  });

  it('takes work of a transaction with everything else in it, or not at all', async () => {
    const taken = { refused: 'rule', grounds: [] } as const;
    const put = (id: string, claimed: string) =>
      transact(store, async (unit) => {
        unit.claim('word', claimed, id, taken);
        unit.enqueue('unconfirmed', id, { n: 1 });
        return { status: 200, body: '', headers: {} };
      });
    await put('first', 'same');
    expect(await put('second', 'same')).toBe(taken);
    expect(await ids()).toEqual(['first']);
  });

  it('gives two hundred at most, the rest when those are done', async () => {
    const many = Array.from({ length: 205 }, (_, n) => `w${String(n).padStart(3, '0')}`);
    // A few at a time: the client gives each request half a second, also on a busy machine.
    await inParallel(many, 16, (id) => enqueue(store, 'unconfirmed', id, { n: 0 }));
    await dequeue(store, 'unconfirmed', 'first');
    const page = await ids();
    expect([page.length, page[0], page.at(-1)]).toEqual([200, 'w000', 'w199']);
    await inParallel(page, 16, (id) => dequeue(store, 'unconfirmed', id));
    expect(await ids()).toEqual(many.slice(200));
  });

  it('refuses what it does not know: an entry of another form stops the reader', async () => {
    await enqueue(store, 'unconfirmed', 'strange', { words: 1 });
    await expect(ids()).rejects.toThrow();
  });
});

describe('numbers', () => {
  it('follow each other within a series, never the same twice', async () => {
    const given = await Promise.all(Array.from({ length: 20 }, () => nextNumber(store, 'a')));
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await nextNumber(store, 'b')).toBe(1);
  });
});

describe('the registration that a first supply makes due', () => {
  const supplied = { operator: 'alpha', dataset: 'd1', agreement: 'a1' };

  it('is one for operator, dataset and agreement, and has an id', () => {
    const id = dueRegistration(store, supplied);
    expect(dueRegistration(store, { ...supplied })).toBe(id);
    expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
    const others = [
      { ...supplied, operator: 'beta' },
      { ...supplied, dataset: 'd' },
      { ...supplied, agreement: '1a1' },
    ];
    expect(new Set(others.map((one) => dueRegistration(store, one)).concat(id)).size).toBe(4);
  });
});
