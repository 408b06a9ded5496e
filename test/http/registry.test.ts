import { describe, expect, it } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { after as shift } from '../domain/given.ts';
import { done } from './agreement-world.ts';
import { agreementOfAlpha, publishedEntry, recorded } from './recorded.ts';
import { application, deposit, file, grounds, refused, registryWorld, resource, text } from './registry-world.ts';

const { service, anyone, by, filed } = await registryWorld();

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
    expect((await by('cataloguer').post('/registrations', resource('own-data'))).status).toBe(201);
    const foreign = await by('cataloguer').post('/registrations', resource('own-data', 'other-data'));
    expect(grounds(foreign)).toEqual([['REG-5', '/datasets/1']]);
    expect((await by('signer').post('/registrations', resource('other-data'))).status).toBe(201);
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
    const path = await filed({ file: { subject: file.subject } });
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
    const path = await filed();
    expect(refused(await by('registrar').post(`${path}/return`))).toEqual([422, 'REG-10']);
    expect(refused(await by('ann').post(`${path}/accept`))).toEqual([403, 'REG-10']);
    expect((await by('bob').post(`${path}/withdraw`)).status).toBe(404);
    expect((await by('ann').post(`${path}/withdraw`)).body.registration).toMatchObject({ reason: 'withdrawn' });
    expect(refused(await by('registrar').post(`${path}/accept`))).toEqual([409, 'REG-10']);
  });

  it('a refusal gives reasons that the registrant can read', async () => {
    const path = await filed();
    await done(by('registrar').post(`${path}/refusal`, { reasons: text('不属于登记范围') }, { 'if-match': '"1"' }));
    const { body } = await done(by('ann').get(`${path}/history`));
    const { document } = body.items.at(-1).event.reasons;
    expect((await by('ann').get(`${path}/documents/${document}`)).text).toBe('不属于登记范围');
    expect((await by('bob').get(`${path}/documents/${document}`)).status).toBe(404);
  });

  it('412: an old version', async () => {
    const path = await filed();
    expect((await by('registrar').post(`${path}/accept`, {}, { 'if-match': '"7"' })).status).toBe(412);
    expect((await by('registrar').post(`${path}/accept`, {}, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('GET /registrations', () => {
  it('lists one’s own, for the agency those of its jurisdiction, and 404 for everybody else’s', async () => {
    const path = await filed();
    const own = await done(by('ann').get('/registrations?status=applied&limit=200'));
    expect(own.body.items.map((one: { id: string }) => one.id)).toContain(path.split('/').at(-1));
    expect((await done(by('bob').get('/registrations'))).body.items).toEqual([]);
    const agency = await done(by('examiner').get('/registrations?limit=200'));
    expect(agency.body.items.map((one: { id: string }) => one.id)).toContain(path.split('/').at(-1));
    expect([(await by('bob').get(path)).status, (await by('bob').get('/registrations/no')).status]).toEqual([404, 404]);
    expect((await by('ann').get('/registrations?cursor=forged')).status).toBe(422);
  });
});
