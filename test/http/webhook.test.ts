import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverWebhooks } from '../../functions/notification/deliver.ts';
import { routes } from '../../functions/notification/routes.ts';
import { spreadNotices } from '../../functions/notification/spread.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { dueDeliveries, putOff } from '../../shared/store/deliveries.ts';
import { transact } from '../../shared/store/transact.ts';
import { claimWebhook } from '../../shared/store/webhook-claim.ts';
import { received } from '../../shared/webhooks.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';

interface Call {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly path: string;
}

const { client, table } = await freshTable();
const base = testService(client, table);
const service = { ...base, webhookSecret: new Uint8Array(32).fill(7), loopback: true, timeLimit: 300 };
const { as, anyone } = open(routes, service);
const calls: Call[] = [];
/** How the receiver answers each path: a status, or `never`. */
const answers = new Map<string, number | 'never'>();
const receiver = createServer(answer);
let address = '';
let admin: Client;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    calls.push({ headers, body: Buffer.concat(chunks).toString(), path });
    const status = answers.get(path) ?? 204;
    if (status === 'never') return;
    response.writeHead(status, status === 302 ? { location: `${address}/elsewhere` } : {}).end();
  });
}

beforeAll(async () => {
  await settleCity(service, ['alpha', 'beta', 'agency']);
  admin = await as('ann-admin');
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`; // a TCP server's address is never a string
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

let streams = 0;
/** Something alpha is told of: a registration falls due. Answers its id. */
async function happened(): Promise<string> {
  const at = service.clock.domain();
  const id = `r${++streams}`;
  return recorded(service, registration, id, [
    {
      ...{ type: 'fell-due', at, channel: 'c1', operator: 'alpha', dataset: 'weather', agreement: 'a1' },
      ...{ jurisdiction: '511700', clock: openClock('REG-9(1)', at) },
    },
  ]);
}
const subscribe = async (path: string, kinds = ['all']) =>
  (await admin.post('/webhooks', { url: `${address}${path}`, kinds })).body;
/** Real time passes; sessions end with it, so they sign in again. */
async function later(ms: number): Promise<void> {
  base.passReal(ms);
  admin = await as('ann-admin');
}
const to = (path: string) => calls.filter((call) => call.path === path);
const deadOf = async (id: string) => (await admin.get(`/webhooks/${id}/dead-letters`)).body.items;
/** Ends a subscription, so that the next case is sent to alone. */
const end = (id: string) => admin.post(`/webhooks/${id}/remove`);

describe('a webhook', () => {
  it('arrives signed, in a CloudEvents envelope, and says what the inbox says', async () => {
    const made = await subscribe('/ok');
    expect(made).toMatchObject({ status: 'active', generation: 1, url: `${address}/ok` });
    expect(made.secret).toMatch(/^whsec_/);
    expect((await admin.get(`/webhooks/${made.id}`)).body.secret).toBeUndefined();
    const id = await happened();
    expect(await deliverWebhooks(service)).toEqual({ sent: 1, failed: 0, buried: 0 });
    const [call] = to('/ok');
    if (!call) throw new Error('nothing came');
    const taken = received(new Headers(call.headers), call.body, [made.secret]);
    expect(taken).toMatchObject({
      ok: true,
      event: {
        specversion: '1.0',
        source: service.origin,
        type: 'shuqi.registration.clock-started',
        subject: `registration/${id}`,
        data: { clocks: [{ rule: 'REG-9(1)' }], reply: { href: `/registrations/${id}/application` } },
      },
    });
    expect(call.headers['content-type']).toBe('application/cloudevents+json');
    // Two runs at once and one after them send nothing again.
    await Promise.all([deliverWebhooks(service), deliverWebhooks(service)]);
    expect(to('/ok')).toHaveLength(1);
    await end(made.id);
  });

  it('is signed by both secrets for a day after a rotation, then by the new one alone', async () => {
    const made = await subscribe('/rotated');
    const rotated = (await admin.post(`/webhooks/${made.id}/secret`)).body;
    expect(rotated).toMatchObject({ generation: 2 });
    expect(rotated.secret).not.toBe(made.secret);
    const accepted = (call: Call | undefined, secret: string) =>
      call !== undefined && received(new Headers(call.headers), call.body, [secret]).ok;
    await happened();
    await deliverWebhooks(service);
    expect([made.secret, rotated.secret].map((one) => accepted(to('/rotated').at(-1), one))).toEqual([true, true]);
    base.passDomain(24 * 3_600_000);
    await happened();
    await deliverWebhooks(service);
    expect([made.secret, rotated.secret].map((one) => accepted(to('/rotated').at(-1), one))).toEqual([false, true]);
    await end(made.id);
  });

  it('of another kind, of another organization, and while disabled is not sent', async () => {
    const made = await subscribe('/case-only', ['case']);
    await happened();
    await deliverWebhooks(service);
    expect(to('/case-only')).toHaveLength(0);
    await admin.post(`/webhooks/${made.id}/disable`);
    expect((await admin.get('/webhooks?status=disabled')).body.items).toHaveLength(1);
    await end(made.id);
  });

  it('may be any message that a command publishes, in its transaction', async () => {
    const made = await subscribe('/credit', ['credit']);
    await transact(service.store, async (unit) => {
      const message = { id: 'm1', stream: { kind: 'credit', id: 'k1' }, what: 'recorded', at: service.clock.domain() };
      unit.publish({ ...message, data: { basis: 'DZ-49' } }, ['alpha']);
      unit.claim('test', 'once', 'me', { refused: 'rule', grounds: [] });
      return { status: 200, body: '', headers: {} };
    });
    await deliverWebhooks(service);
    expect(JSON.parse(to('/credit')[0]?.body ?? '{}')).toMatchObject({
      type: 'shuqi.credit.recorded',
      data: { basis: 'DZ-49' },
    });
    await end(made.id);
  });
});

describe('what the receiver does not take', () => {
  it('is tried again later and later, then is a dead letter with its reason, and a person replays it', async () => {
    answers.set('/500', 500);
    const made = await subscribe('/500');
    await happened();
    await deliverWebhooks(service);
    await deliverWebhooks(service);
    expect(to('/500')).toHaveLength(1);
    for (const seconds of [13, 73, 361, 2_161, 8_641, 25_921, 51_841]) {
      await later(seconds * 1_000);
      await deliverWebhooks(service);
    }
    expect(to('/500')).toHaveLength(8);
    expect(new Set(to('/500').map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [letter] = await deadOf(made.id);
    expect(letter).toMatchObject({ because: 'HTTP 500', attempts: 8 });
    answers.set('/500', 200);
    const replay = `/webhooks/${made.id}/dead-letters/${letter.place}/replay`;
    expect((await (await as('admin')).post(replay)).status).toBe(404);
    expect((await admin.post(replay)).body).toEqual({ replayed: true });
    await deliverWebhooks(service);
    expect([to('/500').length, await deadOf(made.id)]).toEqual([9, []]);
    expect((await admin.post(replay)).status).toBe(404);
    await end(made.id);
  });

  it('410 disables the subscription at once and tells its people', async () => {
    answers.set('/gone', 410);
    const made = await subscribe('/gone');
    await happened();
    await deliverWebhooks(service);
    const { body } = await admin.get(`/webhooks/${made.id}`);
    expect(body).toMatchObject({ status: 'disabled', cause: 'gone' });
    expect((await deadOf(made.id))[0].because).toBe('HTTP 410');
    const inbox = (await admin.get('/inbox', { accept: 'application/json' })).body.items;
    expect(inbox[0].heading.zh).toContain('停用推送');
    await end(made.id);
    await deliverWebhooks(service); // What tells of it goes to whoever is subscribed: nobody.
  });

  it('too slow, and a redirect, count as failures: nothing is followed', async () => {
    answers.set('/slow', 'never');
    answers.set('/moved', 302);
    const made = [await subscribe('/slow'), await subscribe('/moved')];
    await happened();
    expect(await deliverWebhooks(service)).toEqual({ sent: 0, failed: 2, buried: 0 });
    expect([to('/slow').length, to('/moved').length, to('/elsewhere').length]).toEqual([1, 1, 0]);
    for (const { id } of made) await end(id);
    // What is left on the way to a removed subscription is buried, not sent.
    await later(20_000);
    expect(await deliverWebhooks(service)).toEqual({ sent: 0, failed: 2, buried: 2 });
  });

  it('is left to the next run when an attempt crashed: its lease runs out', async () => {
    const made = await subscribe('/crash');
    await happened();
    await spreadNotices(service);
    const [due] = await dueDeliveries(service.store, service.store.now());
    if (!due) throw new Error('nothing is due');
    await putOff(service.store, due, { ...due, attempts: 1, at: service.store.now() + 60_000 });
    expect((await deliverWebhooks(service)).sent).toBe(0);
    await later(60_001);
    expect((await deliverWebhooks(service)).sent).toBe(1);
    await end(made.id);
  });
});

describe('a webhook that came in', () => {
  const taking = (id: string) => {
    const attempt = service.store.newId();
    return transact(service.store, async (unit) => {
      claimWebhook(unit, { source: 'https://other.example', id, attempt });
      return { status: 200, body: '', headers: {} };
    });
  };

  it('counts once, however often and however simultaneously it comes', async () => {
    const all = await Promise.all([taking('e1'), taking('e1'), taking('e1')]);
    const refused = all.filter((one) => 'refused' in one);
    expect(refused).toHaveLength(2);
    expect(await taking('e1')).toMatchObject({ refused: 'rule', grounds: [{ article: 'POLICY-22' }] });
    expect(await taking('e2')).toMatchObject({ status: 200 });
  });
});

describe('subscriptions', () => {
  it('are the administrator’s; others are refused, another organization’s are not found', async () => {
    const made = await subscribe('/mine');
    expect((await (await as('ann')).post('/webhooks', { url: 'https://x.example', kinds: ['all'] })).status).toBe(403);
    const other = await as('admin');
    for (const path of ['', '/dead-letters', '/history']) {
      expect((await other.get(`/webhooks/${made.id}${path}`)).status).toBe(404);
    }
    expect((await other.post(`/webhooks/${made.id}/disable`)).status).toBe(404);
    expect((await anyone.get('/webhooks')).status).toBe(401);
    const { body } = await admin.get(`/webhooks/${made.id}/history`);
    expect(JSON.stringify(body)).not.toContain(address);
    await end(made.id);
  });

  it('the same key answers the same bytes, the secret among them, and the table keeps no secret', async () => {
    const asked = { url: `${address}/again`, kinds: ['all'] };
    const [one, two] = [
      await admin.post('/webhooks', asked, { 'idempotency-key': 'k1' }),
      await admin.post('/webhooks', asked, { 'idempotency-key': 'k1' }),
    ];
    expect([one.status, two.text]).toEqual([201, one.text]);
    expect(new Webhook(one.body.secret)).toBeDefined();
    await end(one.body.id);
  });

  it('422: an address without TLS, inside a private network, with a password, or none; and a fifth', async () => {
    for (const url of [
      'http://example.com/x',
      'https://10.0.0.1/x',
      'https://[::ffff:127.0.0.1]/x',
      'https://user:word@example.com/',
      'ftp://example.com',
      'no address',
    ]) {
      const { status, problem } = await admin.post('/webhooks', { url, kinds: ['all'] });
      expect([url, status, problem.grounds[0]?.article]).toEqual([url, 422, 'POLICY-22']);
    }
    const four = [];
    for (const path of ['/1', '/2', '/3', '/4']) four.push(await subscribe(path));
    expect((await admin.post('/webhooks', { url: `${address}/5`, kinds: ['all'] })).status).toBe(422);
    for (const { id } of four) await end(id);
  });
});
