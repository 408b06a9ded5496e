import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/credit/routes.ts';
import { type CloudEvent, signed } from '../../shared/webhooks.ts';
import { freshTable } from '../dynamodb.ts';
import { done, paper } from './agreement-world.ts';
import { claimCode, decidedCase } from './credit-world.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = { ...testService(client, table), webhookSecret: new Uint8Array(32).fill(7) };
const { app, as } = open(routes, service);
const server = createServer(getRequestListener(app.fetch));
let clerk: Client;
let origin: string;
let partner: string;
let secret: string;
let messages = 0;

beforeAll(async () => {
  await settleCity(service, ['authority', 'source', 'alpha', 'audit']);
  await claimCode(service, 'alpha');
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is never a string
  clerk = await as('clerk');
  const terms = { organization: 'source', receives: [], sends: ['regulatory.penalty.decided'], basis: paper('文件') };
  const made = await done(clerk.post('/regulatory/partners', terms));
  ({ id: partner, secret } = made.body);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const event = (more: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: '1.0',
  id: 'penalty-7',
  source: 'https://market.example.gov.cn',
  type: 'regulatory.penalty.decided',
  time: '2026-11-20T02:00:00.000Z',
  datacontenttype: 'application/json',
  data: { creditCode: '91511700MA00000010', number: '测市监罚〔2026〕7号' },
  ...more,
});
interface Sent {
  readonly body?: string;
  readonly id?: string;
  readonly at?: number;
  readonly by?: string;
  readonly to?: string;
  readonly type?: string;
}
/** Sends over a real connection; what is not said is as it has to be. */
async function send({
  body = JSON.stringify(event()),
  id,
  at = Date.now(),
  by = secret,
  to = partner,
  type,
}: Sent = {}) {
  const headers = signed(id ?? `msg-${++messages}`, new Date(at), body, [by]);
  const sent = { ...headers, 'accept-language': 'en', ...(type && { 'content-type': type }) };
  const answer = await fetch(`${origin}/regulatory/events?partner=${to}`, { method: 'POST', headers: sent, body });
  // biome-ignore lint/suspicious/noExplicitAny: answers and problems alike
  const told: any = await answer.json();
  return { status: answer.status, body: told };
}
const listed = async (status = 'received') =>
  (await done(clerk.get(`/regulatory/events?status=${status}`))).body.items as { id: string }[];

describe('POST /regulatory/events', () => {
  it('keeps what a partner sent, finds whom it is about, and counts it once', async () => {
    const first = await send({ id: 'once' });
    expect(first).toMatchObject({ status: 202, body: { received: true, repeated: false } });
    const again = await send({ id: 'once' });
    expect(again).toEqual({ status: 200, body: { received: true, repeated: true } });
    expect(await listed()).toHaveLength(1);
    const at = `/regulatory/events/${first.body.id}`;
    const shown = (await done(clerk.get(at))).body.regulatoryEvent;
    expect(shown).toMatchObject({ sender: 'source', subject: 'alpha', kind: 'regulatory.penalty.decided' });
    expect(JSON.stringify(shown)).not.toContain('测市监罚');
    const { document } = shown.done.receive.event;
    expect((await clerk.get(`${at}/documents/${document}`)).text).toContain('测市监罚〔2026〕7号');
    expect((await (await as('ann')).get(at)).status).toBe(404);
  });

  it('of several at one moment takes one', async () => {
    const before = (await listed()).length;
    const all = await Promise.all(Array.from({ length: 4 }, () => send({ id: 'crowd' })));
    expect(all.map(({ body }) => body.repeated).toSorted()).toEqual([false, true, true, true]);
    expect(await listed()).toHaveLength(before + 1);
  });

  it.each<[string, () => Sent, number, RegExp]>([
    ['an unknown partner', () => ({ to: 'nobody' }), 404, /not found/],
    [
      'another secret',
      () => ({ by: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }),
      401,
      /secret of the registration/,
    ],
    ['a time six minutes ago', () => ({ at: Date.now() - 360_000 }), 401, /five minutes/],
    ['a time six minutes ahead', () => ({ at: Date.now() + 360_000 }), 401, /five minutes/],
    [
      'a type that it may not send',
      () => ({ body: JSON.stringify(event({ type: 'regulatory.notice' })) }),
      422,
      /regulatory\.penalty\.decided/,
    ],
    ['no CloudEvent', () => ({ body: '{"hello":"there"}' }), 400, /CloudEvent/],
    ['no JSON', () => ({ body: '{' }), 400, /CloudEvent/],
    ['more than 64 KB', () => ({ body: JSON.stringify(event({ data: 'x'.repeat(65_536) })) }), 413, /64 KB/],
    ['another media type', () => ({ type: 'text/plain' }), 415, /cloudevents/],
  ])('refuses %s and says so', async (_, sent, status, words) => {
    const before = (await listed()).length;
    const refused = await send(sent());
    expect([refused.status, refused.body.article ?? refused.body.grounds[0].article]).toEqual([
      status,
      expect.any(String),
    ]);
    expect(refused.body.detail).toMatch(words);
    expect(await listed()).toHaveLength(before);
  });

  it('after a rotation takes the new secret, and the old one for a day; while suspended nothing', async () => {
    const at = `/regulatory/partners/${partner}`;
    const { body } = await done(clerk.post(`${at}/rotate`));
    expect(body.secret).not.toBe(secret);
    expect([(await send()).status, (await send({ by: body.secret })).status]).toEqual([202, 202]);
    service.passDomain(24 * 3_600_000);
    expect([(await send()).status, (await send({ by: body.secret })).status]).toEqual([401, 202]);
    await done(clerk.post(`${at}/suspend`, { reason: paper('核查') }));
    expect((await send({ by: body.secret })).status).toBe(404);
  });

  it('leads nowhere by itself: a supervisor links what follows, or sets it aside with reasons', async () => {
    await decidedCase(service, 'case-7');
    const [one, other] = await listed();
    const to = (id: string) => ({ to: { kind: 'case', id } });
    expect((await clerk.post(`/regulatory/events/${one?.id}/link`, to('nobodys'))).status).toBe(404);
    await done(clerk.post(`/regulatory/events/${one?.id}/link`, to('case-7')));
    await done(clerk.post(`/regulatory/events/${other?.id}/set-aside`, { reason: paper('与授权运营无关') }));
    expect([await listed('linked'), await listed('set-aside')].map(({ length }) => length)).toEqual([1, 1]);
  });
});
