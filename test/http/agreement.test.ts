import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/agreement/routes.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { ownFields } from '../../shared/domain/scope.ts';
import { addDays, addYears, endOfDay, localDate } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { getScope } from '../../shared/store/scopes.ts';
import { entry } from '../domain/examples.ts';
import { freshTable } from '../dynamodb.ts';
import {
  agreementBody,
  agreementInEffect,
  agreementSeats,
  done,
  draftedAgreement,
  fiveYears,
  type Ground,
  newSigningKey,
  openWorld,
  paper,
  prepared,
  type SigningKey,
  signed,
  signedAgreement,
  signingKeyOf,
} from './agreement-world.ts';
import { city } from './city.ts';
import { type Answered, type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
await settleCity(service, [...agreementSeats, 'audit']);
const { anyone, as } = open(routes, service);

const seated = async () => {
  const [signer, second, mayor, clerk, ann, bob, auditor] = await Promise.all(
    ['signer', 'second-signer', 'mayor', 'clerk', 'ann', 'bob', 'auditor'].map(as),
  );
  if (!signer || !second || !mayor || !clerk || !ann || !bob || !auditor) throw new Error('nobody signed in');
  return { signer, second, mayor, clerk, ann, bob, auditor };
};
const { signer, second, mayor, clerk, ann, bob, auditor } = await seated();

let ground: Ground;
let keys: { readonly grantor: SigningKey; readonly operator: SigningKey };
beforeAll(async () => {
  ground = await prepared(service);
  keys = { grantor: await signingKeyOf(service, 'signer'), operator: await signingKeyOf(service, 'ann', 'ES256') };
});

const cited = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
const refused = (answer: Answered) => [answer.status, answer.problem.article];
const gateOf = (id: string) => readGate(service.store, { aggregate: 'agreement', id });
const stateOf = async (id: string) => (await done(signer.get(`/agreements/${id}`))).body.agreement;
const proposed = async (): Promise<string> => {
  const id = await draftedAgreement(service, ground);
  await done(signer.post(`/agreements/${id}/propose`));
  return id;
};
const inEffect = async () => {
  const id = await signedAgreement(service, ground);
  keys = { grantor: await signingKeyOf(service, 'signer'), operator: await signingKeyOf(service, 'ann', 'ES256') };
  await done(signer.post(`/agreements/${id}/effect`));
  return id;
};
const isClause = (name: string) => !['datasets', 'from', 'until', 'way'].includes(name);
const key = (value: string) => ({ 'idempotency-key': value });

describe('POST /plans and its commands', () => {
  const drafted = async (contents: object = {}) =>
    (await done(signer.post('/plans', { title: '方案', contents }))).body;

  test('201 with the completeness meter: twelve missing at once, each under OPS-9', async () => {
    const answer = await signer.post('/plans', { title: '方案', contents: { term: '五年' } });
    expect([answer.status, answer.body.complete, answer.body.missing.length]).toEqual([201, '1/12', 11]);
    const { body } = await signer.get(`/plans/${answer.body.id}`);
    expect(body.contents).toEqual({ term: '五年' });
    expect(new Set(body.missing.map((one: { article: string }) => one.article))).toEqual(new Set(['OPS-9']));
  });

  test('422 OPS-9 for a decision on an incomplete plan; nothing written', async () => {
    const { id } = await drafted({ term: '五年' });
    const answer = await signer.post(`/plans/${id}/decision`, { minutes: paper('纪要') });
    expect(answer.status).toBe(422);
    expect(cited(answer)).toHaveLength(11);
    expect((await signer.get(`/plans/${id}`)).body.version).toBe(1);
  });

  test('403 OPS-11 for an approval by the grantor itself, 404 for another unit’s draft, 428 and 412 for an edit', async () => {
    const { id } = await drafted();
    expect(refused(await signer.post(`/plans/${id}/approval`, { approval: paper('批复'), number: '1' }))).toEqual([
      403,
      'OPS-11',
    ]);
    expect((await ann.get(`/plans/${id}`)).status).toBe(404);
    const edit = { datasets: [], contents: { exit: '退出' } };
    expect((await signer.put(`/plans/${id}`, edit)).status).toBe(428);
    expect((await signer.put(`/plans/${id}`, edit, { 'if-match': '"9"' })).status).toBe(412);
    expect((await signer.put(`/plans/${id}`, edit, { 'if-match': '"1"' })).body.complete).toBe('1/12');
  });

  test('422 DZ-30 for an approval before all six preconditions were found safe', async () => {
    const { contents } = (await done(signer.get(`/plans/${ground.plan}`))).body;
    const { id } = await drafted(contents);
    await done(signer.post(`/plans/${id}/decision`, { minutes: paper('纪要') }));
    const { body } = await signer.get(`/plans/${id}`);
    expect(body.unsafe).toHaveLength(6);
    const refusedAt = await mayor.post(`/plans/${id}/approval`, { approval: paper('批复'), number: '2' });
    expect(cited(refusedAt)).toEqual(body.unsafe.map(({ pointer }: { pointer: string }) => ['DZ-30', pointer]));
    const check = { precondition: 'privacy', finding: 'unsafe', document: paper('含可识别个人的字段') };
    const checked = await done(signer.post(`/plans/${id}/checks`, check));
    expect(checked.body.plan.checks.privacy).toMatchObject({ finding: 'unsafe', by: 'signer' });
    expect(JSON.stringify(checked.body)).not.toContain('含可识别');
  });

  test('a return carries its reason, which the grantor reads', async () => {
    const { contents } = (await done(signer.get(`/plans/${ground.plan}`))).body;
    const { id } = await drafted(contents);
    await done(signer.post(`/plans/${id}/decision`, { minutes: paper('纪要') }));
    await done(mayor.post(`/plans/${id}/return`, { reason: paper('请补充测算') }));
    const { items } = (await done(signer.get(`/plans/${id}/history`))).body;
    const { document } = items.at(-1).event.reason;
    const reason = await done(signer.get(`/plans/${id}/documents/${document}`));
    expect(reason.text).toBe('请补充测算');
    expect(reason.headers.get('content-disposition')).toContain('attachment');
    expect((await ann.get(`/plans/${id}/documents/${document}`)).status).toBe(404);
    expect((await signer.get(`/plans/${ground.plan}/documents/${document}`)).status).toBe(404);
  });

  test('401 without session, 422 for unknown fields and for characters that deceive', async () => {
    expect((await anyone.post('/plans', { title: '方案' })).status).toBe(401);
    expect((await signer.post('/plans', { title: '方案', grantor: 'beta' })).status).toBe(422);
    expect((await signer.post('/plans', { title: '方\n案' })).status).toBe(422);
    expect((await signer.post('/plans', { title: '方案', contents: { term: '五年\u202e年十' } })).status).toBe(422);
    expect((await signer.post('/plans', { title: '方案', contents: { term: '\ud800' } })).status).toBe(422);
  });

  test('lists: operators see what was published and no draft', async () => {
    await drafted();
    expect((await ann.get('/plans?status=drafted')).body.items).toEqual([]);
    expect((await signer.get('/plans?status=drafted')).body.items.length).toBeGreaterThan(0);
    const published = (await ann.get('/plans')).body.items;
    expect(published.map((one: { id: string }) => one.id)).toContain(ground.plan);
    expect((await ann.get('/plans?status=none&limit=201')).status).toBe(422);
  });
});

describe('POST /qualifications and its commands', () => {
  const evidence = { management: paper('制度') };
  const applied = async () => (await done(bob.post('/qualifications', { plan: ground.plan, evidence }))).body;

  test('201 for the applicant itself, then 422 DZ-30 with every condition that lacks its document', async () => {
    const { id, qualification, unmet } = await applied();
    expect(qualification).toMatchObject({ operator: 'beta', grantor: 'grantor', plan: ground.plan });
    expect(unmet).toHaveLength(5);
    const undeclared = await signer.post(`/qualifications/${id}/qualify`, { validUntil: '2027-01-01' });
    expect(refused(undeclared)).toEqual([422, 'POLICY-11']);
    await done(signer.post(`/qualifications/${id}/interests`, { interest: 'none', document: paper('声明') }));
    const answer = await signer.post(`/qualifications/${id}/qualify`, { validUntil: '2027-01-01' });
    expect(answer.status).toBe(422);
    expect(cited(answer)).toEqual(unmet.map((one: { pointer: string }) => ['DZ-30', one.pointer]));
  });

  test('affiliates are declared by credit code: one of the grantor bars its selection (POLICY-11)', async () => {
    const all = Object.fromEntries(Object.keys(securityConditions).map((one) => [one, paper('证明')]));
    const { id } = (await done(bob.post('/qualifications', { plan: ground.plan, evidence: all }))).body;
    const at = `/qualifications/${id}`;
    const declaring = (code: string) => bob.put(`${at}/affiliates`, { affiliates: [code], document: paper('声明') });
    expect(cited(await declaring('51170019900101001X'))).toEqual([['GBT-32100', '/affiliates/0']]);
    await done(declaring(` ${city.grantor.creditCode.toLowerCase()}`));
    await done(signer.post(`${at}/interests`, { interest: 'none', document: paper('声明') }));
    await done(signer.post(`${at}/qualify`, { validUntil: '2027-01-01' }));
    const selecting = { way: 'negotiation', record: paper('谈判记录') };
    expect(cited(await signer.post(`${at}/selection`, selecting))).toEqual([['POLICY-11', '/operator']]);
  });

  test('403 OPS-12 by the grantor, 404 on a plan that is not approved, 404 for a competitor', async () => {
    expect(refused(await signer.post('/qualifications', { plan: ground.plan, evidence }))).toEqual([403, 'OPS-12']);
    const { id: draft } = (await done(signer.post('/plans', { title: '未批' }))).body;
    expect((await bob.post('/qualifications', { plan: draft, evidence })).status).toBe(404);
    const { id } = await applied();
    expect((await ann.get(`/qualifications/${id}`)).status).toBe(404);
    expect((await ann.post(`/qualifications/${id}/evidence`, { evidence })).status).toBe(404);
    expect((await auditor.get(`/qualifications/${id}`)).status).toBe(200);
    expect((await ann.get('/qualifications')).body.items).toEqual([]);
    expect((await bob.get('/qualifications')).body.items.map((one: { id: string }) => one.id)).toContain(id);
  });

  test('the grantor reads the evidence; the qualification ends at its word', async () => {
    const { id, qualification } = await applied();
    const { document } = qualification.evidence.management;
    expect((await signer.get(`/qualifications/${id}/documents/${document}`)).text).toBe('制度');
    const ended = await done(signer.post(`/qualifications/${id}/end`, { reason: paper('撤回申请') }));
    expect(ended.body.qualification.status).toBe('ended');
  });
});

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

describe('POST /agreements/{id}/signatures', () => {
  const sideOf = (side: 'grantor' | 'operator'): [Client, SigningKey] =>
    side === 'grantor' ? [signer, keys.grantor] : [ann, keys.operator];
  const signing = async (id: string, side: 'grantor' | 'operator', more: object = {}) => {
    const [who, own] = sideOf(side);
    return signed(who, id, side, own, more);
  };

  test.each([
    ['grantor', 'operator'],
    ['operator', 'grantor'],
  ] as const)('first %s, then %s: partly signed, then signed', async (first, other) => {
    const id = await proposed();
    expect((await done(signing(id, first))).body.agreement.status).toBe('partly-signed');
    expect((await done(signing(id, other))).body.agreement.status).toBe('signed');
    const { signatures } = await stateOf(id);
    expect(signatures.map((one: { side: string }) => one.side)).toEqual([first, other]);
  });

  test('two sides at the same moment: both stand', async () => {
    const id = await proposed();
    const answers = await Promise.all([signing(id, 'grantor'), signing(id, 'operator')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await stateOf(id)).status).toBe('signed');
  });

  test('signer and canceller at once: exactly one wins, the other is told why', async () => {
    for (let round = 0; round < 4; round++) {
      const id = await proposed();
      await done(signing(id, 'operator'));
      const [own, cancel] = await Promise.all([signing(id, 'grantor'), second.post(`/agreements/${id}/withdraw`)]);
      expect([own.status, cancel.status].toSorted()).toEqual([200, 409]);
      const lost = own.status === 409 ? own : cancel;
      expect(lost.problem.article).toBe(own.status === 409 ? 'ESL-3' : 'OPS-14');
      expect((await stateOf(id)).status).toBe(own.status === 200 ? 'signed' : 'drafted');
    }
  });

  test('422 ESL-13 for a side that signs twice, also by another person at the same moment', async () => {
    const id = await proposed();
    const deputy = await signingKeyOf(service, 'second-signer');
    const answers = await Promise.all([signing(id, 'grantor'), signed(second, id, 'grantor', deputy)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const late = answers.find(({ status }) => status === 422);
    expect(late && cited(late)).toEqual([['ESL-13', '/side']]);
    expect((await stateOf(id)).signatures).toHaveLength(1);
  });

  test('422 ESL-13 for a key that is not the signatory’s: unregistered, or another person’s', async () => {
    const id = await proposed();
    expect(cited(await signed(signer, id, 'grantor', newSigningKey(service)))).toEqual([['ESL-13', '/jws']]);
    expect(cited(await signed(second, id, 'grantor', keys.grantor))).toEqual([['ESL-13', '/jws']]);
    expect((await stateOf(id)).status).toBe('proposed');
  });

  test('422 ESL-13 over another hash, with a touched signature, and with a header that is not ours', async () => {
    const id = await proposed();
    const other = await proposed();
    const input = (await done(signer.post(`/agreements/${other}/signing-input`, { jwk: keys.grantor.jwk }))).body;
    const jws = `${input.protected}..${keys.grantor.sign(input.toSign)}`;
    expect(cited(await signing(id, 'grantor', { jws }))).toEqual([['ESL-13', '/jws']]);
    expect(cited(await signing(id, 'grantor', { jws, textHash: input.textHash }))).toEqual([['ESL-13', '/textHash']]);
    const headers = [
      { alg: 'none', b64: false, crit: ['b64'], jwk: keys.grantor.jwk },
      { alg: 'EdDSA', jwk: keys.grantor.jwk },
      { alg: 'EdDSA', b64: false, crit: ['b64'], jwk: keys.grantor.jwk, jku: 'https://elsewhere.test' },
      { alg: 'ES256', b64: false, crit: ['b64'], jwk: keys.grantor.jwk },
      { alg: 'EdDSA', b64: false, crit: ['b64'], jwk: { ...keys.grantor.jwk, x: 'A'.repeat(42) } },
    ];
    const { textHash } = (await stateOf(id)).terms;
    for (const header of headers) {
      const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
      const strange = `${encoded}..${keys.grantor.sign(`${encoded}.${textHash}`)}`;
      expect(cited(await signing(id, 'grantor', { jws: strange }))).toEqual([['ESL-13', '/jws']]);
    }
    expect((await signing(id, 'grantor', { jws: 'not a jws' })).status).toBe(422);
    expect((await stateOf(id)).status).toBe('proposed');
  });

  test('422 ESL-3 without consent, 403 for a bystander, 404 for another operator and for the wrong side', async () => {
    const id = await proposed();
    expect(cited(await signing(id, 'operator', { electronic: false }))).toEqual([['ESL-3', '/electronic']]);
    const body = { ...(await signatureBody(id)), side: 'operator' };
    expect(refused(await clerk.post(`/agreements/${id}/signatures`, body))).toEqual([403, 'ESL-3']);
    expect((await bob.post(`/agreements/${id}/signatures`, body)).status).toBe(404);
    expect((await signer.post(`/agreements/${id}/signatures`, body)).status).toBe(404);
    expect((await bob.post(`/agreements/${id}/signing-input`, { jwk: keys.operator.jwk })).status).toBe(404);
  });

  test('a text withdrawn and proposed again takes no earlier signature', async () => {
    const id = await proposed();
    const early = await signatureBody(id);
    await done(signing(id, 'operator'));
    await done(signer.post(`/agreements/${id}/withdraw`));
    const { contents, scope } = agreementBody(service, ground, { other: { clause: '新约定' } });
    const { version } = (await signer.get(`/agreements/${id}`)).body;
    await done(signer.put(`/agreements/${id}`, { contents, scope }, { 'if-match': `"${version}"` }));
    await done(signer.post(`/agreements/${id}/propose`));
    expect(cited(await signer.post(`/agreements/${id}/signatures`, early))).toEqual([['ESL-13', '/textHash']]);
  });

  test('409 ESL-3 for the signing input of a draft; a replayed Idempotency-Key answers the same bytes', async () => {
    const draft = await draftedAgreement(service, ground);
    const nothing = await signer.post(`/agreements/${draft}/signing-input`, { jwk: keys.grantor.jwk });
    expect(refused(nothing)).toEqual([409, 'ESL-3']);
    const id = await proposed();
    const body = await signatureBody(id);
    const [one, two] = [
      await signer.post(`/agreements/${id}/signatures`, body, key('sign-1')),
      await signer.post(`/agreements/${id}/signatures`, body, key('sign-1')),
    ];
    expect([one.status, two.text]).toEqual([200, one.text]);
  });

  async function signatureBody(id: string) {
    const input = (await done(signer.post(`/agreements/${id}/signing-input`, { jwk: keys.grantor.jwk }))).body;
    return {
      side: 'grantor',
      authority: { kind: 'power-of-attorney', document: paper('授权书') },
      electronic: true,
      textHash: input.textHash,
      jws: `${input.protected}..${keys.grantor.sign(input.toSign)}`,
    };
  }
});

describe('POST /agreements/{id}/effect', () => {
  test('opens the gate with its days and its scope', async () => {
    const world = await agreementInEffect(service);
    const { terms } = await stateOf(world.agreement);
    const { from, until, scope } = (await gateOf(world.agreement)) ?? {};
    expect([from, until, scope]).toEqual([world.from, world.until, terms.scope]);
    expect(until).toBe(endOfDay(terms.term.until));
  });

  test('422 DZ-13 when a dataset was withdrawn after both had signed', async () => {
    const own = await prepared(service);
    const id = await signedAgreement(service, own);
    const unit = await openWorld(service).as('cataloguer');
    await done(unit.post(`/datasets/${own.dataset}/withdraw`, { reason: '停止采集' }));
    expect(cited(await signer.post(`/agreements/${id}/effect`))).toEqual([['DZ-13', '/contents/resources/datasets/0']]);
    expect((await stateOf(id)).status).toBe('signed');
  });

  test('409 before both have signed, 422 OPS-14 before its first day', async () => {
    expect(refused(await signer.post(`/agreements/${await proposed()}/effect`))).toEqual([409, 'OPS-13']);
    const tomorrow = addDays(localDate(service.clock.domain()), 1);
    const id = await draftedAgreement(service, ground, { term: { from: tomorrow, until: addYears(tomorrow, 1) } });
    await done(signer.post(`/agreements/${id}/propose`));
    await done(signed(signer, id, 'grantor', keys.grantor));
    await done(signed(ann, id, 'operator', keys.operator));
    expect(cited(await signer.post(`/agreements/${id}/effect`))).toEqual([['OPS-14', '/contents/term/from']]);
    expect(await gateOf(id)).toBeUndefined();
  });
});

describe('POST /agreements/{id}/amendments', () => {
  const amended = async (id: string, contents: object, fields: readonly string[] = ground.fields) => {
    const { contents: all } = agreementBody(service, ground, contents);
    const scope = { v: 1, datasets: { [ground.dataset]: fields } };
    await done(ann.post(`/agreements/${id}/amendments`, { contents: all, scope }));
    await done(signed(ann, id, 'operator', keys.operator));
    const half = await gateOf(id);
    await done(signed(signer, id, 'grantor', keys.grantor));
    return half;
  };

  test('changes the gate in one write, only with the second signature; earlier texts stay readable', async () => {
    const id = await inEffect();
    const before = await gateOf(id);
    const first = (await signer.get(`/agreements/${id}/text`)).text;
    const until = addYears(localDate(service.clock.domain()), 1);
    const half = await amended(id, { term: { ...fiveYears(service), until } }, ['气温']);
    expect(half).toEqual(before);
    const after = await gateOf(id);
    expect(after?.until).toBe(endOfDay(until));
    expect(await getScope(service.store, after?.scope ?? '')).toMatchObject({
      datasets: { [ground.dataset]: ['气温'] },
    });
    const now = (await signer.get(`/agreements/${id}/text`)).text;
    expect(now).toContain('文本版本：第2版');
    expect((await signer.get(`/agreements/${id}/text?version=1`)).text).toBe(first);
    expect((await signer.get(`/agreements/${id}/text?version=3`)).status).toBe(404);
    await amended(id, {}, ground.fields);
    expect((await gateOf(id))?.until).toBe(before?.until);
  });

  test('422 OPS-14 for another first day and for a second amendment; withdrawn it leaves no trace at the gate', async () => {
    const id = await inEffect();
    const { contents, scope } = agreementBody(service, ground);
    const moved = { ...contents, term: { ...contents.term, from: addDays(contents.term.from, 1) } };
    const refusedMove = await signer.post(`/agreements/${id}/amendments`, { contents: moved, scope });
    expect(cited(refusedMove)).toEqual([['OPS-14', '/contents/term/from']]);
    await done(signer.post(`/agreements/${id}/amendments`, { contents, scope }));
    expect((await signer.post(`/agreements/${id}/amendments`, { contents, scope })).status).toBe(422);
    const before = await gateOf(id);
    await done(signer.post(`/agreements/${id}/withdraw`));
    expect(await gateOf(id)).toEqual(before);
  });
});

describe('how an agreement ends', () => {
  test('a proposal, the notice by a second person, its delivery: only the delivery ends the gate, under CC-565', async () => {
    const id = await inEffect();
    const at = `/agreements/${id}/termination`;
    expect(refused(await ann.post(at, { grounds: paper('理由') }))).toEqual([403, 'POLICY-2']);
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
