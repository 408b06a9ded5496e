import { beforeAll, describe, expect, it } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { routes } from '../../functions/notification/routes.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { marketReport } from '../../shared/domain/market-report.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { OrganizationEvent } from '../../shared/domain/organization-schema.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { listInbox } from '../../shared/store/inbox.ts';
import { transact } from '../../shared/store/transact.ts';
import { enforcing } from '../domain/enforcing.ts';
import { actor, after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { channelOfAlpha, recorded } from './recorded.ts';

const day = 86_400_000;
const { client, table } = await freshTable();
const service = testService(client, table);
const { as, anyone } = open(routes, { ...service, webhookSecret: new Uint8Array(32), loopback: true });
const clerk = actor('clerk', 'authority', 'data-authority');
const people: Record<string, Client> = {};
const by = (person: string): Client => people[person] ?? anyone;
const began = service.clock.domain();
const due = openClock('REG-9(1)', began).dueAt;

const headings = ({ body }: { body: { items: { heading: { zh: string } }[] } }) =>
  body.items.map(({ heading }) => heading.zh);
const json = { accept: 'application/json' };

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'agency', 'grantor']);
  for (const person of ['ann', 'ann-admin', 'bob', 'clerk', 'signer']) people[person] = await as(person);
  await recorded(service, registration, 'r1', [
    {
      ...{ type: 'fell-due', at: began, channel: 'c1', operator: 'alpha', dataset: 'weather', agreement: 'a1' },
      ...{ jurisdiction: '511700', clock: openClock('REG-9(1)', began) },
    },
  ]);
  await channelOfAlpha(service, 'c1', 'a1');
  const placed = enforcing['open-with-emergency'](began, { actor: clerk, authority: 'authority', subject: 'alpha' });
  const close = { type: 'close', at: began, actor: clerk, reason: 'decision' } as const;
  await transact(service.store, async (unit) => {
    await unit.decide(violation, 'k1', placed);
    await unit.decide(channel, 'c1', close);
    return { status: 200, body: '', headers: {} };
  });
});

describe('what an organization is told', () => {
  it('an emergency measure reaches its subject at once, with article, what still works and how to answer', async () => {
    const { body } = await by('ann').get('/inbox', json);
    const told = body.items.find((one: { step?: { command: string } }) => one.step?.command === 'open-with-emergency');
    expect(told).toMatchObject({
      read: false,
      reason: 'step',
      heading: { zh: '违规案件：紧急处置并立案' },
      stream: { kind: 'case', id: 'k1', href: '/cases/k1' },
      article: { id: 'POLICY-6', href: '/law/POLICY-6' },
      clocks: [],
      reply: { href: '/cases/k1/rectification' },
    });
    expect(told.meanwhile.zh).toContain('其他通道');
  });

  it('whoever must keep a clock reads its exact end in Shanghai and where to keep it', async () => {
    const { body } = await by('ann').get('/inbox', json);
    const told = body.items.find((one: { reason: string }) => one.reason === 'started');
    expect(told).toMatchObject({
      heading: { zh: '期限开始：申请首次登记' },
      clocks: [{ rule: 'REG-9(1)', dueAt: due, until: { zh: '2026年12月21日 24:00（北京时间）' }, running: true }],
      reply: { href: '/registrations/r1/application' },
    });
  });

  it('the authority is told that a second person must confirm; the other parties of a channel that it closed', async () => {
    expect(headings(await by('clerk').get('/inbox', json))).toEqual(['期限开始：另一人确认紧急处置（LOCAL-7）']);
    expect(headings(await by('signer').get('/inbox', json))).toEqual(['供给通道：关闭供给通道']);
  });

  it('others learn nothing, and nobody reads without a session', async () => {
    expect((await by('bob').get('/inbox', json)).body).toMatchObject({ items: [], unread: 0 });
    expect((await anyone.get('/inbox')).status).toBe(401);
  });
});

describe('an office of the place', () => {
  const told = async (organization: string) => {
    const { items } = await listInbox(service.store, { organization, person: 'nobody' }, { limit: 100 });
    return items.map(({ notice }) => notice).filter(({ of }) => of.zh === '市场秩序举报').length;
  };
  const member = (roles: LegalRole[]): OrganizationEvent => {
    const name = { document: 'name', commitment: 'a'.repeat(64) };
    return { type: 'member-changed', at: began, by: 'admin', person: 'engineer', roles, name, keys: [] };
  };
  const report = (jurisdiction: string) =>
    transact(service.store, async (unit) => {
      const statement = { document: 'statement', commitment: 'b'.repeat(64) };
      const said = { type: 'report', at: began, actor: actor('ann', 'alpha', 'operator'), jurisdiction } as const;
      await unit.decide(marketReport, service.store.newId(), { ...said, matter: 'fraud', statement, evidence: [] });
      return { status: 201, body: '', headers: {} };
    });

  it('is told where the stream names nobody: of its own level, else of the city, and only while somebody acts in it', async () => {
    await report('511700');
    // A county without a data authority of its own is the city's (DZ-6).
    await report('511702');
    expect([await told('authority'), await told('grantor'), await told('agency')]).toEqual([2, 0, 0]);
    // Beta's people come to act as a data authority: told beside the other, and no more once nobody does.
    await recorded(service, organization, 'agency', [member(['data-authority'])]);
    await report('511700');
    await recorded(service, organization, 'agency', [member(['operating-agency'])]);
    await report('511700');
    expect([await told('authority'), await told('agency')]).toEqual([4, 1]);
    expect(await told('alpha')).toBe(0);
  });
});

describe('what is read', () => {
  it('is known of each person of the organization, and who they are', async () => {
    const { body } = await by('ann').get('/inbox', json);
    const [{ place }] = body.items;
    expect(body.unread).toBe(3);
    expect((await by('ann').post(`/inbox/${place}/read`)).body).toEqual({ read: true });
    expect((await by('ann').post(`/inbox/${place}/read`)).status).toBe(200);
    expect((await by('ann').get('/inbox/unread')).body).toEqual({ unread: 2, more: false });
    expect((await by('ann-admin').get('/inbox/unread')).body).toEqual({ unread: 3, more: false });
    expect((await by('ann-admin').get(`/inbox/${place}/readers`)).body.readBy).toEqual(['ann']);
  });

  it('all up to one, and what comes after it stays unread', async () => {
    const { body } = await by('ann-admin').get('/inbox?limit=1', json);
    const [{ place }] = body.items;
    await by('ann-admin').post(`/inbox/${place}/read-through`);
    expect((await by('ann-admin').get('/inbox/unread')).body.unread).toBe(0);
    expect((await by('ann').get(`/inbox/${place}/readers`)).body.readBy).toContain('ann-admin');
    service.moveTo(shift(due, -3 * day));
    await sweepDeadlines(service);
    const after = (await by('ann-admin').get('/inbox', json)).body;
    expect([after.unread, after.items[0].heading.zh]).toEqual([1, '还有三天：申请首次登记']);
    // An older mark does not take a newer one back.
    const oldest = after.items.at(-1).place;
    await by('ann-admin').post(`/inbox/${oldest}/read-through`);
    expect((await by('ann-admin').get('/inbox/unread')).body.unread).toBe(1);
  });

  it('404: another organization’s notice, and one that does not exist', async () => {
    const [{ place }] = (await by('ann').get('/inbox', json)).body.items;
    for (const path of [`/inbox/${place}/read`, `/inbox/${place}/read-through`]) {
      expect((await by('bob').post(path)).status).toBe(404);
    }
    expect((await by('bob').get(`/inbox/${place}/readers`)).status).toBe(404);
    expect((await by('ann').post(`/inbox/${'9'.repeat(14)}-x/read-through`)).status).toBe(404);
  });
});

describe('the page', () => {
  it('shows what is late first, marks what is unread, and has forms of its own only', async () => {
    service.moveTo(shift(due, day));
    await sweepDeadlines(service);
    const { text, headers, status } = await by('ann').get('/inbox', { accept: 'text/html', 'accept-language': 'zh' });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(text.indexOf('已经逾期：申请首次登记')).toBeLessThan(text.indexOf('违规案件：紧急处置并立案'));
    expect(text).toContain('逾期 2 天');
    expect(text).toContain('中断期间有 1 次提醒');
    expect(text).toContain('class="unread"');
    expect(text).not.toContain('<script');
    const english = await by('ann').get('/inbox?lang=en', { accept: 'text/html' });
    expect(english.text).toContain('Overdue: file a first registration');
  });

  it('a form of it leads back, another site’s does not', async () => {
    const [{ place }] = (await by('ann').get('/inbox', json)).body.items;
    const sent = await by('ann').send('POST', `/inbox/${place}/read`, { headers: { accept: 'text/html' } });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/inbox']);
    const strange = await by('ann').send('POST', `/inbox/${place}/read`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(strange.status).toBe(403);
  });

  it('says so when nothing has come yet', async () => {
    const { text } = await by('bob').get('/inbox', { accept: 'text/html', 'accept-language': 'zh' });
    expect(text).toContain('还没有通知');
  });

  it('has in front of its first page what is late on any, once; cursors are signed for one list', async () => {
    for (const id of ['k2', 'k3']) {
      const at = service.clock.domain();
      const placed = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject: 'alpha' });
      await transact(service.store, async (unit) => {
        await unit.decide(violation, id, placed);
        return { status: 200, body: '', headers: {} };
      });
    }
    const first = (await by('ann').get('/inbox?limit=1', json)).body;
    expect(headings({ body: first })).toEqual(['已经逾期：申请首次登记', '违规案件：紧急处置并立案']);
    const places: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await by('ann').get(`/inbox?limit=2${cursor ? `&cursor=${cursor}` : ''}`, json);
      places.push(...body.items.map(({ place }: { place: string }) => place));
      cursor = body.cursor;
    } while (cursor);
    const everything = (await by('ann').get('/inbox?limit=100', json)).body.items;
    expect(places.toSorted()).toEqual(everything.map(({ place }: { place: string }) => place).toSorted());
    expect((await by('bob').get(`/inbox?cursor=${first.cursor}`, json)).status).toBe(422);
  });
});
