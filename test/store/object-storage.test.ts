import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bucketUpstream } from '../../functions/gate/bucket.ts';
import { environmentBucket } from '../../shared/store/object-storage.ts';
import { objectStore } from './object-store.ts';

const store = await objectStore();
afterAll(store.close);
beforeEach(() => void store.asked.splice(0));

const { signal } = new AbortController();
const upstream = bucketUpstream(store.bucket);
const body = randomBytes(600_000);
store.put('d1.csv', body);

async function all(bytes: AsyncIterator<Uint8Array> | undefined) {
  const parts: Uint8Array[] = [];
  for (let next = await bytes?.next(); next && !next.done; next = await bytes?.next()) parts.push(next.value);
  return parts;
}

describe('a dataset in object storage', () => {
  it('comes whole, in chunks of 64 KB, by signed requests for 256 KB each', async () => {
    const source = await upstream.open('d1', 0, signal);
    const parts = await all(source?.bytes);
    expect(source).toMatchObject({ size: 600_000, encoding: 'utf-8' });
    expect(Buffer.concat(parts)).toEqual(body);
    expect(Math.max(...parts.map(({ length }) => length))).toBe(65_536);
    expect(store.asked).toEqual([
      'GET /d1.csv bytes=0-262143 206',
      'GET /d1.csv bytes=262144-524287 206',
      'GET /d1.csv bytes=524288-786431 206',
    ]);
  });

  it('comes from a byte on, and no range is asked for before it is wanted', async () => {
    const source = await upstream.open('d1', 400_000, signal);
    expect(store.asked).toEqual(['GET /d1.csv bytes=400000-662143 206']);
    expect(Buffer.concat(await all(source?.bytes))).toEqual(body.subarray(400_000));
    const early = await upstream.open('d1', 0, signal);
    await early?.bytes.next();
    expect(store.asked).toHaveLength(2);
  });

  it('has the encoding that its name declares; an id that is none asks for nothing', async () => {
    store.put('d2.gb18030.csv', 'a\n1\n');
    expect(await upstream.open('d2', 0, signal)).toMatchObject({ size: 4, encoding: 'gb18030' });
    expect(await upstream.open('absent', 0, signal)).toBeUndefined();
    expect(store.asked.splice(0)).toHaveLength(4);
    for (const name of ['../d1', 'D1', '']) expect(await upstream.open(name, 0, signal)).toBeUndefined();
    expect(store.asked).toEqual([]);
  });

  it('changes its version with every upload, and one that is replaced meanwhile ends the reading', async () => {
    store.put('d3.csv', body);
    const before = await upstream.open('d3', 0, signal);
    await before?.bytes.next();
    store.put('d3.csv', randomBytes(600_000));
    await expect(all(before?.bytes)).rejects.toThrow('412 it was replaced meanwhile');
    const after = await upstream.open('d3', 0, signal);
    expect(after?.version).not.toBe(before?.version);
    store.put('d3.csv', 'short');
    expect(await upstream.open('d3', 400_000, signal)).toMatchObject({ version: 'none' });
  });

  it('an empty object is an empty source', async () => {
    store.put('d4.csv', '');
    const source = await upstream.open('d4', 0, signal);
    expect(source?.size).toBe(0);
    expect(await all(source?.bytes)).toEqual([]);
  });

  it('a busy store is asked again, at most three times', async () => {
    store.busy = 2;
    expect(await upstream.open('d1', 0, signal)).toBeDefined();
    store.busy = 3;
    await expect(upstream.open('d1', 0, signal)).rejects.toThrow('503');
  });

  it('denied is not absent, and a store that ignores the range is not believed', async () => {
    const wrong = { ...store.bucket, access: async () => ({ accessKeyId: 'AKID', secretAccessKey: 'other' }) };
    await expect(bucketUpstream(wrong).open('d1', 0, signal)).rejects.toThrow('403');
    const whole = { ...store.bucket, fetch: async () => new Response(body, { headers: { etag: '"x"' } }) };
    await expect(bucketUpstream(whole).open('d1', 0, signal)).rejects.toThrow('200');
  });

  it('stops at the signal', async () => {
    const stopping = new AbortController();
    const source = await upstream.open('d1', 0, stopping.signal);
    await source?.bytes.next();
    stopping.abort();
    expect(await all(source?.bytes)).toHaveLength(0);
    await expect(upstream.open('d1', 0, stopping.signal)).rejects.toThrow();
  });
});

it('a bucket is named by its regional domain name; anything else is a folder', () => {
  const name = 'state-upstream-1a2b';
  for (const end of ['cn-north-1.amazonaws.com.cn', 'eu-west-1.amazonaws.com']) {
    expect(environmentBucket(`${name}.s3.${end}`)).toMatchObject({ name, region: end.split('.')[0] });
  }
  for (const folder of ['/mnt/upstream', `${name}`, `/x.s3.cn-north-1.amazonaws.com.cn`, '']) {
    expect(environmentBucket(folder)).toBeUndefined();
  }
});
