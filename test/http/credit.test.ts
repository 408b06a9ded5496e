import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/credit/routes.ts';
import { routes as enforcement } from '../../functions/enforcement/routes.ts';
import { deliverWebhooks } from '../../functions/notification/deliver.ts';
import { routes as notificationRoutes } from '../../functions/notification/routes.ts';
import { violation } from '../../shared/domain/case.ts';
import { listInbox } from '../../shared/store/inbox.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { received } from '../../shared/webhooks.ts';
import { delivered } from '../domain/enforcing.ts';
import { freshTable } from '../dynamodb.ts';
import { done, paper } from './agreement-world.ts';
import { caseEvents, decidedCase } from './credit-world.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const base = testService(client, table);
const service = { ...base, webhookSecret: new Uint8Array(32).fill(7), loopback: true };
const { as } = open(routes, service);
const { as: asSubscriber } = open(notificationRoutes, service);
const names = ['clerk', 'deputy', 'ann', 'bob', 'auditor'] as const;
let people: Readonly<Record<(typeof names)[number], Client>>;
const calls: { readonly headers: Headers; readonly body: string }[] = [];
const receiver = createServer(keep);
let secret: string;

function keep(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    calls.push({ headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  });
}

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'agency', 'audit']);
  const clients = await Promise.all(names.map(async (name) => [name, await as(name)] as const));
  people = Object.fromEntries(clients) as typeof people;
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  const { port } = receiver.address() as AddressInfo; // a TCP server's address is never a string
  const admin = await asSubscriber('admin');
  const made = await done(admin.post('/webhooks', { url: `http://127.0.0.1:${port}/`, kinds: ['credit-record'] }));
  secret = made.body.secret;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

/** What the subscriber was sent since last asked, its signature checked. */
async function told() {
  await deliverWebhooks(service);
  return calls.splice(0).map(({ headers, body }) => {
    const taken = received(headers, body, [secret]);
    if (!taken.ok) throw new Error(taken.because);
    return taken.event;
  });
}
const said = (id: string) => ({
  subject: 'alpha',
  case: id,
  article: 'DZ-29',
  basis: paper('法律依据'),
  statement: paper('记录内容'),
});
/** A record about a case of its own, confirmed; answers its address. */
async function confirmed(id: string): Promise<string> {
  const { clerk, deputy, ann } = people;
  if ((await loadHead(service.store, violation, id)).version === 0) await decidedCase(service, id);
  const at = (await done(clerk.post('/credit-records', said(id)))).headers.get('location') ?? '';
  await done(clerk.post(`${at}/notify`, { notice: paper('告知书'), proof: paper('送达回证') }));
  await done(ann.post(`${at}/reply`, { reply: paper('陈述申辩') }));
  await done(deputy.post(`${at}/confirm`, { reasons: paper('采纳意见') }));
  return at;
}

describe('a credit record', () => {
  let partner: string;

  it('leaves for nobody while no partner is entitled to it, and a partner is registered once', async () => {
    const { clerk, ann } = people;
    const at = await confirmed('case-early');
    expect((await clerk.post(`${at}/publish`)).problem).toMatchObject({ status: 422, article: 'POLICY-61' });
    const terms = { organization: 'agency', receives: ['credit'], sends: [], basis: paper('协同文件') };
    expect((await ann.post('/regulatory/partners', terms)).status).toBe(403);
    const made = await done(clerk.post('/regulatory/partners', terms));
    expect(made.body.secret).toMatch(/^whsec_/);
    partner = made.headers.get('location') ?? '';
    expect((await clerk.get(partner)).body.secret).toBeUndefined();
    expect((await clerk.post('/regulatory/partners', terms)).problem).toMatchObject({ article: 'POLICY-61' });
  });

  it('is proposed by the authority of a decided case of that subject, on an article of the law', async () => {
    const { clerk, ann } = people;
    await decidedCase(service, 'case-1');
    await recorded(service, violation, 'case-open', caseEvents(delivered().events));
    expect((await ann.post('/credit-records', said('case-1'))).status).toBe(403);
    expect((await clerk.post('/credit-records', { ...said('case-1'), subject: 'beta' })).status).toBe(404);
    expect((await clerk.post('/credit-records', said('nobodys'))).status).toBe(404);
    const early = await clerk.post('/credit-records', said('case-open'));
    expect(early.problem).toMatchObject({ status: 422, article: 'POLICY-60' });
    const own = await clerk.post('/credit-records', { ...said('case-1'), article: 'POLICY-5' });
    expect(own.problem).toMatchObject({ status: 422, article: 'POLICY-60', grounds: [{ pointer: '/article' }] });
    // The button of the page pressed twice: one record, and the same answer.
    const form = { subject: 'alpha', case: 'case-1', article: 'DZ-29', 'basis.text': '依据', 'statement.text': '内容' };
    const press = (key: string, more = {}) => {
      const body = new URLSearchParams({ ...form, ...more, _key: key }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return clerk.send('POST', '/credit-records', { body, headers });
    };
    const [first, second, anew] = [await press('k-1'), await press('k-1'), await press('k-2')];
    expect([first.status, second.body.id === first.body.id, anew.body.id === first.body.id]).toEqual([
      201,
      true,
      false,
    ]);
    expect((await press('k-1', { article: 'DZ-43' })).problem).toMatchObject({ status: 422, article: 'POLICY-9' });
    const { basis: _, ...bare } = said('case-1');
    expect((await clerk.post('/credit-records', bare)).status).toBe(422);
  });

  it('is pushed in the transaction that publishes it, without a word of its documents, and so is its end', async () => {
    const { clerk, ann, bob, auditor } = people;
    const at = await confirmed('case-2');
    await done(clerk.post(`${at}/publish`));
    const [event, ...others] = await told();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'shuqi.credit-record.published',
      data: { subject: '91511700MA00000010', article: 'DZ-29', case: 'case-2', status: 'published' },
    });
    expect(JSON.stringify(event)).not.toMatch(/记录内容|陈述|"ann"|"clerk"/);
    const readers = await Promise.all([ann, auditor, bob].map((one) => one.get(at)));
    expect(readers.map(({ status }) => status)).toEqual([200, 200, 404]);

    await done(ann.post(`${at}/object`, { objection: paper('事实有误') }));
    // Whoever got it hears of its end, also when it is no partner any more.
    await done(clerk.post(`${partner}/suspend`, { reason: paper('机构调整') }));
    await done(clerk.post(`${at}/uphold`, { reasons: paper('异议成立') }));
    expect(await told()).toMatchObject([{ type: 'shuqi.credit-record.withdrawn', data: { status: 'withdrawn' } }]);
    await done(clerk.post(`${partner}/resume`));
  });

  it('that is withdrawn before it left is told to nobody', async () => {
    const at = await confirmed('case-3');
    await done(people.clerk.post(`${at}/withdraw`, { reasons: paper('事实不清') }));
    expect(await told()).toEqual([]);
  });

  it('loses its ground when the appeal overturns the decision: marked, told to all, and withdrawn by a person', async () => {
    const { clerk, ann } = people;
    const [at, inside] = [await confirmed('case-7'), await confirmed('case-7')];
    const fine = await confirmed('case-8');
    for (const one of [at, fine]) await done(clerk.post(`${one}/publish`));
    await told();
    const enforcer = await open(enforcement, service).as('clerk');
    for (const [id, upheld] of Object.entries({ 'case-7': false, 'case-8': true })) {
      const document = { document: 'appeal', commitment: 'a'.repeat(64) };
      const appealed = { type: 'appealed', at: service.clock.domain(), kind: 'review', document, stay: false } as const;
      await recorded(service, violation, id, [appealed]);
      await done(enforcer.post(`/cases/${id}/outcome`, { upheld, outcome: paper('复议决定书') }));
    }
    const { creditRecord: state } = (await ann.get(at)).body;
    expect(state).toMatchObject({ status: 'published', clocks: [{ period: 'LOCAL-63' }] });
    expect(state.done['lose-ground'].at).toBe(service.clock.domain());
    // In the list it stands with its clock; the one whose decision was upheld stands as before.
    const { items } = (await clerk.get('/credit-records?status=published')).body;
    const shown = Object.fromEntries(items.map(({ id, period }: { id: string; period?: string }) => [id, period]));
    expect([shown[at.split('/')[2] ?? ''], shown[fine.split('/')[2] ?? '']]).toEqual(['LOCAL-63', undefined]);
    const { items: inbox } = await listInbox(service.store, { organization: 'alpha', person: 'ann' }, { limit: 50 });
    expect(inbox.filter(({ notice }) => notice.step?.command === 'lose-ground')).toHaveLength(2);
    expect(await told()).toMatchObject([{ type: 'shuqi.credit-record.ground-lost', data: { case: 'case-7' } }]);
    expect((await clerk.post(`${inside}/publish`)).problem).toMatchObject({ status: 422, article: 'POLICY-60' });
    await done(clerk.post(`${at}/withdraw`, { reasons: paper('复议撤销') }));
    expect(await told()).toMatchObject([{ type: 'shuqi.credit-record.withdrawn', data: { status: 'withdrawn' } }]);
  });

  it('and its subject’s objection at the same moment: one comes first, and an objected record is not sent', async () => {
    const { clerk, ann } = people;
    for (const id of ['case-4', 'case-5', 'case-6']) {
      const at = await confirmed(id);
      const both = await Promise.all([
        clerk.post(`${at}/publish`),
        ann.post(`${at}/object-before`, { objection: paper('请再核实') }),
      ]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const sent = both[0].status === 200;
      expect((await clerk.get(at)).body.creditRecord.status).toBe(sent ? 'published' : 'replied');
      expect(await told()).toHaveLength(sent ? 1 : 0);
    }
  });
});

it('a decision on another stream is made again when that stream moves meanwhile', async () => {
  const id = await decidedCase(service, 'case-moving');
  const seen: number[] = [];
  await transact(service.store, async (unit) => {
    const found = await unit.load(violation, id);
    unit.stand(found);
    unit.put({ pk: 'test#stand', sk: String(found.version) });
    if (seen.push(found.version) === 1) {
      const document = { document: 'referral', commitment: 'd'.repeat(64) };
      const at = service.clock.domain();
      await recorded(service, violation, id, [{ type: 'referred', by: 'clerk', to: 'competent-body', at, document }]);
    }
    return { status: 200, body: '', headers: {} };
  });
  expect(seen).toHaveLength(2);
});
