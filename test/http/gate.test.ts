import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../shared/domain/scope.ts';
import { instant } from '../../shared/law/time.ts';
import { usedBy } from '../../shared/store/counter.ts';
import { waiting } from '../../shared/store/queues.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { firstSupply, readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import { faulty, timeout, unavailable } from '../fault/dynamo.ts';
import { clientOf } from './harness.ts';
import {
  askingOf,
  bringing,
  change,
  csvOf,
  dataOf,
  holdOf,
  KEY,
  memoryUpstream,
  placing,
  supply,
  testGate,
  tokenFor,
} from './supply.ts';

const { client, table } = await freshTable();
const { app, gate } = testGate(client, table);
const { store } = gate;
const plain =
  '企业名称,统一社会信用代码\r\n"企业,0",915117000000000000\r\n"企业,1",915117000000000001\r\n"企业,2",915117000000000002\r\n';

const get = askingOf(app);

describe('GET /channels/{id}/data', () => {
  it('200: gives the permitted columns, a receipt, the digest and a delivery that can be looked up', async () => {
    const of = await supply(store);
    const answer = await get(of);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(plain);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('shuqi-rows')).toBe('3');
    expect(answer.headers.get('shuqi-next-cursor')).toBeNull();
    const name = answer.headers.get('shuqi-delivery') ?? '';
    const keys = createLocalJWKSet({ keys: [...(await gate.receipts.jwks()).keys] });
    const { payload } = await jwtVerify(answer.headers.get('shuqi-receipt') ?? '', keys, { typ: 'receipt+jwt' });
    expect(payload).toMatchObject({ sub: of.links.organization, channel: of.channel, delivery: name, serial: 1 });
    const delivery = await readDelivery(store, of.channel, name);
    expect(delivery?.start).toMatchObject({ ...of.links, key: KEY, mode: 'page', serial: 1 });
    const bytes = Buffer.byteLength(plain);
    expect(delivery?.end).toMatchObject({ rows: 3, bytes });
    expect(Buffer.from(delivery?.end?.digest ?? '', 'hex').toString('base64')).toBe(
      answer.headers.get('repr-digest')?.slice('sha-256=:'.length, -1),
    );
    expect(await usedBy(store, of.channel)).toEqual({ serial: 1, bytes });
  });

  it('200: one consistent read of four keys, three writes, and the start stands before anything leaves', async () => {
    const { dynamo, sent } = faulty(client);
    const { app: counted, gate: own } = testGate(dynamo, table);
    const of = await supply(store);
    await get(of, '', counted);
    const before = sent.length;
    await get(of, '', counted);
    const kinds = sent.slice(before).map((command) => command.constructor.name);
    expect(kinds).toEqual(['BatchGetItemCommand', 'UpdateItemCommand', 'PutItemCommand', 'PutItemCommand']);
    const [read] = sent.slice(before);
    expect(read instanceof BatchGetItemCommand && read.input.RequestItems?.[table]).toMatchObject({
      ConsistentRead: true,
      Keys: { length: 4 },
    });
    expect(own.scopes.size).toBe(2);
  });

  it('200: pages by cursor until the last, and the pages together are the whole', async () => {
    const upstream = memoryUpstream(csvOf(5), { chunk: 40 });
    const { app: paged } = testGate(client, table, { upstream });
    const of = await supply(store);
    const rows: string[] = [];
    let cursor: string | null = null;
    const serials: string[] = [];
    do {
      const page = await get(of, `?limit=2${cursor ? `&cursor=${cursor}` : ''}`, paged);
      expect(page.status).toBe(200);
      const [heading, ...lines] = page.text.trimEnd().split('\r\n');
      expect(heading).toBe('企业名称,统一社会信用代码');
      rows.push(...lines);
      serials.push(page.headers.get('shuqi-delivery')?.split('-')[1] ?? '');
      cursor = page.headers.get('shuqi-next-cursor');
    } while (cursor);
    expect(rows).toEqual([0, 1, 2, 3, 4].map((n) => `"企业,${n}",91511700000000000${n}`));
    expect(serials).toEqual(['1', '2', '3']);
  });

  it('200: a page ends at 5 MB', { timeout: 90_000 }, async () => {
    const wide = `名称\r\n${`${'x'.repeat(900_000)}\r\n`.repeat(7)}`;
    const { app: big } = testGate(client, table, { upstream: memoryUpstream(wide) });
    const of = await supply(store);
    await change(store, of.names.channel, {
      do: 'tighten',
      set: { scope: await putScope(store, scopeOf(of.links.dataset, ['名称'])) },
    });
    for (const gateName of [of.names.basis, of.names.dataset]) {
      const scope = await putScope(store, scopeOf(of.links.dataset, ['名称']));
      await change(store, gateName, { do: 'tighten', set: { scope } });
    }
    const page = await get(of, '', big);
    expect(page.headers.get('shuqi-rows')).toBe('5');
    expect(page.text.length).toBeLessThanOrEqual(5_000_000);
    const rest = await get(of, `?cursor=${page.headers.get('shuqi-next-cursor')}`, big);
    expect(rest.headers.get('shuqi-rows')).toBe('2');
    expect(rest.headers.get('shuqi-next-cursor')).toBeNull();
  });

  it('200: streams the same bytes and gives back what it had reserved', async () => {
    const of = await supply(store);
    const answer = await get(of, '?stream=true');
    expect(answer.text).toBe(plain);
    const delivery = await readDelivery(store, of.channel, answer.headers.get('shuqi-delivery') ?? '');
    const bytes = Buffer.byteLength(plain);
    expect(delivery).toMatchObject({ start: { mode: 'stream' }, end: { rows: 3, bytes } });
    expect(delivery?.end?.cut).toBeUndefined();
    expect((await usedBy(store, of.channel)).bytes).toBe(bytes);
  });

  it('200: notes the first supply once, with the domain clock (REG-9)', async () => {
    const of = await supply(store);
    const noted = async () => (await waiting(store, 'first-supply', firstSupply)).filter(({ id }) => id === of.channel);
    expect(await noted()).toEqual([]);
    await get(of);
    const first = await noted();
    expect(first).toEqual([
      { id: of.channel, value: { ...of.links, serial: 1, at: instant(Date.UTC(2026, 10, 23, 8)) } },
    ]);
    const { app: later, passDomain } = testGate(client, table);
    passDomain(60_000);
    await get(of, '', later);
    expect(await noted()).toEqual(first);
  });

  it('200: a restrict hold narrows to its scope and a later one to what both allow', async () => {
    const of = await supply(store);
    const scope = await putScope(store, scopeOf(of.links.dataset, ['企业名称', '法定代表人']));
    await change(store, of.names.basis, placing(holdOf('m1', { verb: 'restrict', scope })));
    expect((await get(of)).text.split('\r\n')[0]).toBe('企业名称');
  });

  it('200: a token without links costs one read of them, once', async () => {
    const of = await supply(store);
    const { dynamo, sent } = faulty(client);
    const token = { channel: of.channel, organization: of.links.organization, key: KEY };
    const { gate: own } = testGate(dynamo, table);
    const { admit } = await import('../../functions/gate/admit.ts');
    expect(await admit(token, own)).toMatchObject({ links: of.links });
    expect(await admit(token, own)).toMatchObject({ links: of.links });
    const links = sent.filter((c) => c instanceof GetItemCommand && c.input.Key?.pk?.S?.startsWith('gate#'));
    expect(links).toHaveLength(1);
    expect(await admit({ ...token, organization: 'op-other' }, own)).toMatchObject({ kind: 'not-found' });
  });

  it('200: the start is durable before the answer begins, however long it takes', async () => {
    const of = await supply(store);
    const { dynamo, always } = faulty(client);
    const { app: slow } = testGate(dynamo, table);
    expect((await get(of, '', slow)).status).toBe(200);
    const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
    const order: string[] = [];
    always(PutItemCommand, async (command, behind) => {
      await pause(150);
      const answer = await behind.send(command);
      order.push(command instanceof PutItemCommand ? (command.input.Item?.sk?.S?.split('#')[1] ?? '') : '');
      return answer;
    });
    const answer = await slow.request(`${dataOf(of)}?stream=true`, { headers });
    order.push('answer');
    await answer.text();
    expect(order).toEqual(['start', 'answer', 'end']);
  });

  it('405: only GET', async () => {
    const of = await supply(store);
    expect((await clientOf(app, {}).post(dataOf(of))).status).toBe(405);
  });
});

describe('GET /deliveries/{delivery}', () => {
  it('200: complete, with digest; 200: unknown while there is no end', async () => {
    const of = await supply(store);
    const name = (await get(of)).headers.get('shuqi-delivery');
    const own = bringing(app, await tokenFor(of.channel, of.links));
    const complete = await own.get(`/deliveries/${name}?channel=${of.channel}`);
    expect(complete.body).toMatchObject({ delivery: name, completeness: 'complete', rows: 3, serial: 1 });
    const { dynamo, next } = faulty(client);
    const { app: crashing } = testGate(dynamo, table);
    // First supply, hour and start are written, the end never is: as if the process had ended between the two.
    for (const _ of ['first supply', 'hour', 'start']) {
      next(PutItemCommand, (command, behind) => behind.send(command));
    }
    next(PutItemCommand, unavailable());
    expect((await get(of, '', crashing)).status).toBe(503);
    const unknown = await own.get(`/deliveries/${name?.replace(/-1$/, '-2')}?channel=${of.channel}`);
    expect(unknown.body).toMatchObject({ completeness: 'unknown', atMostBytes: Buffer.byteLength(plain) });
    expect(unknown.body.explained.zh).toContain('不多于');
  });

  it('401 without token; 404 for another’s, another channel’s and what never was', async () => {
    const [of, other] = [await supply(store), await supply(store)];
    const name = (await get(of)).headers.get('shuqi-delivery');
    const path = `/deliveries/${name}?channel=${of.channel}`;
    expect((await clientOf(app, {}).get(path)).status).toBe(401);
    const theirs = bringing(app, await tokenFor(other.channel, other.links));
    expect((await theirs.get(path)).status).toBe(404);
    expect((await theirs.get(`/deliveries/${name}?channel=${other.channel}`)).status).toBe(404);
    const own = bringing(app, await tokenFor(of.channel, of.links));
    expect((await own.get(`/deliveries/2020010100-7?channel=${of.channel}`)).status).toBe(404);
    expect((await own.get(`/deliveries/nonsense?channel=${of.channel}`)).status).toBe(404);
    expect((await own.get(`/deliveries/${name}`)).status).toBe(422);
  });
});

describe('GET /.well-known/receipt-keys.json', () => {
  it('200: the public half only', async () => {
    const { body } = await clientOf(app, {}).get('/.well-known/receipt-keys.json');
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('counter', () => {
  it('gives every one of many simultaneous requests its own serial', async () => {
    const of = await supply(store);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(of)));
    // On a busy machine some are turned away (503); no two of the others share a serial.
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeGreaterThan(0);
    expect(new Set(served.map(({ headers }) => headers.get('shuqi-delivery'))).size).toBe(served.length);
    expect((await usedBy(store, of.channel)).serial).toBeGreaterThanOrEqual(served.length);
  });

  it('is not touched when a refusal cannot be counted', async () => {
    const of = await supply(store, { organization: { mainland: false } });
    const { dynamo, always } = faulty(client);
    const { app: shaky } = testGate(dynamo, table);
    always(UpdateItemCommand, timeout());
    expect((await get(of, '', shaky)).status).toBe(403);
  });
});
