import { beforeAll, expect, test } from 'vitest';
import { hashOf } from '../domain/given.ts';
import { agreementInEffect, agreementSeats, done, type InEffect, paper } from '../http/agreement-world.ts';
import { companies, deadlines, inbox, openChannel, openPlatform, refused, wholeFile } from './world.ts';

/*
 * Whoever the data is about: without an account what everybody may read, with one the objection, the request about the
 * own rows, and the report. Who asks is never named to the other side.
 */
const world = await openPlatform([...agreementSeats, 'registry']);
const { service, as, anyone, failures } = world;
const [ann, clerk, registrar, examiner] = [
  await as('ann'),
  await as('clerk'),
  await as('registrar'),
  await as('examiner'),
];
const json = { accept: 'application/json' };
const SUBJECT = '某人1';
let bob: Awaited<ReturnType<typeof as>>;
let terms: InEffect;
let page: () => Promise<unknown>;
beforeAll(async () => {
  const engineer = await as('engineer');
  const { headers } = await done(engineer.get('/organizations/beta'));
  const version = { 'if-match': headers.get('etag') ?? '' };
  const holder = { name: '唐某', roles: ['right-holder'], keys: [] };
  await done(engineer.put('/organizations/beta/members/bob', holder, version));
  bob = await as('bob');
  const entry = companies('法定代表人') as never;
  terms = await agreementInEffect(service, { entry, fields: ['企业名称', '统一社会信用代码'] });
  ({ page } = await openChannel(world, terms));
}, 60_000);

/** A registration of alpha, filed as far as its notice. */
async function inNotice(): Promise<string> {
  const deposit = { hash: hashOf('e'), depositedAt: '2026-11-20T02:00:00.000Z', proof: paper('存证证明') };
  const file = { ...wholeFile('2026-11-20T02:00:00.000Z'), deposit };
  const asked = {
    ...{ category: 'product', title: '企业信用核验', description: '核验企业名称与代码是否一致', agency: 'registry' },
    ...{ datasets: [terms.dataset], agreement: terms.agreement, file },
  };
  const at = `/registrations/${(await done(ann.post('/registrations', asked))).body.id}`;
  await done(registrar.post(`${at}/accept`));
  await done(examiner.post(`${at}/review`));
  await done(registrar.post(`${at}/notice`));
  return at;
}

test('anybody reads the notices and the record, and learns of the rows nothing', async () => {
  const at = await inNotice();
  const { body } = await done(anyone.get('/notices', json));
  expect(body.items).toMatchObject([{ fields: { title: '企业信用核验' } }]);
  expect((await anyone.get(at)).status).toBe(401);
  const { clocks } = (await done(registrar.get(at))).body;
  service.moveTo(clocks.find(({ rule }: { rule: string }) => rule === 'REG-12').dueAt);
  await done(registrar.post(`${at}/code`));
  const { number } = (await done(ann.get(`${at}/certificate`))).body;
  const record = await done(anyone.get(`/registry/${number}`, json));
  expect(record.body).toMatchObject({ number, title: '企业信用核验' });
  expect(record.text).not.toContain('某人');
  const shown = await done(anyone.get(`/registry/${number}`, { accept: 'text/html' }));
  expect(shown.text).toContain('本登记仅作形式审核，不确认权属');
  expect((await anyone.get('/notices', json)).body.items).toEqual([]);
});

test('an objection is made with name and evidence, answered, and ends the registration; its maker stays unknown', async () => {
  const at = await inNotice();
  const objector = { name: '唐某', contact: '0818-2100000', statement: '数据来自本人' };
  expect((await bob.post(`${at}/objections`, { objector, evidence: [] })).status).toBe(422);
  const made = await done(bob.post(`${at}/objections`, { objector, evidence: [paper('权属证明')] }));
  const { objection } = made.body;
  expect(refused(await registrar.post(`${at}/code`))[0]).toBe(422);
  await done(registrar.post(`${at}/objections/upholding`, { objection, reasons: paper('权属争议成立') }));
  expect((await bob.get(`${at}/objections/${objection}`)).body).toMatchObject({ status: 'upheld' });
  const told = await done(ann.get(at));
  expect(told.body.registration).toMatchObject({ status: 'ended', reason: 'objection-upheld' });
  expect(told.text + (await ann.get('/inbox', json)).text).not.toMatch(/唐某|beta|bob/);
});

test('a request about the own rows keeps them from the very next page, and its maker reads what became of it', async () => {
  expect(await page()).toBe(3);
  const request = { dataset: terms.dataset, subject: SUBJECT };
  const asked = { facts: [paper('数据中有本人信息')], request };
  expect((await bob.post('/cases', asked)).status).toBe(422);
  const { id } = (await done(bob.post('/cases', { ...asked, standing: paper('身份与权利证明') }))).body;
  expect(await page()).toBe(3);
  const order = { subject: SUBJECT, authority: paper('认定书') };
  const carried = await done(clerk.post(`/cases/${id}/request/carry-out`, order));
  expect(await page()).toBe(2);
  const [{ measure }] = carried.body.case.measures;
  expect((await done(bob.get(`/cases/${id}/measures/${measure}`))).body).toMatchObject({ verb: 'exclude' });
  expect((await bob.get(`/cases/${id}/history`)).status).toBe(404);
  // What was done is proven without the platform, and the proof names neither the person nor the organization.
  await world.publish();
  const proof = await done(bob.get(`/cases/${id}/measures/${measure}/proof`));
  expect(await world.verified(proof.text)).toMatchObject({ ok: true, about: { kind: 'measure', measure } });
  expect(proof.text).not.toMatch(/某人|唐某|bob/);
  const turned = proof.text.replace('"exclude"', '"restrict"');
  expect([turned === proof.text, (await world.verified(turned)).ok]).toEqual([false, false]);
});

test('a report on the market is answered, and the one reported does not learn by whom', async () => {
  const report = {
    matter: 'unfair-competition',
    about: 'alpha',
    statement: paper('捆绑销售'),
    evidence: [paper('合同')],
  };
  const made = await bob.post('/market-reports', report);
  const at = made.headers.get('location') ?? '';
  expect([made.status, (await ann.get(at)).status]).toEqual([201, 404]);
  expect((await done(clerk.get('/market-reports?status=received'))).body.items).toHaveLength(1);
  await done(clerk.post(`${at}/answer`, { reply: paper('经查属实，已责令改正'), outcome: 'confirmed' }));
  expect((await done(bob.get(at))).text).toContain('"status":"answered"');
  expect(await inbox(bob)).toContain('市场秩序举报：答复举报人');
  expect(await deadlines(bob)).toEqual([]);
  expect(failures).toEqual([]);
});
