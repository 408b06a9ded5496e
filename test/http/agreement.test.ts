import { describe, expect, test } from 'vitest';
import { ownFields } from '../../shared/domain/scope.ts';
import { addDays, addYears, localDate } from '../../shared/law/time.ts';
import { getScope } from '../../shared/store/scopes.ts';
import { entry } from '../domain/examples.ts';
import { agreementCity, cited, refused } from './agreement-city.ts';
import { agreementBody, done, draftedAgreement, fiveYears, paper, prepared } from './agreement-world.ts';

const { service, anyone, signer, second, clerk, ann, bob, auditor, ground, proposed, inEffect, gateOf, stateOf } =
  await agreementCity();

const isClause = (name: string) => !['datasets', 'from', 'until', 'way'].includes(name);
const key = (value: string) => ({ 'idempotency-key': value });

describe('POST /agreements', () => {
  test('201 with text, hash, scope, warnings; the links follow from the qualification', async () => {
    const disputes = { way: 'arbitration', clause: '提交仲裁' };
    const answer = await signer.post('/agreements', agreementBody(service, ground, { disputes }));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/agreements/${answer.body.id}`);
    expect(answer.body.agreement).toMatchObject({ status: 'drafted', plan: ground.plan, operator: 'alpha' });
    expect(answer.body.warnings).toMatchObject([{ article: 'AAJ-26' }]);
    const { draft } = answer.body.agreement;
    const scope = await getScope(service.store, draft.scope);
    expect(scope && ownFields(scope, ground.dataset).toSorted()).toEqual(ground.fields.toSorted());
    const text = await signer.get(`/agreements/${answer.body.id}/text`);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const hash = Buffer.from(service.store.hash(new TextEncoder().encode(text.text)));
    expect(hash.toString('hex')).toBe(draft.textHash);
    expect(text.headers.get('repr-digest')).toBe(`sha-256=:${hash.toString('base64')}:`);
    expect(text.text).toContain(`协议编号：${answer.body.id}`);
  });

  test('an empty draft lacks thirteen contents, told at once by the meter and by the refusal to propose', async () => {
    const { qualification } = ground;
    const drafted = (await done(signer.post('/agreements', { qualification, title: '协议' }))).body;
    const { id, missing, complete } = drafted;
    expect([missing.length, complete]).toEqual([13, '0/13']);
    const answer = await signer.post(`/agreements/${id}/propose`);
    expect(answer.status).toBe(422);
    expect(cited(answer).slice(0, 13)).toEqual(missing.map((one: { pointer: string }) => ['OPS-14', one.pointer]));
  });

  test('403 OPS-14 by the operator, 404 on another’s or no qualification, 401, unknown fields', async () => {
    const body = agreementBody(service, ground);
    expect(refused(await ann.post('/agreements', body))).toEqual([403, 'OPS-14']);
    expect((await signer.post('/agreements', { ...body, qualification: 'nowhere' })).status).toBe(404);
    expect((await anyone.post('/agreements', body)).status).toBe(401);
    expect((await signer.post('/agreements', { ...body, operator: 'beta' })).status).toBe(422);
    const many = { resources: { datasets: Array.from({ length: 81 }, (_, n) => `d-${n}`), catalogue: '见目录' } };
    const answer = await signer.post('/agreements', agreementBody(service, ground, many));
    expect(cited(answer)).toEqual([['POLICY-9', '/contents/resources/datasets']]);
  });

  test('422 for more clauses than a document takes, and for a clause that deceives; nothing written', async () => {
    const { contents } = agreementBody(service, ground);
    const long = Object.entries(contents).map(([content, clauses]) => {
      const filled = Object.entries(clauses).map(([name, value]) => [name, isClause(name) ? '条'.repeat(4000) : value]);
      return [content, Object.fromEntries(filled)];
    });
    const answer = await signer.post('/agreements', agreementBody(service, ground, Object.fromEntries(long)));
    expect(cited(answer)).toEqual([['POLICY-9', '/contents']]);
    const forged = agreementBody(service, ground, { other: { clause: '无\u0007' } });
    expect(cited(await signer.post('/agreements', forged))).toEqual([['POLICY-9', '/contents']]);
  });

  test('201 once for two posts under one Idempotency-Key, 422 for the key with another body', async () => {
    const body = agreementBody(service, ground);
    const [one, two] = [
      await signer.post('/agreements', body, key('draft-1')),
      await signer.post('/agreements', body, key('draft-1')),
    ];
    expect([one.status, two.text]).toEqual([201, one.text]);
    expect((await signer.post('/agreements', { ...body, title: '另一份' }, key('draft-1'))).status).toBe(422);
  });
});

describe('PUT /agreements/{id}', () => {
  test('428 without version, 412 for a stale one, 200 with the right one and another hash', async () => {
    const id = await draftedAgreement(service, ground);
    const { contents, scope } = agreementBody(service, ground, { other: { clause: '另有约定' } });
    const before = await stateOf(id);
    expect((await signer.put(`/agreements/${id}`, { contents, scope })).status).toBe(428);
    const stale = await signer.put(`/agreements/${id}`, { contents, scope }, { 'if-match': '"7"' });
    expect(refused(stale)).toEqual([412, 'POLICY-9']);
    const edited = await done(signer.put(`/agreements/${id}`, { contents, scope }, { 'if-match': '"1"' }));
    expect(edited.body.agreement.draft.textHash).not.toBe(before.draft.textHash);
    expect((await signer.get(`/agreements/${id}`)).body.current.contents.other).toEqual({ clause: '另有约定' });
  });

  test('two editors at once: one is stored, the other is told', async () => {
    const id = await draftedAgreement(service, ground);
    const edit = (clause: string) => {
      const { contents, scope } = agreementBody(service, ground, { other: { clause } });
      return signer.put(`/agreements/${id}`, { contents, scope }, { 'if-match': '"1"' });
    };
    const answers = await Promise.all([edit('甲'), edit('乙')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });
});

describe('POST /agreements/{id}/propose', () => {
  const proposing = async (contents: object) =>
    signer.post(`/agreements/${await draftedAgreement(service, ground, contents)}/propose`);

  test('five years from the first day are lawful, a day more is refused under OPS-14 unless its reason is recorded', async () => {
    const term = fiveYears(service);
    expect((await proposing({ term })).status).toBe(200);
    const longer = { ...term, until: addDays(term.until, 1) };
    expect(longer.until).toBe(addYears(term.from, 5));
    expect(cited(await proposing({ term: longer }))).toEqual([['OPS-14', '/contents/term/until']]);
    const exceptions = [{ article: 'OPS-14', basis: paper('市政府批准延长') }];
    const body = { ...agreementBody(service, ground, { term: longer }), exceptions };
    const { id } = (await done(signer.post('/agreements', body))).body;
    expect((await signer.post(`/agreements/${id}/propose`)).status).toBe(200);
  });

  test('every bar at once: not in the plan, not published, scope beyond the list', async () => {
    const body = agreementBody(service, ground, { resources: { datasets: ['elsewhere'], catalogue: '见目录' } });
    const { id } = (await done(signer.post('/agreements', body))).body;
    const answer = await signer.post(`/agreements/${id}/propose`);
    expect(answer.status).toBe(422);
    expect(cited(answer).map(([article]) => article)).toEqual(['OPS-21', 'OPS-9', 'DZ-13']);
    expect((await stateOf(id)).status).toBe('drafted');
  });

  test('personal data needs basis and assessment, each declared with its document', async () => {
    const items = [...entry.items, { name: '值班员', type: 'string' as const, personal: true, sensitive: false }];
    const own = await prepared(service, {
      entry: { ...entry, items, opening: { attribute: 'none', grounds: '含个人信息' } },
    });
    const { dataset } = own;
    const exceptions = [{ article: 'LOCAL-1', basis: paper('市级决定') }];
    const body = { ...agreementBody(service, own), exceptions };
    const bare = (await done(signer.post('/agreements', body))).body.id;
    const answer = await signer.post(`/agreements/${bare}/propose`);
    expect(cited(answer).map(([article]) => article)).toEqual(['PIPL-23', 'PIPL-55']);
    const declarations = [{ dataset, personalBasis: paper('依据'), personalAssessment: paper('评估') }];
    const declared = (await done(signer.post('/agreements', { ...body, declarations }))).body.id;
    expect((await signer.post(`/agreements/${declared}/propose`)).status).toBe(200);
  });

  test('403 by the operator, 409 when it was proposed already, 404 for nobody’s', async () => {
    const id = await proposed();
    expect(refused(await ann.post(`/agreements/${id}/propose`))).toEqual([403, 'OPS-14']);
    expect(refused(await signer.post(`/agreements/${id}/propose`))).toEqual([409, 'OPS-14']);
    expect((await signer.post('/agreements/nowhere/propose')).status).toBe(404);
  });
});

describe('how an agreement ends', () => {
  test('a proposal, the notice by a second person, its delivery: only the delivery ends the gate, under CC-565', async () => {
    const id = await inEffect();
    const at = `/agreements/${id}/termination`;
    expect(refused(await auditor.post(at, { grounds: paper('理由') }))).toEqual([403, 'POLICY-2']);
    await done(signer.post(at, { grounds: paper('严重违约') }));
    expect(refused(await signer.post(`${at}/notice`, { document: paper('通知') }))).toEqual([422, 'POLICY-7']);
    await done(second.post(`${at}/notice`, { document: paper('通知') }));
    expect((await gateOf(id))?.ended).toBeUndefined();
    service.passDomain(3_600_000);
    const deliveredAt = service.clock.domain();
    const early = await signer.post(`${at}/delivery`, {
      deliveredAt: '2026-01-01T00:00:00.000Z',
      proof: paper('回执'),
    });
    expect(cited(early)).toEqual([['CC-565', '/deliveredAt']]);
    const ended = await done(signer.post(`${at}/delivery`, { deliveredAt, proof: paper('回执') }));
    expect(ended.body.agreement).toMatchObject({ status: 'terminated', endedAt: deliveredAt });
    expect((await gateOf(id))?.ended).toEqual({ at: deliveredAt, article: 'CC-565' });
    const settling = { certificate: paper('结清证明'), compensation: { owed: 'none', document: paper('双方确认') } };
    const unsettled = await signer.post(`/agreements/${id}/settlement`, settling);
    expect(cited(unsettled)).toEqual([['CC-567', `/disposals/${ground.dataset}`]]);
    const deletion = { dataset: ground.dataset, how: 'deleted', on: localDate(service.clock.domain()) };
    await done(ann.post(`/agreements/${id}/disposals`, { ...deletion, certificate: paper('删除证明') }));
    const settled = await done(signer.post(`/agreements/${id}/settlement`, settling));
    expect(settled.body.agreement).toMatchObject({ status: 'settled', compensation: { owed: 'none' } });
  });

  test('the authority proposes, the grantor declines with its reason, the agreement goes on', async () => {
    const id = await inEffect();
    await done(clerk.post(`/agreements/${id}/termination`, { grounds: paper('理由') }));
    const declined = await done(signer.post(`/agreements/${id}/termination/decline`, { reason: paper('不符合') }));
    expect(declined.body.agreement.status).toBe('in-effect');
    expect((await gateOf(id))?.ended).toBeUndefined();
  });

  test('403 for expiry by a person; the filing is recorded beside, under LOCAL-5', async () => {
    const id = await inEffect();
    expect(refused(await signer.post(`/agreements/${id}/expire`))).toEqual([403, 'OPS-14']);
    expect(refused(await ann.post(`/agreements/${id}/filing`, { number: '1' }))).toEqual([403, 'LOCAL-5']);
    const filed = await done(clerk.post(`/agreements/${id}/filing`, { number: '川备〔2026〕7号' }));
    expect(filed.body.agreement.filing.number).toBe('川备〔2026〕7号');
  });
});

describe('GET /agreements', () => {
  test('the two sides and those who watch; another operator is told as if there were none', async () => {
    const id = await inEffect();
    for (const reader of [signer, ann, clerk, auditor]) {
      expect((await reader.get(`/agreements/${id}`)).status).toBe(200);
    }
    const [foreign, missing] = [await bob.get(`/agreements/${id}`), await bob.get('/agreements/nowhere')];
    expect([foreign.status, foreign.text]).toEqual([404, missing.text]);
    for (const part of ['/text', '/history', '/documents/nothing']) {
      expect((await bob.get(`/agreements/${id}${part}`)).status).toBe(404);
    }
    const { items } = (await ann.get(`/agreements/${id}/history`)).body;
    expect(items.map((one: { event: { type: string } }) => one.event.type)).toEqual([
      'drafted',
      'proposed',
      'signed',
      'signed',
      'took-effect',
    ]);
  });

  test('lists page by page: own for an operator, the jurisdiction for the grantor; a touched cursor is refused', async () => {
    await Promise.all([draftedAgreement(service, ground), draftedAgreement(service, ground)]);
    const page = (await signer.get('/agreements?status=drafted&limit=1')).body;
    expect(page.items).toHaveLength(1);
    const next = await signer.get(`/agreements?status=drafted&limit=1&cursor=${encodeURIComponent(page.cursor)}`);
    expect(next.body.items[0].id).not.toBe(page.items[0].id);
    expect((await signer.get(`/agreements?status=drafted&cursor=x${page.cursor}`)).status).toBe(422);
    expect((await ann.get('/agreements?status=drafted')).body.items.length).toBeGreaterThan(0);
    expect((await bob.get('/agreements?status=drafted')).body.items).toEqual([]);
  });
});
