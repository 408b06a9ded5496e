import { beforeAll, describe, expect, it } from 'vitest';
import { certificateView } from '../../functions/registry/certificate.ts';
import { routes } from '../../functions/registry/routes.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock, renewalOpensAt } from '../../shared/law/periods.ts';
import { addDays, addYears, endOfDay, type Instant } from '../../shared/law/time.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { hashOf, after as shift } from '../domain/given.ts';
import { particulars } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { type Answered, type Client, open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, partnership, publishedEntry, recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { as, anyone } = open(routes, service);
const began = service.clock.domain();
const people: Record<string, Client> = {};
const names = ['ann', 'bob', 'registrar', 'examiner', 'cataloguer', 'inspector', 'signer', 'clerk'];

beforeAll(async () => {
  await settleCity(service, ['authority', 'registry', 'alpha', 'beta', 'source', 'grantor']);
  await agreementOfAlpha(service, 'agreement-1', '2028-06-30');
  await partnership(service, 'partners');
  for (const person of names) people[person] = await as(person);
});

const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};
const text = (words: string) => ({ text: words });
const deposit = (depositedAt: Instant = '2026-11-20T02:00:00.000Z') => ({
  hash: hashOf('e'),
  depositedAt,
  proof: text('存证证明'),
});
const file = {
  subject: text('营业执照'),
  legality: text('来源合法性说明'),
  internalReview: { reviewedAt: '2026-11-19T02:00:00.000Z', record: text('内部审核记录') },
  resource: text('数据资源情况'),
  particulars,
  deposit: deposit(),
  product: text('产品说明'),
  scenario: text('应用场景'),
  risk: text('安全风险评估'),
};
const application = {
  category: 'product',
  title: '气象指数查询',
  description: '逐小时气象观测形成的指数',
  agency: 'registry',
  datasets: ['weather'],
  agreement: 'agreement-1',
  file,
};
const done = async (answer: Promise<Answered>): Promise<Answered> => {
  const got = await answer;
  if (got.status >= 300) throw new Error(`${got.status} ${got.text}`);
  return got;
};
const grounds = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
const refused = (answer: Answered) => [answer.status, answer.problem.article];

/** A registration of alpha, as far as told. */
async function filed(more: object = {}): Promise<string> {
  return (await done(by('ann').post('/registrations', { ...application, ...more }))).body.id;
}
async function inNotice(): Promise<{ path: string; ends: Instant }> {
  const path = `/registrations/${await filed()}`;
  await done(by('registrar').post(`${path}/accept`));
  await done(by('registrar').post(`${path}/review`));
  const { body } = await done(by('registrar').post(`${path}/notice`));
  return { path, ends: body.clocks[0].dueAt };
}
async function coded(): Promise<{ path: string; number: string; expiresOn: `${number}-${number}-${number}` }> {
  const { path, ends } = await inNotice();
  service.moveTo(ends);
  const { number, expiresOn } = (await done(by('registrar').post(`${path}/code`))).body.registration;
  return { path, number, expiresOn };
}

describe('POST /registrations', () => {
  it('201: received although parts are missing, and the answer counts all of them', async () => {
    const answer = await by('ann').post('/registrations', { ...application, file: { subject: file.subject } });
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, '"1"']);
    expect(answer.headers.get('location')).toBe(`/registrations/${answer.body.id}`);
    expect(answer.body.registration).toMatchObject({ status: 'applied', registrants: ['alpha'], appliedBy: 'ann' });
    expect(answer.body.missing.map(({ part }: { part: string }) => part)).toEqual([
      'legality',
      'internalReview',
      'resource',
      'particulars',
      'deposit',
      'product',
      'scenario',
      'risk',
    ]);
    expect(answer.body.clocks).toMatchObject([{ rule: 'REG-10', provisional: false, href: '/law/REG-10' }]);
  });

  it('201: a source unit registers its own published data as a resource, and nobody else’s', async () => {
    await publishedEntry(service, 'own-data', 'source');
    await publishedEntry(service, 'other-data', 'authority');
    const resource = { ...application, category: 'resource', agreement: undefined, datasets: ['own-data'] };
    expect((await by('cataloguer').post('/registrations', resource)).status).toBe(201);
    const foreign = await by('cataloguer').post('/registrations', {
      ...resource,
      datasets: ['own-data', 'other-data'],
    });
    expect(grounds(foreign)).toEqual([['REG-5', '/datasets/1']]);
    expect((await by('signer').post('/registrations', { ...resource, datasets: ['other-data'] })).status).toBe(201);
  });

  it('422: everything that is wrong at once, each with its article', async () => {
    const answer = await by('ann').post('/registrations', {
      ...application,
      registrants: ['alpha', 'partners', 'nobody'],
      agency: 'beta',
      datasets: ['weather', 'stars'],
      file: { ...file, deposit: deposit('2027-01-01T00:00:00.000Z') },
    });
    expect(answer.status).toBe(422);
    expect(grounds(answer)).toEqual([
      ['REG-3', '/registrants/1'],
      ['REG-10', '/file/deposit/depositedAt'],
      ['REG-3', '/registrants/2'],
      ['REG-3', '/agency'],
      ['REG-5', '/datasets/1'],
    ]);
  });

  it('422: a product rests on the operator’s own agreement; another’s is told like a missing one', async () => {
    const foreign = await by('bob').post('/registrations', application);
    const missing = await by('bob').post('/registrations', { ...application, agreement: 'no-such' });
    expect([grounds(foreign), foreign.problem.detail]).toEqual([[['REG-5', '/agreement']], missing.problem.detail]);
    expect(grounds(await by('ann').post('/registrations', { ...application, agreement: undefined }))).toEqual([
      ['REG-5', '/agreement'],
    ]);
  });

  it('401, 403, 404, 422: nobody, the agency, for another organization, unknown members; nothing is written', async () => {
    const before = await listByParty(service.store, { kind: 'registration', party: 'alpha' }, { limit: 200 });
    expect((await anyone.post('/registrations', application)).status).toBe(401);
    expect(refused(await by('registrar').post('/registrations', application))).toEqual([403, 'REG-9']);
    expect((await by('ann').post('/registrations', { ...application, registrants: ['beta', 'alpha'] })).status).toBe(
      404,
    );
    expect((await by('ann').post('/registrations', { ...application, appliedBy: 'bob' })).status).toBe(422);
    const { items } = await listByParty(service.store, { kind: 'registration', party: 'alpha' }, { limit: 200 });
    expect(items).toEqual(before.items);
  });

  it('the same key answers the same bytes, another body under it 422', async () => {
    const key = { 'idempotency-key': 'apply-once' };
    const first = await by('ann').post('/registrations', application, key);
    expect((await by('ann').post('/registrations', application, key)).text).toBe(first.text);
    expect(refused(await by('ann').post('/registrations', { ...application, title: '另一名称' }, key))).toEqual([
      422,
      'POLICY-9',
    ]);
  });
});

describe('POST /registrations/{id}/application', () => {
  const due = async (agreement: string) => {
    await agreementOfAlpha(service, agreement, '2028-06-30');
    const supplied = { operator: 'alpha', dataset: 'weather', agreement };
    const at = service.clock.domain();
    const clock = openClock('REG-9(1)', at);
    const id = dueRegistration(service.store, supplied);
    await recorded(service, registration, id, [
      { type: 'fell-due', at, channel: 'channel-1', ...supplied, jurisdiction: '511700', clock },
    ]);
    return { id, clock, body: { ...application, agreement } };
  };

  it('in time and late are both taken; late is noted from the first late moment on', async () => {
    for (const [agreement, ms, late] of [
      ['agreement-in-time', -1, false],
      ['agreement-late', 0, true],
    ] as const) {
      const { id, clock, body } = await due(agreement);
      service.moveTo(shift(clock.dueAt, ms));
      const answer = await by('ann').post(`/registrations/${id}/application`, body);
      expect(answer.body.registration).toMatchObject({ status: 'applied', filedLate: late, channel: 'channel-1' });
    }
  });

  it('404: an id that no supply made due, and another operator’s; 422: not what was supplied', async () => {
    const { id, body } = await due('agreement-due');
    expect((await by('ann').post('/registrations/made-up/application', body)).status).toBe(404);
    expect((await loadHead(service.store, registration, 'made-up')).version).toBe(0);
    expect((await by('bob').post(`/registrations/${id}/application`, body)).status).toBe(404);
    const other = await by('ann').post(`/registrations/${id}/application`, application);
    expect(grounds(other)).toEqual([['REG-9', '/agreement']]);
  });

  it('422: what fell due is answered there, not by another application', async () => {
    const { id, body } = await due('agreement-answered');
    const answer = await by('ann').post('/registrations', body);
    expect(grounds(answer)).toEqual([['REG-9', '/datasets/0']]);
    expect(answer.problem.detail).toContain(`/registrations/${id}/application`);
  });
});

describe('return, resubmission, acceptance, refusal, withdrawal', () => {
  it('returns with all that is missing, and a resubmission keeps what was handed in', async () => {
    const path = `/registrations/${await filed({ file: { subject: file.subject } })}`;
    const early = await by('registrar').post(`${path}/accept`);
    expect(grounds(early)).toEqual(
      ['legality', 'internalReview', 'resource', 'particulars', 'deposit', 'product', 'scenario', 'risk'].map(
        (part) => ['REG-10', `/file/${part}`],
      ),
    );
    const returned = await done(by('registrar').post(`${path}/return`));
    expect(returned.body.registration.missing).toHaveLength(8);
    const { subject, ...rest } = file;
    const again = await done(by('ann').post(`${path}/resubmission`, { file: rest }));
    expect([again.body.missing, again.body.registration.file.subject]).toEqual([
      [],
      returned.body.registration.file.subject,
    ]);
    expect((await by('registrar').post(`${path}/accept`)).body.registration.status).toBe('accepted');
  });

  it('422: a complete file is not returned; 403: the registrant accepts nothing; 404: another’s application', async () => {
    const path = `/registrations/${await filed()}`;
    expect(refused(await by('registrar').post(`${path}/return`))).toEqual([422, 'REG-10']);
    expect(refused(await by('ann').post(`${path}/accept`))).toEqual([403, 'REG-10']);
    expect((await by('bob').post(`${path}/withdraw`)).status).toBe(404);
    expect((await by('ann').post(`${path}/withdraw`)).body.registration).toMatchObject({ reason: 'withdrawn' });
    expect(refused(await by('registrar').post(`${path}/accept`))).toEqual([409, 'REG-10']);
  });

  it('a refusal gives reasons that the registrant can read', async () => {
    const path = `/registrations/${await filed()}`;
    await done(by('registrar').post(`${path}/refusal`, { reasons: text('不属于登记范围') }, { 'if-match': '"1"' }));
    const { body } = await done(by('ann').get(`${path}/history`));
    const { document } = body.items.at(-1).event.reasons;
    expect((await by('ann').get(`${path}/documents/${document}`)).text).toBe('不属于登记范围');
    expect((await by('bob').get(`${path}/documents/${document}`)).status).toBe(404);
  });

  it('412: an old version', async () => {
    const path = `/registrations/${await filed()}`;
    expect((await by('registrar').post(`${path}/accept`, {}, { 'if-match': '"7"' })).status).toBe(412);
    expect((await by('registrar').post(`${path}/accept`, {}, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('POST /registrations/{id}/objections', () => {
  const objection = {
    objector: { name: '唐某某', contact: 'tang@example.cn', statement: '数据来自本人' },
    evidence: [text('权属证明')],
  };

  it('takes a real name with evidence, until the notice ends', async () => {
    const { path, ends } = await inNotice();
    expect(refused(await by('clerk').post(`${path}/objections`, { ...objection, evidence: [] }))).toEqual([
      422,
      'REG-12',
    ]);
    expect((await by('clerk').post(`${path}/objections`, { evidence: [text('证明')] })).status).toBe(422);
    service.moveTo(shift(ends, -1));
    expect((await by('clerk').post(`${path}/objections`, objection)).status).toBe(200);
    service.moveTo(ends);
    expect(refused(await by('clerk').post(`${path}/objections`, objection))).toEqual([422, 'REG-12']);
    expect(refused(await by('ann').post(`${path}/objections`, objection))).toEqual([403, 'REG-12']);
  });

  it('shows who objected to the agency and to nobody else', async () => {
    const { path } = await inNotice();
    const answer = await done(by('clerk').post(`${path}/objections`, objection));
    expect(Object.keys(answer.body).sort()).toEqual(['clocks', 'id', 'objection', 'status', 'title', 'version']);
    const [seen, history] = await Promise.all([by('ann').get(path), by('ann').get(`${path}/history`)]);
    for (const { text: told } of [answer, seen, history]) {
      for (const secret of ['唐某某', 'tang@', 'clerk', '"authority"']) expect(told).not.toContain(secret);
    }
    const id = seen.body.registration.objections[0].objection;
    expect((await by('ann').get(`${path}/objections/${id}`)).status).toBe(403);
    const read = await done(by('registrar').get(`${path}/objections/${id}`));
    expect(read.body).toMatchObject({ objection: id, objector: objection.objector, evidence: [expect.any(String)] });
    expect((await by('clerk').get(`${path}/objections/${answer.body.objection}`)).body).toEqual(read.body);
    const proof = `${path}/documents/${read.body.evidence[0]}`;
    expect([(await by('registrar').get(proof)).text, (await by('ann').get(proof)).status]).toEqual(['权属证明', 404]);
  });

  it('keeps the code away until it is dismissed, and ends the registration when upheld', async () => {
    const { path, ends } = await inNotice();
    await done(by('clerk').post(`${path}/objections`, objection));
    const [{ objection: id }] = (await by('ann').get(path)).body.registration.objections;
    service.moveTo(ends);
    expect(refused(await by('registrar').post(`${path}/code`))).toEqual([422, 'REG-12']);
    const dismissed = by('registrar').post(`${path}/objections/dismissal`, { objection: id, reasons: text('不成立') });
    expect((await dismissed).status).toBe(200);
    expect((await by('registrar').post(`${path}/code`)).body.registration.status).toBe('coded');

    const other = await inNotice();
    await done(by('clerk').post(`${other.path}/objections`, objection));
    const [{ objection: one }] = (await by('ann').get(other.path)).body.registration.objections;
    const upheld = by('registrar').post(`${other.path}/objections/upholding`, {
      objection: one,
      reasons: text('成立'),
    });
    expect((await upheld).body.registration).toMatchObject({ status: 'ended', reason: 'objection-upheld' });
  });
});

describe('POST /registrations/{id}/code', () => {
  it('not a moment before the notice ends; then a number, and valid as long as the agreement', async () => {
    const { path, ends } = await inNotice();
    service.moveTo(shift(ends, -1));
    expect(refused(await by('registrar').post(`${path}/code`))).toEqual([422, 'REG-12']);
    service.moveTo(ends);
    const { registration: now, clocks } = (await done(by('registrar').post(`${path}/code`))).body;
    expect(now).toMatchObject({ status: 'coded', expiresOn: '2028-06-30', edition: 1 });
    expect(now.number).toMatch(/^511700-20\d\d-\d{6}$/);
    expect(clocks).toMatchObject([{ rule: 'REG-15', dueAt: endOfDay('2028-06-30') }]);
  });

  it('numbers follow each other without gap while nothing fails, and two at once get two', async () => {
    const [one, two] = [await inNotice(), await inNotice()];
    expect((await by('registrar').post(`${one.path}/code`)).status).toBe(422);
    service.moveTo(two.ends);
    const both = await Promise.all([by('registrar').post(`${one.path}/code`), by('examiner').post(`${two.path}/code`)]);
    const [first = 0, second = 0] = both
      .map(({ body }) => Number(body.registration.number.slice(-6)))
      .sort((a, b) => a - b);
    expect(second - first).toBe(1);
    const third = await coded();
    expect(Number(third.number.slice(-6)) - second).toBe(1);
  });

  it('422: a query code is entered once, and belongs to one registration', async () => {
    const [one, two] = [await coded(), await coded()];
    const code = { queryCode: 'GJ-2026-0001' };
    expect((await by('registrar').post(`${one.path}/query-code`, code)).body.registration).toMatchObject(code);
    expect(refused(await by('registrar').post(`${one.path}/query-code`, { queryCode: 'GJ-2' }))).toEqual([
      422,
      'REG-13',
    ]);
    expect(refused(await by('registrar').post(`${two.path}/query-code`, code))).toEqual([422, 'REG-13']);
    expect((await by('ann').get(two.path)).body.registration).not.toHaveProperty('queryCode');
  });
});

describe('after the code', () => {
  const change = { kind: 'change', request: text('变更申请'), changes: { title: '气象指数查询(二版)' } };

  it('a change is asked for, accepted, and carried out as the next edition', async () => {
    const { path } = await coded();
    expect((await by('ann').post(`${path}/amendments`, change)).body).toMatchObject({ status: 'amending' });
    const { pending } = (await done(by('registrar').get(`${path}/editions`))).body;
    expect(pending).toMatchObject([{ field: 'title', before: '气象指数查询', after: '气象指数查询(二版)' }]);
    await done(by('registrar').post(`${path}/accept`));
    const { body } = await done(by('registrar').post(`${path}/amendments/approval`));
    expect(body.registration).toMatchObject({ edition: 2, title: '气象指数查询(二版)', status: 'coded' });
    const { items, pending: none } = (await done(by('ann').get(`${path}/editions`))).body;
    expect([items[1].differences, none]).toEqual([pending, []]);
    expect((await by('bob').get(`${path}/editions`)).status).toBe(404);
  });

  it('422: an empty change, and a renewal long before its window', async () => {
    const { path } = await coded();
    expect(refused(await by('ann').post(`${path}/amendments`, { ...change, changes: {} }))).toEqual([422, 'REG-9']);
    const renewal = { kind: 'renewal', request: text('续期申请') };
    expect(refused(await by('ann').post(`${path}/amendments`, renewal))).toEqual([422, 'REG-15']);
    expect((await by('bob').post(`${path}/amendments`, change)).status).toBe(404);
  });

  it('revocation is the agency’s, with ground and decision', async () => {
    const { path } = await coded();
    const revocation = { ground: 'false-material', decision: text('撤销决定') };
    expect(refused(await by('ann').post(`${path}/revocation`, revocation))).toEqual([403, 'REG-20']);
    expect((await by('registrar').post(`${path}/revocation`, revocation)).body.registration.status).toBe('revoked');
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([409, 'REG-15']);
  });

  it('a resource is renewed inside its window, and deregistered by the agency once it expired', async () => {
    await publishedEntry(service, 'renewed-data', 'source');
    const resource = { category: 'resource', agreement: undefined, datasets: ['renewed-data'] };
    const { body } = await done(by('cataloguer').post('/registrations', { ...application, ...resource }));
    const path = `/registrations/${body.id}`;
    for (const step of ['accept', 'review', 'notice']) await done(by('registrar').post(`${path}/${step}`));
    service.moveTo((await by('registrar').get(path)).body.clocks[0].dueAt);
    const { codedOn, expiresOn, clock } = (await done(by('registrar').post(`${path}/code`))).body.registration;
    expect(expiresOn).toBe(addDays(addYears(codedOn, 3), -1));
    service.moveTo(renewalOpensAt(clock));
    await done(by('cataloguer').post(`${path}/amendments`, { kind: 'renewal', request: text('续期申请') }));
    await done(by('registrar').post(`${path}/accept`));
    const renewed = (await done(by('registrar').post(`${path}/amendments/approval`))).body.registration;
    expect(renewed.expiresOn).toBe(addDays(addYears(addDays(expiresOn, 1), 3), -1));
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([422, 'REG-9']);
    await recorded(service, registration, body.id, [{ type: 'expired', at: endOfDay(renewed.expiresOn) }]);
    const ended = await done(by('registrar').post(`${path}/deregistration`));
    expect(ended.body.registration).toMatchObject({ status: 'deregistered', ground: 'expired' });
    service.moveTo(began);
  });

  it('GET certificate: the fields of the record, no ownership, and none before the code', async () => {
    const waiting = await inNotice();
    expect(refused(await by('ann').get(`${waiting.path}/certificate`))).toEqual([409, 'REG-13']);
    const { path, number, expiresOn } = await coded();
    const { body } = await done(by('ann').get(`${path}/certificate`));
    expect(body).toMatchObject({
      number,
      queryCode: null,
      expiresOn,
      registrants: [{ id: 'alpha', name: '甲数据运营有限公司', creditCode: '91511700MA00000010' }],
      agency: { name: '测试市登记机构' },
      deposit: { hash: hashOf('e') },
      statement: { zh: '本登记仅作形式审核，不确认权属。' },
    });
    // It is what the API document says of it, and no more.
    expect(certificateView.parse(body)).toEqual(body);
    expect((await by('bob').get(`${path}/certificate`)).status).toBe(404);
    // Anybody may have the proof by the number, once the log has all of it.
    expect((await anyone.get(`/registry/${number}/proof`)).problem.article).toBe('DZ-49');
    expect((await anyone.get('/registry/511700-2026-999999/proof')).status).toBe(404);
  });
});

describe('GET /registrations', () => {
  it('lists one’s own, for the agency those of its jurisdiction, and 404 for everybody else’s', async () => {
    const id = await filed();
    const own = await done(by('ann').get('/registrations?status=applied&limit=200'));
    expect(own.body.items.map((one: { id: string }) => one.id)).toContain(id);
    expect((await done(by('bob').get('/registrations'))).body.items).toEqual([]);
    const agency = await done(by('examiner').get('/registrations?limit=200'));
    expect(agency.body.items.map((one: { id: string }) => one.id)).toContain(id);
    expect([
      (await by('bob').get(`/registrations/${id}`)).status,
      (await by('bob').get('/registrations/no')).status,
    ]).toEqual([404, 404]);
    expect((await by('ann').get('/registrations?cursor=forged')).status).toBe(422);
  });
});
