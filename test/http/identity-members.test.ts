import { describe, expect, it } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { findCaller, findSubject, startSession } from '../../shared/store/sessions.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { ISSUER } from './identity-given.ts';
import { article, etag, identityWorld } from './identity-world.ts';

const { store, engineer, admin, ann, registered, verified } = await identityWorld();

describe('members', () => {
  const path = '/organizations/alpha/members';
  const versionOf = async (id = 'alpha') => (await loadHead(store, organization, id)).version;
  const worker = (more: object = {}) => ({ name: '张三', roles: ['operator'], ...more });

  it('201: a person with an opaque id, whose name stands in no event and whose sign-in is bound', async () => {
    const { status, headers, body } = await admin.post(path, worker({ subject: 'zhang-san' }));
    expect([status, body.organization]).toEqual([201, 'alpha']);
    expect(headers.get('location')).toBe(`${path}/${body.person}`);
    expect(await findSubject(store, ISSUER, 'zhang-san')).toEqual({ person: body.person, organization: 'alpha' });
    const { items } = await listEvents(store, { aggregate: 'organization', id: 'alpha' }, { limit: 100 });
    expect(JSON.stringify(items.map(({ data }) => data))).not.toMatch(/张三|zhang-san/);
    const members = (await admin.get(path)).body.items;
    expect(members.find((one: { person: string }) => one.person === body.person)).toMatchObject(worker());
  });

  it('422: a sign-in that belongs to a member elsewhere is not taken away (POLICY-10)', async () => {
    const { person } = (await admin.post(path, worker({ subject: 'wanted' }))).body;
    const { id } = await verified();
    const before = await versionOf(id);
    const refused = await engineer.post(`/organizations/${id}/members`, worker({ subject: 'wanted' }));
    expect([refused.status, article(refused)]).toEqual([422, ['POLICY-10']]);
    expect(await findSubject(store, ISSUER, 'wanted')).toEqual({ person, organization: 'alpha' });
    expect(await versionOf(id)).toBe(before);
  });

  it('201: after they left, it can be bound anew', async () => {
    const { person, version } = (await admin.post(path, worker({ subject: 'mover' }))).body;
    await admin.send('DELETE', `${path}/${person}`, { headers: etag(version) });
    const { id } = await verified();
    const joined = await engineer.post(`/organizations/${id}/members`, worker({ subject: 'mover' }));
    expect(joined.status).toBe(201);
    expect(await findSubject(store, ISSUER, 'mover')).toEqual({ person: joined.body.person, organization: id });
  });

  it('422: administration and operation in one hand, and a role that this kind cannot give, both at once', async () => {
    const refused = await admin.post(path, worker({ roles: ['administrator', 'operator', 'data-authority'] }));
    expect([refused.status, article(refused)]).toEqual([422, ['POLICY-10', 'POLICY-10']]);
  });

  it('422: nobody gives roles to themselves (POLICY-7)', async () => {
    const own = `${path}/ann-admin`;
    const refused = await admin.put(own, worker({ roles: ['administrator'] }), etag(await versionOf()));
    expect([refused.status, article(refused)]).toEqual([422, ['POLICY-7']]);
  });

  it('200: changed, and the new roles count at the next request', async () => {
    const { person, version } = (await admin.post(path, worker())).body;
    const secret = await startSession(store, { person, organization: 'alpha' });
    expect((await findCaller(store, secret))?.roles).toEqual(['operator']);
    const changed = await admin.put(`${path}/${person}`, worker({ roles: ['auditor'] }), etag(version));
    expect(changed.status).toBe(200);
    expect((await findCaller(store, secret))?.roles).toEqual(['auditor']);
  });

  it('412: of two editors at once, one', async () => {
    const { person, version } = (await admin.post(path, worker())).body;
    const change = () => admin.put(`${path}/${person}`, worker({ name: '李四' }), etag(version));
    const answers = await Promise.all([change(), change()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('200: removed', async () => {
    const { person, version } = (await admin.post(path, worker())).body;
    expect((await admin.send('DELETE', `${path}/${person}`, { headers: etag(version) })).status).toBe(200);
    expect((await loadHead(store, organization, 'alpha')).state).not.toHaveProperty(`members.${person}`);
  });

  it('404: another organization’s people; 403: without the role', async () => {
    const foreign = '/organizations/beta/members';
    expect((await admin.get(foreign)).status).toBe(404);
    expect((await admin.post(foreign, worker())).status).toBe(404);
    expect((await admin.put(`${foreign}/bob`, worker(), etag(3))).status).toBe(404);
    expect((await admin.send('DELETE', `${foreign}/bob`, { headers: etag(3) })).status).toBe(404);
    expect((await ann.get(path)).status).toBe(403);
    expect((await ann.post(path, worker())).status).toBe(403);
    expect((await engineer.get(foreign)).status).toBe(200);
  });

  it('200: members in pages, each once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await admin.get(`${path}?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.items.map((one: { person: string }) => one.person));
      cursor = body.cursor;
    } while (cursor);
    const { state } = await loadHead(store, organization, 'alpha');
    expect(seen).toEqual(Object.keys('members' in state ? state.members : {}).sort());
  });
});

describe('GET /me', () => {
  it('200: who I am and what I may do next', async () => {
    const { body } = await admin.get('/me');
    expect(body).toMatchObject({
      person: 'ann-admin',
      organization: { id: 'alpha', status: 'verified', jurisdiction: '511700' },
      roles: [{ role: 'administrator', label: { zh: '系统管理员' } }],
    });
    const next = body.next.map((one: { command: string }) => one.command);
    expect(next).toEqual(['add-member', 'change-member', 'remove-member']);
    expect((await ann.get('/me')).body.next).toEqual([]);
  });

  it('200: before verification only the administrator’s role counts', async () => {
    const { id } = await registered();
    const add = (roles: string[], subject: string) =>
      engineer.post(`/organizations/${id}/members`, { name: '王五', roles, subject });
    const boss = (await add(['administrator'], 'boss')).body.person;
    const worker = (await add(['operator'], 'worker')).body.person;
    const rolesOf = async (person: string) =>
      (await findCaller(store, await startSession(store, { person, organization: id })))?.roles;
    expect(await rolesOf(boss)).toEqual(['administrator']);
    expect(await rolesOf(worker)).toEqual([]);
  });
});
