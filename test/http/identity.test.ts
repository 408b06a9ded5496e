import { describe, expect, it } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { article, company, etag, identityWorld, newCode } from './identity-world.ts';

const { store, anyone, as, engineer, clerk, ann, registered, verified, gateOf } = await identityWorld();

describe('POST /organizations', () => {
  it('201: registered, no gate yet', async () => {
    const asked = company();
    const { status, headers, body } = await engineer.post('/organizations', asked);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/organizations/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    expect(body.organization).toMatchObject({ status: 'registered', creditCode: asked.creditCode });
    expect(await gateOf(body.id)).toBeUndefined();
  });

  it('422: a code that is right but not written as the standard writes it', async () => {
    const { creditCode, ...rest } = company();
    for (const typed of [creditCode.toLowerCase(), ` ${creditCode}`]) {
      const answer = await engineer.post('/organizations', { ...rest, creditCode: typed });
      expect([answer.status, answer.problem.article]).toEqual([422, 'GBT-32100']);
    }
  });

  it('201 once: the same Idempotency-Key gives the same answer, another body 422', async () => {
    const asked = company();
    const key = { 'idempotency-key': 'register-1' };
    const first = await engineer.post('/organizations', asked, key);
    expect((await engineer.post('/organizations', asked, key)).text).toBe(first.text);
    expect((await engineer.post('/organizations', { ...asked, title: '丁' }, key)).status).toBe(422);
  });

  it('422: a credit code that is registered already, also in two requests at once', async () => {
    const asked = company();
    const answers = await Promise.all([engineer.post('/organizations', asked), engineer.post('/organizations', asked)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused && article(refused)).toEqual(['GBT-32100']);
    expect(refused?.text).not.toContain(asked.creditCode);
  });

  it.each([
    ['too short', '9151'],
    ['a wrong check character', '91511700MA00000011'],
    ['letters that codes do not use', '9151170OMA00000010'],
    ['changed by a spreadsheet', '9.15117E+17'],
  ])('422: a credit code %s; the answer does not repeat it', async (_, creditCode) => {
    const refused = await engineer.post('/organizations', { ...company(), creditCode });
    expect([refused.status, refused.problem.grounds[0]?.pointer]).toEqual([422, '/creditCode']);
    expect(article(refused)).toEqual(['GBT-32100']);
    expect(refused.text).not.toContain(creditCode);
  });

  it('422: a division that does not exist (DZ-5), and a zone committee without delegation (DZ-5)', async () => {
    expect(article(await engineer.post('/organizations', { ...company(), jurisdiction: '999999' }))).toEqual(['DZ-5']);
    const zone = { ...company(), kind: 'zone-committee', jurisdiction: '511700G1' };
    expect(article(await engineer.post('/organizations', zone))).toEqual(['DZ-5']);
    expect((await engineer.post('/organizations', { ...zone, delegation: '委托书' })).status).toBe(201);
  });

  it('422: a mandate cannot be brought along by whoever registers (OPS-3)', async () => {
    const { status, problem } = await ann.post('/organizations', { ...company(), mandate: '自称实施机构' });
    expect([status, problem.article]).toEqual([422, 'POLICY-9']);
  });

  it('403: an auditor registers nobody; 401: a stranger neither', async () => {
    const refused = await (await as('auditor')).post('/organizations', company());
    expect([refused.status, article(refused)]).toEqual([403, ['DZ-6']]);
    expect((await anyone.post('/organizations', company())).status).toBe(401);
  });

  it.each([
    ['not JSON', '{', 400],
    ['a list', '[]', 422],
    ['a wrong type', '{"title":7}', 422],
  ])('4xx: %s', async (_, body, status) => {
    const headers = { 'content-type': 'application/json' };
    expect((await engineer.send('POST', '/organizations', { body, headers })).status).toBe(status);
  });
});

describe('POST /organizations/{id}/verify', () => {
  it('200: verified by another person, and its gate stands', async () => {
    const { id } = await registered({ mainland: false });
    const { status, body } = await clerk.post(`/organizations/${id}/verify`, { evidence: '已核对' });
    expect([status, body.organization.status, body.version]).toEqual([200, 'verified', 2]);
    expect(await gateOf(id)).toEqual({ holds: {}, mainland: false });
    const events = await listEvents(store, { aggregate: 'organization', id }, { limit: 10 });
    expect(JSON.stringify(events.items.map(({ data }) => data))).not.toContain('已核对');
  });

  it('422: by whoever registered it (POLICY-7); nothing is written', async () => {
    const { id } = await registered();
    const refused = await engineer.post(`/organizations/${id}/verify`, { evidence: '自己核对' });
    expect([refused.status, article(refused)]).toEqual([422, ['POLICY-7']]);
    expect((await loadHead(store, organization, id)).version).toBe(1);
    expect(await gateOf(id)).toBeUndefined();
  });

  it('403 an operator, 404 an unknown id, 409 twice', async () => {
    const { id } = await verified();
    expect((await ann.post(`/organizations/${id}/verify`, { evidence: 'x' })).status).toBe(403);
    expect((await clerk.post('/organizations/nobody/verify', { evidence: 'x' })).status).toBe(404);
    const again = await clerk.post(`/organizations/${id}/verify`, { evidence: 'x' });
    expect([again.status, article(again)]).toEqual([409, ['POLICY-7']]);
  });
});

describe('POST /organizations/{id}/mandate', () => {
  const grantor = { name: '签署人', roles: ['grantor'] };
  const naming = { mandate: '市政府授权文件', by: 'government', number: '测府函〔2026〕2号', from: '2026-01-01' };

  it('200: only with it may the role of grantor be given (OPS-3)', async () => {
    const { id } = await verified({ kind: 'department' });
    const before = await engineer.post(`/organizations/${id}/members`, grantor);
    expect([before.status, article(before)]).toEqual([422, ['OPS-3']]);
    expect((await clerk.post(`/organizations/${id}/mandate`, naming)).status).toBe(200);
    expect((await engineer.post(`/organizations/${id}/members`, grantor)).status).toBe(201);
  });

  it('403: an operator for itself; 422: named by a body that is no government, or by none that we know', async () => {
    expect((await ann.post('/organizations/alpha/mandate', naming)).status).toBe(403);
    const { id } = await verified({ kind: 'department' });
    for (const by of ['alpha', 'nobody']) {
      const refused = await clerk.post(`/organizations/${id}/mandate`, { ...naming, by });
      expect([refused.status, article(refused)]).toEqual([422, ['OPS-3']]);
    }
  });
});

describe('POST /organizations/{id}/duties', () => {
  it('200 for a department, 422 for others, 403 for the department itself (LOCAL-64)', async () => {
    const duties = { document: '三定规定', duties: ['price'] };
    const { id } = (await engineer.post('/organizations', { ...company(), kind: 'department' })).body;
    const recorded = await clerk.post(`/organizations/${id}/duties`, duties);
    expect([recorded.status, recorded.body.organization.duties]).toEqual([200, ['price']]);
    const { id: firm } = await registered();
    const refused = await clerk.post(`/organizations/${firm}/duties`, duties);
    expect([refused.status, article(refused)]).toEqual([422, ['LOCAL-64']]);
    expect((await ann.post(`/organizations/${id}/duties`, duties)).status).toBe(403);
  });
});

describe('POST /organizations/{id}/close', () => {
  it('200: its gate refuses for good, and its code is free for whoever really has it', async () => {
    const creditCode = newCode();
    const { id, version } = await verified({ creditCode });
    const closed = await clerk.post(`/organizations/${id}/close`, { reason: 'duplicate' }, etag(version));
    expect([closed.status, closed.body.organization.status]).toEqual([200, 'closed']);
    expect((await gateOf(id))?.ended).toMatchObject({ article: 'DZ-6' });
    expect((await engineer.post('/organizations', { ...company(), creditCode })).status).toBe(201);
  });

  it('200: before it was verified, too', async () => {
    const { id } = await registered();
    const closed = await clerk.post(`/organizations/${id}/close`, { reason: 'merged' }, etag(1));
    expect(closed.body.organization.status).toBe('closed');
  });

  it('428 without version, 412 with an old one, 403 for an operator, 409 twice', async () => {
    const { id, version } = await verified();
    const path = `/organizations/${id}/close`;
    expect((await clerk.post(path, { reason: 'merged' })).status).toBe(428);
    expect((await clerk.post(path, { reason: 'merged' }, etag(1))).status).toBe(412);
    expect((await ann.post(path, { reason: 'merged' }, etag(version))).status).toBe(403);
    expect((await clerk.post(path, { reason: 'merged' }, etag(version))).status).toBe(200);
    expect((await clerk.post(path, { reason: 'merged' }, etag(version + 1))).status).toBe(409);
  });
});

describe('GET /organizations', () => {
  it('200: those of a jurisdiction and status, in pages', async () => {
    const first = (await clerk.get('/organizations?limit=2')).body;
    expect(first.items).toHaveLength(2);
    const second = await clerk.get(`/organizations?limit=2&cursor=${encodeURIComponent(first.cursor)}`);
    expect(second.body.items[0].id).not.toBe(first.items[0].id);
    const { id } = await registered({ jurisdiction: '511702' });
    const there = (await clerk.get('/organizations?status=registered&jurisdiction=511702')).body.items;
    expect(there.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  it('403 an operator; 422 a forged cursor, a limit of 201, an unknown filter', async () => {
    expect((await ann.get('/organizations')).status).toBe(403);
    for (const query of ['cursor=forged.cursor', 'limit=201', 'name=x']) {
      expect((await clerk.get(`/organizations?${query}`)).status).toBe(422);
    }
  });
});

describe('GET /organizations/{id}', () => {
  it('200: your own, and any for a supervisor; people are only counted', async () => {
    const own = await ann.get('/organizations/alpha');
    expect(own.body).toMatchObject({ id: 'alpha', members: 2, organization: { status: 'verified' } });
    expect(own.body.organization.members).toBeUndefined();
    expect((await clerk.get('/organizations/alpha')).status).toBe(200);
  });

  it('404: another organization is told exactly like a missing one', async () => {
    const foreign = await ann.get('/organizations/beta');
    expect(foreign.status).toBe(404);
    expect((await ann.get('/organizations/nowhere')).text).toBe(foreign.text);
  });
});
