import { describe, expect, test } from 'vitest';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { organizationRoutes } from '../../functions/identity/organization-routes.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { addDays, endOfDay, localDate } from '../../shared/law/time.ts';
import { after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { cited, refused } from './agreement-city.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  draftedAgreement,
  paper,
  prepared,
  signedAgreement,
} from './agreement-world.ts';
import { city } from './city.ts';
import { type Answered, type Client, open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';

/* What comes before an agreement: the plan, the operator's qualification, and who may take part. */

const { client, table } = await freshTable();
const service = identityService(client, table);
await settleCity(service, [...agreementSeats, 'audit']);
const { anyone, as } = open([...agreementRoutes, ...organizationRoutes], service);
const [signer, second, mayor] = [await as('signer'), await as('second-signer'), await as('mayor')];
const [ann, bob, auditor] = [await as('ann'), await as('bob'), await as('auditor')];
const ground = await prepared(service);

const told = (answer: Answered) => [answer.status, ...cited(answer)];

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

describe('interests (POLICY-11)', () => {
  const evidence = Object.fromEntries(Object.keys(securityConditions).map((one) => [one, paper('证明')]));
  const applied = async () =>
    `/qualifications/${(await done(bob.post('/qualifications', { plan: ground.plan, evidence }))).body.id}`;
  const declaring = (who: Client, at: string, interest: string) =>
    who.post(`${at}/interests`, { interest, document: paper('利益冲突申报') });
  const qualifying = (who: Client, at: string) => who.post(`${at}/qualify`, { validUntil: '2027-01-01' });
  const selecting = (who: Client, at: string) =>
    who.post(`${at}/selection`, { way: 'negotiation', record: paper('谈判记录') });
  const deciding = (who: Client, at: string) => who.post(`${at}/decision`, { minutes: paper('纪要') });
  const barred = [422, ['POLICY-11', undefined]];

  test('who declared none, or a conflict of their own, takes no part in any of the three steps; a colleague does', async () => {
    const at = await applied();
    expect(told(await qualifying(signer, at))).toEqual(barred);
    await done(declaring(signer, at, 'own'));
    await done(declaring(second, at, 'none'));
    for (const step of [qualifying, selecting, deciding]) {
      expect(told(await step(signer, at))).toEqual(barred);
      await done(step(second, at));
    }
    expect((await done(signer.get(at))).body.qualification.status).toBe('decided');
  });

  test('a conflict once declared is not taken back; the operator declares none for the grantor', async () => {
    const at = await applied();
    await done(declaring(signer, at, 'own'));
    expect(told(await declaring(signer, at, 'none'))).toEqual([422, ['POLICY-11', '/interest']]);
    const foreign = await declaring(bob, at, 'none');
    expect([foreign.status, foreign.problem.article]).toEqual([403, 'POLICY-11']);
    expect((await declaring(signer, at, 'some')).status).toBe(422);
  });

  test('one of the whole body bars everybody in it, also after the operator was selected', async () => {
    const at = await applied();
    await done(declaring(second, at, 'none'));
    await done(qualifying(second, at));
    await done(selecting(second, at));
    await done(declaring(signer, at, 'organization'));
    expect(told(await deciding(second, at))).toEqual([422, ['POLICY-11', '/operator']]);
  });
});

describe('the mandate of the implementing body (OPS-3)', () => {
  const last = addDays(localDate(service.clock.domain()), 30);
  const over = endOfDay(last);
  const mandating = (until?: string) =>
    mayor.post('/organizations/grantor/mandate', {
      ...{ mandate: '市政府授权文件', by: 'government', number: '测府函〔2026〕3号', from: '2026-01-01' },
      ...(until && { until }),
    });
  const unmandated = [422, ['OPS-3', '/grantor']];

  test('carries until 24:00 of its last day; then nothing is decided, proposed or put into effect until it is renewed', async () => {
    await done(mandating(last));
    const { contents } = (await done(signer.get(`/plans/${ground.plan}`))).body;
    const planned = async () => (await done(signer.post('/plans', { title: '方案', contents }))).body.id;
    const plans = [await planned(), await planned()];
    const agreements = [await draftedAgreement(service, ground), await draftedAgreement(service, ground)];
    const both = [await signedAgreement(service, ground), await signedAgreement(service, ground)];
    const steps = (at: number) => [
      () => signer.post(`/plans/${plans[at]}/decision`, { minutes: paper('纪要') }),
      () => signer.post(`/agreements/${agreements[at]}/propose`),
      () => signer.post(`/agreements/${both[at]}/effect`),
    ];
    service.moveTo(shift(over, -1));
    for (const step of steps(0)) await done(step());
    service.moveTo(over);
    for (const step of steps(1)) expect(told(await step())).toEqual(unmandated);

    const { scope, ...rest } = agreementBody(service, ground);
    const { term } = (await done(signer.get(`/agreements/${both[0]}`))).body.agreement.terms;
    const amendment = { scope, contents: { ...rest.contents, term } };
    expect(told(await ann.post(`/agreements/${both[0]}/amendments`, amendment))).toEqual(unmandated);

    await done(mandating());
    for (const step of steps(1)) await done(step());
  });
});
