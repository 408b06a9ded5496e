import { describe, expect, it } from 'vitest';
import { routes } from '../../functions/catalog/routes.ts';
import { readGate } from '../../shared/store/gates.ts';
import { getScope } from '../../shared/store/scopes.ts';
import { entry } from '../domain/examples.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
await settleCity(service, ['authority', 'agency', 'source', 'cyber', 'alpha', 'audit']);
const { anyone, as } = open(routes, service);
const unit = await as('cataloguer');
const clerk = await as('clerk');
const engineer = await as('engineer');
const operator = await as('ann');

let count = 0;
const named = (more: object = {}) => ({ ...entry, name: `观测数据 ${++count}`, ...more });
const items = (...names: string[]) =>
  names.map((name) => ({ name, type: 'string', personal: false, sensitive: false }));
const ok = async (answer: ReturnType<Client['post']>) => {
  const got = await answer;
  if (got.status >= 300) throw new Error(got.text);
  return got;
};
const drafted = async (more: object = {}): Promise<string> =>
  (await ok(unit.post('/datasets', { entry: named(more) }))).body.id;
async function published(more: object = {}): Promise<string> {
  const id = await drafted(more);
  await ok(unit.post(`/datasets/${id}/submit`));
  await ok(clerk.post(`/datasets/${id}/approve`));
  await ok(engineer.post(`/datasets/${id}/publish`));
  return id;
}
const gateOf = (id: string) => readGate(service.store, { aggregate: 'dataset', id });
const cited = (answer: { problem: { grounds: readonly { article: string; pointer?: string }[] } }) =>
  answer.problem.grounds.map(({ article, pointer }) => [article, pointer]);

describe('POST /datasets', () => {
  it('201 with version, location and the unit’s own jurisdiction', async () => {
    const answer = await unit.post('/datasets', { entry: named() });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/datasets/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body.dataset).toMatchObject({ status: 'draft', source: 'source', jurisdiction: '511700' });
  });
  it('201 once for two posts under one Idempotency-Key, byte for byte', async () => {
    const body = { entry: named() };
    const [one, two] = [await unit.post('/datasets', body, key('k1')), await unit.post('/datasets', body, key('k1'))];
    expect(two.text).toBe(one.text);
    expect((await unit.post('/datasets', { entry: named() }, key('k1'))).status).toBe(422);
  });
  it('401 without session, 403 in another role, 422 with unknown fields', async () => {
    expect((await anyone.post('/datasets', { entry: {} })).status).toBe(401);
    const refused = await operator.post('/datasets', { entry: named() });
    expect([refused.status, refused.problem.article]).toEqual([403, 'DZ-13']);
    const unknown = await unit.post('/datasets', { entry: {}, owner: 'me' });
    expect([unknown.status, unknown.problem.article]).toEqual([422, 'POLICY-9']);
  });
  it('422 DZ-13 for a person’s mobile number as contact, 404 for another unit’s source', async () => {
    const contact = await unit.post('/datasets', { entry: named({ contactDetails: '13800138000' }) });
    expect(cited(contact)).toEqual([['DZ-13', '/entry/contactDetails']]);
    const foreign = await unit.post('/datasets', { source: 'agency', entry: named() });
    expect([foreign.status, foreign.problem.article]).toEqual([404, 'DZ-14']);
  });
  it('422 DZ-14 for a source unit that nobody verified', async () => {
    const answer = await engineer.post('/datasets', { source: 'ghost', entry: named() });
    expect([answer.status, cited(answer)]).toEqual([422, [['DZ-14', '/source']]]);
  });
});

describe('one source for each datum (DZ-14)', () => {
  it('422 for a second entry of the same name in one unit, however it is spelled', async () => {
    await ok(unit.post('/datasets', { entry: { name: '同名 条目A' } }));
    const again = await unit.post('/datasets', { entry: { name: '同名条目Ａ' } });
    expect([again.status, cited(again)]).toEqual([422, [['DZ-14', '/entry/name']]]);
    expect((await engineer.post('/datasets', { entry: { name: '同名 条目A' } })).status).toBe(201);
  });
  it('422 for an information item that another entry declares, until that one gives it up', async () => {
    const declared = [{ ...items('企业统一标识')[0], authoritative: true }];
    const first = await ok(unit.post('/datasets', { entry: named({ items: declared }) }));
    const body = { entry: named({ items: declared }) };
    const second = await engineer.post('/datasets', body);
    expect(cited(second)).toEqual([['DZ-14', '/entry/items/0']]);
    const undeclared = { entry: named({ items: items('企业统一标识') }) };
    await ok(unit.put(`/datasets/${first.body.id}`, undeclared, ifMatch(1)));
    expect((await engineer.post('/datasets', body)).status).toBe(201);
  });
  it('at the same moment exactly one of two gets it, and the other is told why', async () => {
    const declared = () => ({
      entry: named({ items: items('不动产单元号').map((one) => ({ ...one, authoritative: true })) }),
    });
    const both = await Promise.all([unit.post('/datasets', declared()), engineer.post('/datasets', declared())]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    const loser = both.find(({ status }) => status === 422);
    expect(loser && cited(loser)).toEqual([['DZ-14', '/entry/items/0']]);
  });
  it('a withdrawn entry gives its name free', async () => {
    const id = await published();
    const name = (await unit.get(`/datasets/${id}`)).body.dataset.entry.name;
    expect((await unit.post('/datasets', { entry: { name } })).status).toBe(422);
    await ok(clerk.post(`/datasets/${id}/withdraw`, { reason: '数据停止采集' }));
    expect((await unit.post('/datasets', { entry: { name } })).status).toBe(201);
  });
  it('422 for more declared items than one transaction can claim', async () => {
    const many = items(...Array.from({ length: 41 }, (_, at) => `项${at}`)).map((one) => ({
      ...one,
      authoritative: true,
    }));
    const answer = await unit.post('/datasets', { entry: named({ items: many }) });
    expect(cited(answer)).toEqual([['DZ-14', '/entry/items']]);
  });
});

describe('PUT /datasets/{id}', () => {
  it('200 with the version it edits, 412 with an older one, 428 without', async () => {
    const id = await drafted();
    const body = { entry: named() };
    expect((await unit.put(`/datasets/${id}`, body)).status).toBe(428);
    expect((await unit.put(`/datasets/${id}`, body, ifMatch(1))).headers.get('etag')).toBe('"2"');
    const late = await unit.put(`/datasets/${id}`, body, ifMatch(1));
    expect([late.status, late.problem.article]).toEqual([412, 'POLICY-9']);
  });
  it('two editors at once: one wins, the other is told to read again', async () => {
    const id = await drafted();
    const edits = [named(), named()].map((content) => unit.put(`/datasets/${id}`, { entry: content }, ifMatch(1)));
    expect((await Promise.all(edits)).map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await unit.get(`/datasets/${id}`)).body.version).toBe(2);
  });
  it('409 once it is submitted, 404 for one that does not exist', async () => {
    const id = await drafted();
    await ok(unit.post(`/datasets/${id}/submit`));
    const answer = await unit.put(`/datasets/${id}`, { entry: named() }, ifMatch(2));
    expect([answer.status, answer.problem.article]).toEqual([409, 'DZ-13']);
    expect((await unit.put('/datasets/nothing', { entry: named() }, ifMatch(1))).status).toBe(404);
  });
});

describe('review', () => {
  it('422 with everything missing at once', async () => {
    const { body } = await ok(unit.post('/datasets', { entry: { name: '缺项条目' } }));
    const answer = await unit.post(`/datasets/${body.id}/submit`);
    expect(answer.status).toBe(422);
    expect(cited(answer)).toHaveLength(14);
  });
  it('422 DZ-24 for an open entry with identity fields, 200 once a person confirmed with evidence', async () => {
    const id = await drafted({ items: items('法定代表人姓名', '站号') });
    const refused = await unit.post(`/datasets/${id}/submit`);
    expect(cited(refused)).toEqual([['DZ-24', '/entry/items/0']]);
    const said = { fields: ['法定代表人姓名'], ground: 'statutory-publication', reason: '依法公示' };
    const bare = await unit.post(`/datasets/${id}/confirm-opening`, said);
    expect(cited(bare)).toEqual([['DZ-25', '/evidence']]);
    const done = await ok(unit.post(`/datasets/${id}/confirm-opening`, { ...said, evidence: '企业信息公示规定' }));
    expect(done.body.dataset.confirmations[0].evidence.document).toMatch(/^[a-z0-9]{26}$/);
    expect(done.text).not.toContain('企业信息公示规定');
    expect((await unit.post(`/datasets/${id}/submit`)).status).toBe(200);
  });
  it('returns with a reason; the unit edits and submits again', async () => {
    const id = await drafted();
    await ok(unit.post(`/datasets/${id}/submit`));
    const back = await ok(clerk.post(`/datasets/${id}/return`, { reason: '更新频率与实际不符' }));
    expect(back.body.dataset).toMatchObject({ status: 'returned', reason: '更新频率与实际不符' });
    expect((await unit.post(`/datasets/${id}/submit`)).status).toBe(200);
  });
  it('403 for the unit itself, 404 for another unit’s command', async () => {
    const id = await drafted();
    await ok(unit.post(`/datasets/${id}/submit`));
    expect((await unit.post(`/datasets/${id}/approve`)).status).toBe(403);
  });
});

describe('publish, revise, withdraw and the gate', () => {
  it('opens the gate with the fields, changes its scope with an approved revision, ends it when withdrawn', async () => {
    const id = await published();
    const first = await gateOf(id);
    expect(await getScope(service.store, first?.scope ?? '')).toEqual({ v: 1, datasets: { [id]: ['气温', '站号'] } });
    const { body } = await unit.get(`/datasets/${id}`);
    const next = { ...body.dataset.entry, items: items('站号', '湿度') };
    expect((await unit.post(`/datasets/${id}/revise`, { entry: next })).status).toBe(428);
    await ok(unit.post(`/datasets/${id}/revise`, { entry: next }, ifMatch(body.version)));
    expect((await gateOf(id))?.scope).toBe(first?.scope);
    await ok(clerk.post(`/datasets/${id}/approve`));
    const second = await gateOf(id);
    expect(await getScope(service.store, second?.scope ?? '')).toEqual({ v: 1, datasets: { [id]: ['湿度', '站号'] } });
    await ok(unit.post(`/datasets/${id}/withdraw`, { reason: '停止采集' }));
    expect((await gateOf(id))?.ended).toMatchObject({ article: 'DZ-13' });
  });
  it('an approved entry that was never published is withdrawn without a gate', async () => {
    const id = await drafted();
    await ok(unit.post(`/datasets/${id}/submit`));
    await ok(clerk.post(`/datasets/${id}/approve`));
    await ok(unit.post(`/datasets/${id}/withdraw`, { reason: '重复编制' }));
    expect(await gateOf(id)).toBeUndefined();
  });
});

describe('GET /datasets/{id} and its history', () => {
  it('shows an operator the published content only, and nothing before', async () => {
    const id = await drafted();
    const hidden = await operator.get(`/datasets/${id}`);
    const missing = await operator.get('/datasets/nothing');
    expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
    const shown = await operator.get(`/datasets/${await published()}`);
    expect(Object.keys(shown.body.dataset).sort()).toEqual(
      ['entry', 'jurisdiction', 'publishedAt', 'source', 'status', 'version'].sort(),
    );
  });
  it('hides core data from operators even when published', async () => {
    const id = await published({ level: 'core', opening: { attribute: 'none', grounds: '保守国家秘密法' } });
    expect((await operator.get(`/datasets/${id}`)).status).toBe(404);
    expect((await clerk.get(`/datasets/${id}`)).status).toBe(200);
  });
  it('tells every step with its differences', async () => {
    const id = await drafted();
    const changed = named({ frequency: 'weekly', items: items('站号', '降水量') });
    await ok(unit.put(`/datasets/${id}`, { entry: changed }, ifMatch(1)));
    await ok(unit.post(`/datasets/${id}/submit`));
    const { body } = await unit.get(`/datasets/${id}/history`);
    expect(body.steps.map((step: { type: string }) => step.type)).toEqual(['drafted', 'edited', 'submitted']);
    const pointers = body.steps[1].differences.map((one: { pointer: string }) => one.pointer);
    expect(pointers).toEqual(['/name', '/frequency', '/items/气温', '/items/降水量']);
    expect(body.steps[2].differences).toEqual([]);
    expect((await operator.get(`/datasets/${id}/history`)).status).toBe(403);
  });
});

describe('GET /datasets', () => {
  it('lists the unit’s own; the authority by status, page by page', async () => {
    const own = await unit.get('/datasets?limit=200');
    expect(own.body.items.every((one: { party: string }) => one.party === 'source')).toBe(true);
    const first = await clerk.get('/datasets?status=published&limit=1');
    expect(first.body.items).toHaveLength(1);
    const second = await clerk.get(`/datasets?status=published&limit=1&cursor=${first.body.cursor}`);
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
    const forged = await clerk.get(`/datasets?status=draft&limit=1&cursor=${first.body.cursor}`);
    expect(forged.status).toBe(422);
  });
});

describe('POST /datasets/imports', () => {
  const row = (rowKey: string, more: object = {}) => ({ key: rowKey, source: 'source', entry: named(more) });
  it('answers each row: imported, merged, returned with reasons; again changes nothing', async () => {
    const one = row('row-1', { description: undefined, formats: ['csv'] });
    const later = { ...one, entry: { ...one.entry, formats: ['xls'], description: '补充说明' }, merge: true };
    const rows = [one, later, { ...row('row-2'), source: 'ghost' }];
    const answer = await ok(engineer.post('/datasets/imports', { rows }));
    expect(answer.body.rows.map((each: { result: string }) => each.result)).toEqual(['imported', 'merged', 'returned']);
    expect(answer.body.totals).toEqual({ imported: 1, merged: 1, returned: 1 });
    expect(answer.body.rows[2].reasons[0].article).toBe('DZ-14');
    const double = await ok(engineer.post('/datasets/imports', { rows: [{ ...row('row-3'), entry: one.entry }] }));
    expect(double.body.rows[0].reasons[0]).toMatchObject({ article: 'DZ-14', pointer: '/entry/name' });
    const id = answer.body.rows[0].dataset;
    const before = await unit.get(`/datasets/${id}`);
    expect(before.body.dataset.entry).toMatchObject({ formats: ['csv', 'xls'], description: '补充说明' });
    const again = await ok(engineer.post('/datasets/imports', { rows }));
    expect(again.text).toBe(answer.text);
    expect((await unit.get(`/datasets/${id}`)).body.version).toBe(before.body.version);
  });
  it('takes the open attribute from rows that suggest persons (DZ-24)', async () => {
    const answer = await ok(unit.post('/datasets/imports', { rows: [row('row-4', { items: items('身份证号') })] }));
    const { body } = await unit.get(`/datasets/${answer.body.rows[0].dataset}`);
    expect(body.dataset).toMatchObject({ status: 'draft', openingLost: 'unconditional' });
    expect(body.dataset.entry.opening).toBeUndefined();
  });
  it('422 beyond 100 rows, 403 in another role, 400 for no JSON', async () => {
    const rows = Array.from({ length: 101 }, (_, at) => row(`many-${at}`));
    expect((await engineer.post('/datasets/imports', { rows })).status).toBe(422);
    expect((await operator.post('/datasets/imports', { rows: [row('x')] })).status).toBe(403);
    const headers = { 'content-type': 'application/json' };
    expect((await engineer.send('POST', '/datasets/imports', { body: '{', headers })).status).toBe(400);
  });
});

function ifMatch(version: number) {
  return { 'if-match': `"${version}"` };
}
function key(value: string) {
  return { 'idempotency-key': `"${value}"` };
}
