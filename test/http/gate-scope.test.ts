import { BatchGetItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../shared/domain/scope.ts';
import { instant } from '../../shared/law/time.ts';
import { refund, reserve, usedBy } from '../../shared/store/counter.ts';
import { putExclusions } from '../../shared/store/exclusions.ts';
import { channelPseudonym, subjectPseudonym } from '../../shared/store/pseudonym.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import { faulty } from '../fault/dynamo.ts';
import { MASTER } from './harness.ts';
import { bringing, change, csvOf, FIELDS, memoryUpstream, type Supply, supply, testGate, tokenFor } from './supply.ts';

const { client, table } = await freshTable();
const { gate, app, moveTo } = testGate(client, table);
const { store } = gate;
const NAME = '企业名称';
const CODE = '统一社会信用代码';

/** A channel whose scope says more than fields. */
async function narrowed(members: (dataset: string) => Omit<Partial<Scope>, 'v' | 'datasets'>): Promise<Supply> {
  const of = await supply(store);
  const { dataset } = of.links;
  const scope = await putScope(store, { v: 1, datasets: { [dataset]: FIELDS }, ...members(dataset) });
  await change(store, of.names.channel, { do: 'tighten', set: { scope } });
  return of;
}

const get = async (of: Supply, query = '', headers: Record<string, string> = {}, via = app) =>
  bringing(via, await tokenFor(of.channel, of.links)).get(`/channels/${of.channel}/data${query}`, headers);
const linesOf = (text: string) => text.trimEnd().split('\r\n').slice(1);
const refused = (answer: Awaited<ReturnType<typeof get>>) => [
  answer.status,
  ...(answer.problem?.grounds ?? []).map(({ article }) => article),
];

describe('purpose', () => {
  it('is declared by query or header and must be the agreed one (OPS-21)', async () => {
    const of = await narrowed(() => ({ purpose: '信贷评估' }));
    const encoded = encodeURIComponent('信贷评估');
    expect((await get(of, `?purpose=${encoded}`)).status).toBe(200);
    expect((await get(of, '', { purpose: encoded })).status).toBe(200);
    expect(refused(await get(of))).toEqual([403, 'OPS-21']);
    expect(refused(await get(of, `?purpose=${encodeURIComponent('营销')}`))).toEqual([403, 'OPS-21']);
    expect(refused(await get(of, '', { purpose: '%E4%BF' }))).toEqual([403, 'OPS-21']);
    expect((await usedBy(store, of.channel)).serial).toBe(2);
  });
});

describe('times', () => {
  it('admit from the first to the last minute in Shanghai', async () => {
    const of = await narrowed(() => ({ times: { hours: { from: '09:00', to: '17:30' }, weekdays: [1] } }));
    const statusAt = async (text: string) => {
      moveTo(instant(Date.parse(`${text}+08:00`)));
      return refused(await get(of));
    };
    expect(await statusAt('2026-11-23T08:59:59.999')).toEqual([403, 'OPS-21']);
    expect(await statusAt('2026-11-23T09:00:00.000')).toEqual([200]);
    expect(await statusAt('2026-11-23T17:30:59.999')).toEqual([200]);
    expect(await statusAt('2026-11-23T17:31:00.000')).toEqual([403, 'OPS-21']);
    expect(await statusAt('2026-11-24T10:00:00.000')).toEqual([403, 'OPS-21']);
  });
});

describe('rows and forms', () => {
  it('leave as every scope allows, in pages and in a stream', async () => {
    const of = await narrowed((dataset) => ({
      rows: { [dataset]: [{ field: '法定代表人', in: ['某人1', '某人3'] }] },
      treatments: {
        [dataset]: [
          { field: CODE, do: 'hash' },
          { field: NAME, do: 'mask', first: 2, last: 0 },
        ],
      },
    }));
    const { app: five } = testGate(client, table, { upstream: memoryUpstream(csvOf(5), { chunk: 40 }) });
    const pseudonym = channelPseudonym(MASTER, of.channel);
    const rows = [1, 3].map((n) => `企业***,${pseudonym(`9151170000000${String(n).padStart(5, '0')}`)}`);
    const whole = await get(of, '', {}, five);
    expect(linesOf(whole.text)).toEqual(rows);
    expect(whole.headers.get('shuqi-rows')).toBe('2');
    const streamed = await get(of, '?stream=true', {}, five);
    expect(streamed.text).toBe(whole.text);
    const first = await get(of, '?limit=1', {}, five);
    const second = await get(of, `?limit=1&cursor=${first.headers.get('shuqi-next-cursor')}`, {}, five);
    expect([...linesOf(first.text), ...linesOf(second.text)]).toEqual(rows);
  });

  it('stay behind for excluded subjects; without list or field nothing is supplied', async () => {
    const of = await supply(store);
    const subject = subjectPseudonym(MASTER, of.links.dataset);
    const exclude = async (field: string) => {
      const exclusions = await putExclusions(store, { field, subjects: [subject('某人1')] });
      await change(store, of.names.dataset, { do: 'tighten', set: { exclusions } });
    };
    await exclude('法定代表人');
    expect(linesOf((await get(of)).text).map((line) => line.slice(0, 6))).toEqual(['"企业,0"', '"企业,2"']);
    await exclude('没有此列');
    expect((await get(of)).status).toBe(503);
    await change(store, of.names.dataset, { do: 'tighten', set: { exclusions: 'a'.repeat(64) } });
    expect(refused(await get(of))).toEqual([403, 'DZ-43']);
  });

  it('end a stream when a subject is excluded meanwhile', async () => {
    const of = await supply(store);
    const exclusions = await putExclusions(store, { field: '法定代表人', subjects: ['a'.repeat(32)] });
    const upstream = memoryUpstream(csvOf(20_000), {
      wait: async (read) => {
        if (read === 4 * 64 * 1024) await change(store, of.names.dataset, { do: 'tighten', set: { exclusions } });
      },
    });
    const { app: long } = testGate(client, table, { upstream });
    const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
    const answer = await long.request(`/channels/${of.channel}/data?stream=true`, { headers });
    await expect(answer.text()).rejects.toThrow();
    const delivery = await readDelivery(store, of.channel, answer.headers.get('shuqi-delivery') ?? '');
    expect(delivery?.end?.cut).toBe('scope-changed');
  });
});

describe('quota', () => {
  const DAY = Date.UTC(2026, 10, 23, 8);

  it('refuses the request beyond it, which uses none; a new day begins anew, the total does not (OPS-21)', async () => {
    moveTo(instant(DAY));
    const of = await narrowed(() => ({ quota: { day: { requests: 2 }, total: { requests: 3 } } }));
    const ask = async () => refused(await get(of));
    expect([await ask(), await ask(), await ask()]).toEqual([[200], [200], [403, 'OPS-21']]);
    expect((await usedBy(store, of.channel)).serial).toBe(2);
    // 24:00 in Shanghai is 16:00 in UTC.
    moveTo(instant(Date.UTC(2026, 10, 23, 15, 59, 59, 999)));
    expect(await ask()).toEqual([403, 'OPS-21']);
    moveTo(instant(Date.UTC(2026, 10, 23, 16)));
    expect([await ask(), await ask()]).toEqual([[200], [403, 'OPS-21']]);
    moveTo(instant(DAY));
  });

  it('counts rows and bytes of pages exactly and takes a page whole or not at all', async () => {
    const of = await narrowed(() => ({ quota: { month: { rows: 4 } } }));
    expect((await get(of)).status).toBe(200);
    const over = await get(of);
    expect(refused(over)).toEqual([403, 'OPS-21']);
    expect(over.problem.detail).toContain('尚余 1');
    expect((await get(of, '?limit=1')).status).toBe(200);
    expect(refused(await get(of, '?limit=1'))).toEqual([403, 'OPS-21']);
  });

  it('lets a stream go as far as it reaches, then cuts it, and refunds what was not used', async () => {
    const of = await narrowed(() => ({ quota: { total: { rows: 100 } } }));
    const { app: many } = testGate(client, table, { upstream: memoryUpstream(csvOf(150), { chunk: 400 }) });
    const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
    const answer = await many.request(`/channels/${of.channel}/data?stream=true`, { headers });
    await expect(answer.text()).rejects.toThrow();
    const delivery = await readDelivery(store, of.channel, answer.headers.get('shuqi-delivery') ?? '');
    expect(delivery?.end?.cut).toBe('over-quota');
    expect(delivery?.end?.rows).toBeLessThanOrEqual(100);
    expect(delivery?.end?.rows).toBeGreaterThan(80);
    expect((await usedBy(store, of.channel)).bytes).toBe(delivery?.end?.bytes);
  });

  it('gets back the rows that a stream had reserved and did not use', async () => {
    const of = await narrowed(() => ({ quota: { total: { rows: 7 } } }));
    for (const _ of [1, 2]) expect(linesOf((await get(of, '?stream=true')).text)).toHaveLength(3);
    expect(refused(await get(of, '?limit=2'))).toEqual([403, 'OPS-21']);
    expect((await get(of, '?limit=1')).status).toBe(200);
    expect(refused(await get(of, '?stream=true'))).toEqual([403, 'OPS-21']);
  });

  it('is never passed by many requests at once', async () => {
    const of = await narrowed(() => ({ quota: { day: { rows: 30 } } }));
    const asked = { rows: 7, bytes: 10, at: instant(DAY), hour: '2026112308', quota: { day: { rows: 30 } } };
    const all = await Promise.all(Array.from({ length: 12 }, () => reserve(store, of.channel, asked).catch(() => [])));
    expect(all.filter((one) => 'serial' in one)).toHaveLength(4);
  });

  it('is checked by the one update that gives the serial', async () => {
    const of = await narrowed(() => ({ quota: { day: { requests: 9, rows: 900, bytes: 9_000 } } }));
    const { dynamo, sent } = faulty(client);
    const { app: counted } = testGate(dynamo, table);
    await get(of, '', {}, counted);
    const before = sent.length;
    await get(of, '', {}, counted);
    const after = sent.slice(before);
    expect(after.filter((one) => one instanceof UpdateItemCommand)).toHaveLength(1);
    expect(after.filter((one) => one instanceof BatchGetItemCommand || one instanceof GetItemCommand)).toHaveLength(1);
  });

  it('gives back in the periods that still run, and never begins a day twice', async () => {
    const channel = 'c-refund';
    const [day, next] = [instant(DAY), instant(DAY + 86_400_000)];
    const quota = { day: { rows: 10 }, month: { rows: 15 } };
    const take = (rows: number, at = next) =>
      reserve(store, channel, { rows, bytes: 0, at, hour: '2026112308', quota });
    expect(await take(10, day)).toMatchObject({ serial: 1 });
    expect(await take(5)).toMatchObject({ serial: 2 });
    expect(await take(1)).toMatchObject([{ period: 'month', left: 0 }]);
    await refund(store, channel, { rows: 8, bytes: 0 }, day);
    expect(await take(6)).toMatchObject([{ period: 'day', left: 5 }]);
    // A clock that is behind counts in the day that has begun.
    expect(await take(6, day)).toMatchObject([{ period: 'day', left: 5 }]);
    expect(await take(5, day)).toMatchObject({ serial: 3 });
    expect(await take(1)).toMatchObject([{ period: 'day', left: 0 }]);
  });
});
