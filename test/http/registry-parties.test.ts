import { describe, expect, it } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { dueResource } from '../../shared/store/first-supply.ts';
import { listInbox } from '../../shared/store/inbox.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { hashOf, after as shift } from '../domain/given.ts';
import { done } from './agreement-world.ts';
import { publishedEntry, recorded } from './recorded.ts';
import { application, file, grounds, registryWorld, resource, text } from './registry-world.ts';

const { service, by, filed } = await registryWorld();
const { store } = service;

/** The steps of this registration that an organization was told, newest first. */
const inboxOf = async (organization: string, path: string) => {
  const { items } = await listInbox(store, { organization, person: 'nobody' }, { limit: 50 });
  const own = items.map(({ notice }) => notice).filter(({ stream }) => path.endsWith(stream.id));
  return own.map(({ step }) => step?.command);
};

describe('two agents at once', () => {
  it('one accepts or refuses, the other is told why, and the stream has one decision', async () => {
    for (let round = 0; round < 2; round++) {
      const path = await filed();
      const both = await Promise.all([
        by('registrar').post(`${path}/accept`),
        by('examiner').post(`${path}/refusal`, { reasons: text('不属于登记范围') }, { 'if-match': '"1"' }),
      ]);
      // Told apart: it is no longer the time to accept, or what was to be refused is no longer what was seen.
      const [accepted, refused] = both.map(({ status }) => status);
      expect([accepted === 200, refused === 200].filter(Boolean)).toHaveLength(1);
      const lost = both.find(({ status }) => status !== 200);
      expect([409, 412]).toContain(lost?.status);
      expect(lost?.problem.detail).toMatch(accepted === 200 ? /已被他人修改/ : /当前为“已终结”/);
      const { items } = await listEvents(
        store,
        { aggregate: 'registration', id: path.split('/')[2] ?? '' },
        { limit: 9 },
      );
      expect(items.map(({ data }) => data.type)).toHaveLength(2);
    }
  });

  it('two objections at once both stand, each under its own id', async () => {
    const path = await filed();
    for (const step of ['accept', 'review', 'notice']) await done(by('registrar').post(`${path}/${step}`));
    const objection = (name: string) => ({
      objector: { name, contact: '0818-2100000', statement: '数据来自本人' },
      evidence: [text('权属证明')],
    });
    const both = await Promise.all([
      by('clerk').post(`${path}/objections`, objection('唐某')),
      by('inspector').post(`${path}/objections`, objection('宋某')),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const [one = '', other = ''] = both.map(({ body }) => body.objection);
    expect(one).not.toBe(other);
    // Each reads the own one; the other's, like one that does not exist, is not there.
    expect((await by('clerk').get(`${path}/objections/${one}`)).body).toMatchObject({
      status: 'open',
      objector: { name: '唐某' },
    });
    expect((await by('clerk').get(`${path}/objections/${other}`)).status).toBe(404);
    await done(by('registrar').post(`${path}/objections/dismissal`, { objection: one, reasons: text('证据不足') }));
    await done(
      by('registrar').post(`${path}/objections/upholding`, { objection: other, reasons: text('权属争议成立') }),
    );
    expect((await by('clerk').get(`${path}/objections/${one}`)).body).toMatchObject({
      status: 'dismissed',
      reasons: '证据不足',
    });
    expect((await by('inspector').get(`${path}/objections/${other}`)).body).toMatchObject({
      status: 'upheld',
      reasons: '权属争议成立',
    });
    const { body, text: told } = await by('ann').get(path);
    expect(body.registration).toMatchObject({ status: 'ended', reason: 'objection-upheld' });
    expect(told).not.toMatch(/唐某|宋某|clerk|inspector/);
    // Whoever objected is told what became of it; the registrant's notice names nobody.
    expect(await inboxOf('authority', path)).toEqual(['dismiss-objection']);
    expect(await inboxOf('source', path)).toEqual(['uphold-objection']);
    expect(await inboxOf('alpha', path)).toContain('uphold-objection');
  });
});

describe('joint registrants (REG-3)', () => {
  it('422 on acceptance until each of the others has confirmed by its own command', async () => {
    const path = await filed({ registrants: ['alpha', 'beta'] });
    expect(grounds(await by('registrar').post(`${path}/accept`))).toEqual([['REG-3', '/registrants/1']]);
    const returned = await done(by('registrar').post(`${path}/return`));
    expect(returned.body).toMatchObject({ registration: { missing: ['consents'] }, unconfirmed: ['beta'] });
    // A paper that the first of them hands in confirms nothing, and neither does the first one's own command.
    const delegations = [{ organization: 'beta', document: text('委托书') }];
    await done(by('ann').post(`${path}/resubmission`, { file: { delegations } }));
    expect(grounds(await by('registrar').post(`${path}/accept`))).toEqual([['REG-3', '/registrants/1']]);
    expect((await by('ann').post(`${path}/consent`)).status).toBe(404);
    const confirmed = await done(by('bob').post(`${path}/consent`, { document: text('同意书') }));
    expect(confirmed.body).toMatchObject({ missing: [], unconfirmed: [] });
    expect((await by('registrar').post(`${path}/accept`)).body.registration.status).toBe('accepted');
    expect((await by('bob').get(path)).body.registration.registrants).toEqual(['alpha', 'beta']);
    // Not the delegated one alone learns of each step, its own filing included.
    expect(await inboxOf('beta', path)).toEqual(['accept', 'resubmit', 'return', 'apply']);
  });
});

describe('a resource and its catalogue entry (LOCAL-41)', () => {
  it('422 for a milder level than the competent catalogue lists, on application, resubmission and change alike', async () => {
    await publishedEntry(service, 'rainfall', 'source');
    const path = await filed(resource('rainfall'), 'cataloguer');
    const listed = { level: 'important', entry: 'listing-1' } as const;
    await recorded(service, dataset, 'rainfall', [{ type: 'level-listed', at: service.clock.domain(), listed }]);
    const milder = await by('signer').post('/registrations', resource('rainfall'));
    expect(grounds(milder)).toEqual([['LOCAL-41', '/file/particulars/level']]);
    await done(by('registrar').post(`${path}/return`, { further: text('级别') }));
    const again = (level: string) =>
      by('cataloguer').post(`${path}/resubmission`, { file: { particulars: { ...file.particulars, level } } });
    expect(grounds(await again('general'))).toEqual([['LOCAL-41', '/file/particulars/level']]);
    expect((await done(again('important'))).body.registration.status).toBe('applied');
  });
});

describe('a resource is registered once (LOCAL-40)', () => {
  it('422 for a second application by holder or implementing body, until the first has ended', async () => {
    await publishedEntry(service, 'river-levels', 'source');
    const path = await filed(resource('river-levels'), 'cataloguer');
    for (const who of ['cataloguer', 'signer']) {
      expect(grounds(await by(who).post('/registrations', resource('river-levels')))).toEqual([
        ['LOCAL-40', '/datasets'],
      ]);
    }
    await done(by('cataloguer').post(`${path}/withdraw`));
    expect((await by('signer').post('/registrations', resource('river-levels'))).status).toBe(201);
  });

  it('at the same moment: one of the two', async () => {
    await publishedEntry(service, 'bridges', 'source');
    const both = await Promise.all(
      ['cataloguer', 'signer'].map((who) => by(who).post('/registrations', resource('bridges'))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('what the implementing body owes is answered there, by it or by the holder in its place (OPS-16)', async () => {
    await publishedEntry(service, 'lakes', 'source');
    const id = dueResource(store, 'lakes');
    const at = service.clock.domain();
    await recorded(service, registration, id, [
      {
        ...{ type: 'fell-due', at, operator: 'alpha', holder: 'grantor', dataset: 'lakes', agreement: 'agreement-1' },
        ...{ channel: 'channel-1', jurisdiction: '511700', clock: openClock('REG-9(1)', at) },
      },
    ]);
    expect(grounds(await by('cataloguer').post('/registrations', resource('lakes')))).toEqual([
      ['REG-9', '/datasets/0'],
    ]);
    expect((await by('ann').get(`/registrations/${id}`)).status).toBe(404);
    expect((await by('signer').get(`/registrations/${id}`)).body.registration).toMatchObject({ status: 'due' });
    const answered = await by('cataloguer').post(`/registrations/${id}/application`, resource('lakes'));
    expect(answered.body.registration).toMatchObject({ status: 'applied', registrants: ['source'], filedLate: false });
  });
});

describe('what was not filed', () => {
  it('stands in the list of agency and authority, and an imported legacy operation at once', async () => {
    await publishedEntry(service, 'old-maps', 'source');
    const legacy = {
      ...{ operator: 'alpha', dataset: 'old-maps', evidence: text('2024年运营合同') },
      ...{ operatingSince: '2024-05-31T16:00:00.000Z', suppliedAt: '2024-06-03T02:00:00.000Z' },
    };
    expect((await by('ann').post('/registrations/legacy', legacy)).status).toBe(403);
    const wrong = await by('clerk').post('/registrations/legacy', {
      ...legacy,
      operator: 'source',
      dataset: 'no-such',
    });
    expect(grounds(wrong)).toEqual([
      ['REG-9', '/operator'],
      ['REG-9', '/dataset'],
    ]);
    const { body } = await done(by('clerk').post('/registrations/legacy', legacy));
    expect(body.clocks).toMatchObject([{ rule: 'REG-9(legacy)', dueAt: endOfDay('2025-04-14') }]);
    for (const who of ['clerk', 'registrar', 'ann']) {
      const { items } = (await done(by(who).get('/registrations?status=overdue'))).body;
      expect(items.map((one: { id: string }) => one.id)).toEqual([body.id]);
      expect((await by(who).get(`/registrations/${body.id}`)).status).toBe(200);
    }
    expect((await by('bob').get(`/registrations/${body.id}`)).status).toBe(404);
  });
});

describe('the inventory of a unit (DZ-39)', () => {
  it('is generated: each published dataset and each product with its standing, of the own unit alone', async () => {
    await publishedEntry(service, 'untouched', 'source');
    const { body } = await done(by('cataloguer').get('/inventory?limit=200'));
    const standings = new Map(body.items.map((one: Record<string, string>) => [one.dataset, one.standing]));
    expect([standings.get('untouched'), standings.get('river-levels'), standings.get('bridges')]).toEqual([
      'unregistered',
      'under-way',
      'under-way',
    ]);
    expect(body.rules).toEqual([]);
    const own = (await done(by('ann').get('/inventory'))).body.items;
    expect(own.map((one: { kind: string }) => one.kind)).toContain('product');
    expect(own.find((one: { standing: string }) => one.standing === 'overdue').clocks).toMatchObject([
      { rule: 'REG-9(legacy)' },
    ]);
    expect((await by('bob').get('/inventory')).body.items).toEqual([]);
    expect((await by('registrar').get('/inventory')).status).toBe(403);
  });
});

describe('an evidence deposit in our own log (REG-10)', () => {
  it('gives the time that the application then bears, and is its maker’s alone', async () => {
    const hash = hashOf('a');
    const made = await done(by('ann').post('/deposits', { hash }));
    expect(made.body).toMatchObject({ hash, organization: 'alpha', depositedAt: service.clock.domain() });
    const own = { ...file, deposit: { deposit: made.body.id } };
    const { registration: now } = (await done(by('ann').post('/registrations', { ...application, file: own }))).body;
    expect(now.file.deposit).toEqual({ hash, depositedAt: made.body.depositedAt, deposit: made.body.id });
    const foreign = await by('cataloguer').post('/registrations', { ...resource('weather'), file: own });
    const missing = { ...file, deposit: { deposit: 'no-such' } };
    expect(foreign.problem.detail).toBe(
      (await by('cataloguer').post('/registrations', { ...resource('weather'), file: missing })).problem.detail,
    );
    expect(grounds(foreign)).toEqual([['REG-10', '/file/deposit/deposit']]);
    expect((await by('cataloguer').get(`/deposits/${made.body.id}`)).status).toBe(404);
    expect((await by('cataloguer').get(`/deposits/${made.body.id}/proof`)).status).toBe(404);
    expect((await by('ann').get(`/deposits/${made.body.id}/proof`)).problem.article).toBe('DZ-49');
    expect((await by('ann').get('/deposits')).body.items).toMatchObject([{ id: made.body.id }]);
    expect((await by('ann').post('/deposits', { hash: 'not a hash' })).status).toBe(422);
  });
});

describe('an overrun (REG-11)', () => {
  it('is explained to the registrant beforehand, and review or refusal then needs no other explanation', async () => {
    const began = service.clock.domain();
    const path = await filed();
    const { body } = await done(by('registrar').post(`${path}/accept`));
    service.moveTo(shift(body.clocks[0].dueAt, 0));
    expect(
      grounds(await by('examiner').post(`${path}/refusal`, { reasons: text('不符') }, { 'if-match': '"2"' })),
    ).toEqual([['REG-11', '/explanation']]);
    await done(by('registrar').post(`${path}/overrun`, { explanation: text('专家意见未到') }));
    const { document } = (await by('ann').get(path)).body.registration.overrun.explanation;
    expect((await by('ann').get(`${path}/documents/${document}`)).text).toBe('专家意见未到');
    expect((await by('examiner').post(`${path}/review`)).body.registration.status).toBe('reviewed');
    service.moveTo(began);
  });
});
