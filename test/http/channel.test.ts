import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/channel/routes.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { readGate } from '../../shared/store/gates.ts';
import { getScope, putScope } from '../../shared/store/scopes.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementInEffect, agreementSeats, done, type InEffect } from './agreement-world.ts';
import { open, settleCity, testService } from './harness.ts';
import { change } from './supply.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { store } = service;
await settleCity(service, agreementSeats);
const { as } = open(routes, service);
const [ann, engineer] = [await as('ann'), await as('engineer')];

let basis: InEffect;
beforeAll(async () => {
  basis = await agreementInEffect(service, { fields: ['站号', '气温'] });
}, 60_000);

const asking = (over: object = {}) => ({
  dataset: basis.dataset,
  basis: { kind: 'agreement', id: basis.agreement },
  fields: ['站号', '气温'],
  purpose: '气象指数',
  ...over,
});
const narrowing = {
  rows: [{ field: '站号', in: ['57328'] }],
  treatments: [{ field: '站号', do: 'hash' }],
  times: { hours: { from: '09:00', to: '17:30' }, weekdays: [1, 2, 3, 4, 5] },
  quota: { day: { requests: 10 }, total: { bytes: 1_000_000 } },
};

describe('POST /channels', () => {
  it('201: takes rows, treatments, times and quota; the gate gets them when it opens', async () => {
    const asked = await done(ann.post('/channels', asking(narrowing)));
    const { id, channel, scope } = asked.body;
    const { rows, treatments, times, quota } = narrowing;
    const { dataset } = basis;
    expect(scope).toMatchObject({ rows: { [dataset]: rows }, treatments: { [dataset]: treatments }, times, quota });
    const { from, until } = basis;
    await done(engineer.post(`/channels/${id}/open`, { from, until }));
    const gate = await readGate(store, { aggregate: 'channel', id });
    expect(gate?.scope).toBe(channel.scope);
    expect(await getScope(store, gate?.scope ?? '')).toEqual(scope);
  });

  it.each([
    ['rows', [{ field: '站号' }]],
    ['rows', [{ field: '站号', like: '5%' }]],
    ['rows', []],
    ['treatments', [{ field: '站号', do: 'encrypt' }]],
    ['treatments', [{ field: '站号', do: 'mask', first: 7, last: 0 }]],
    ['times', { hours: { from: '17:30', to: '09:00' } }],
    ['times', { weekdays: [0] }],
    ['quota', { week: { rows: 1 } }],
    ['quota', { day: { rows: 0 } }],
    ['filter', 'x'],
  ])('422: %s %j', async (member, value) => {
    const answer = await ann.post('/channels', asking({ [member]: value }));
    expect(answer.status).toBe(422);
    expect(answer.problem.grounds).toMatchObject([{ article: 'POLICY-9' }]);
  });

  it('422: what the basis narrows is narrowed no less (OPS-21)', async () => {
    const { dataset, agreement } = basis;
    const members = { rows: { [dataset]: narrowing.rows }, quota: { day: { requests: 10 } } };
    const scope: Scope = { v: 1, datasets: { [dataset]: ['站号', '气温'] }, ...members };
    await change(
      store,
      { aggregate: 'agreement', id: agreement },
      { do: 'tighten', set: { scope: await putScope(store, scope) } },
    );
    const statusOf = async (over: object) => {
      const { status, problem } = await ann.post('/channels', asking(over));
      return status === 201 ? [status] : [status, problem.grounds[0]?.article];
    };
    const { rows, quota } = narrowing;
    expect(await statusOf({})).toEqual([422, 'OPS-21']);
    expect(await statusOf({ rows })).toEqual([422, 'OPS-21']);
    expect(await statusOf({ rows, quota: { day: { requests: 11 } } })).toEqual([422, 'OPS-21']);
    expect(await statusOf({ rows: [{ field: '站号', in: ['1', '57328'] }], quota })).toEqual([422, 'OPS-21']);
    expect(await statusOf({ rows, quota })).toEqual([201]);
  });
});
