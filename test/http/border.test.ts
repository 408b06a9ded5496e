import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/channel/routes.ts';
import { MAX_BODY_BYTES } from '../../shared/http/app.ts';
import { languageOf } from '../../shared/http/problem.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { freshTable } from '../dynamodb.ts';
import { faulty, throttle, unavailable } from '../fault/dynamo.ts';
import { type Client, ORIGIN, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const fault = faulty(client);
const service = testService(fault.dynamo as Dynamo, table);
const { as, anyone } = open(routes, service);
let ann: Client;
let clerk: Client;

const asked = { dataset: 'd1', basis: { kind: 'agreement', id: 'a1' }, fields: ['name'], purpose: '信贷审核' };
const json = { 'content-type': 'application/json' };
const items = async () => (await client.send(new ScanCommand({ TableName: table, Select: 'COUNT' }))).Count;

beforeAll(async () => {
  await settleCity(service, ['alpha', 'authority']);
  ann = await as('ann');
  clerk = await as('clerk');
});

describe('without a session', () => {
  it('a browser is taken to the sign-in and comes back; a program is told', async () => {
    const { status, headers } = await anyone.get('/channels?limit=2', { accept: 'text/html,*/*;q=0.8' });
    expect([status, headers.get('location')]).toEqual([303, '/session/start?to=%2Fchannels%3Flimit%3D2']);
    expect((await anyone.get('/channels', { accept: 'application/json' })).status).toBe(401);
    expect((await anyone.post('/channels', asked, { accept: 'text/html' })).status).toBe(401);
  });
});

describe('bad input is answered with a problem that says what to do, and writes nothing', () => {
  const cases: [string, number, () => RequestInit][] = [
    ['JSON that is cut off', 400, () => ({ body: '{"dataset":', headers: json })],
    ['a list instead of an object', 422, () => ({ body: '[]', headers: json })],
    ['an unknown member', 422, () => ({ body: JSON.stringify({ ...asked, admin: true }), headers: json })],
    ['a wrong type', 422, () => ({ body: JSON.stringify({ ...asked, fields: 'name' }), headers: json })],
    [
      'a prototype in disguise',
      422,
      () => ({ body: `{"__proto__":{"x":1},${JSON.stringify(asked).slice(1)}`, headers: json }),
    ],
    ['an id that is none', 422, () => ({ body: JSON.stringify({ ...asked, dataset: '../gate' }), headers: json })],
    ['a body in another media type', 415, () => ({ body: 'dataset=d1', headers: { 'content-type': 'text/plain' } })],
    [
      'a body of more than 1 MB',
      413,
      () => ({ body: JSON.stringify({ x: 'x'.repeat(MAX_BODY_BYTES) }), headers: json }),
    ],
    [
      'an Idempotency-Key with spaces',
      400,
      () => ({ body: JSON.stringify(asked), headers: { ...json, 'idempotency-key': 'a b' } }),
    ],
  ];

  it.each(cases)('%s → %i', async (_, status, init) => {
    const before = await items();
    const answer = await ann.send('POST', '/channels', init());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.problem).toMatchObject({ type: '/law/POLICY-9', status, title: expect.any(String) });
    expect(await items()).toBe(before);
  });

  it('names the place of each complaint', async () => {
    const answer = await ann.post('/channels', { ...asked, fields: [], purpose: '' });
    expect(answer.problem.grounds.map(({ pointer }) => pointer)).toEqual(['/fields', '/purpose']);
  });

  it('refuses a cursor that was tampered with and one of another list', async () => {
    for (const cursor of ['abc', `${btoa('{"pk":{"S":"x"}}')}.abc`, 'a'.repeat(4_000)]) {
      const answer = await ann.get(`/channels?cursor=${encodeURIComponent(cursor)}`);
      expect([answer.status, answer.problem.grounds[0]?.pointer]).toEqual([422, '/query/cursor']);
    }
  });

  it('tells a foreign id, a missing one and a malformed one alike', async () => {
    for (const id of ['nothing', '0'.repeat(64), 'UPPER']) expect((await ann.get(`/channels/${id}`)).status).toBe(404);
  });
});

describe('the border', () => {
  it('answers 405 with what is allowed, and 404 for an address of nobody', async () => {
    const wrong = await ann.send('DELETE', '/channels', {});
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, GET']);
    expect((await anyone.get('/nothing')).status).toBe(404);
  });

  it('speaks Chinese unless English is preferred', async () => {
    const zh = await anyone.get('/channels');
    const en = await anyone.get('/channels', { 'accept-language': 'en-GB,zh;q=0.5' });
    expect([zh.problem.title, en.problem.title]).toEqual(['请先登录', 'Sign in first']);
    expect(languageOf('fr, en;q=0.1')).toBe('en');
    expect(languageOf(null)).toBe('zh');
  });

  it('refuses a state change that comes from another site', async () => {
    const strangers: Record<string, string>[] = [
      { origin: 'https://evil.test' },
      { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of strangers) {
      expect((await ann.post('/channels', asked, headers)).status).toBe(403);
    }
  });

  it('says 503 with Retry-After when the store cannot be read, never 500 and never yes', async () => {
    fault.always(GetItemCommand, unavailable());
    const down = await ann.get('/channels/c1');
    fault.heal();
    fault.always(GetItemCommand, throttle());
    const slow = await ann.get('/channels/c1');
    fault.heal();
    expect([down.status, slow.status]).toEqual([503, 503]);
    expect(down.headers.get('retry-after')).toBe('1');
    expect(down.text).not.toContain('ECONN');
  });

  it('refuses a role that may not, citing the rule of the row', async () => {
    const answer = await clerk.post('/channels', asked);
    expect([answer.status, answer.problem.article]).toEqual([403, 'DZ-30']);
  });
});
