import { expect, test } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { openYears } from '../../functions/product/years.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { yearEnd } from '../../shared/domain/yearly.ts';
import { addYears, localDate } from '../../shared/law/time.ts';
import { hashOf } from '../domain/given.ts';
import {
  agreementBody,
  done,
  type Ground,
  type InEffect,
  paper,
  publishedDataset,
  publishedPlan,
  signed,
  signingKeyOf,
} from '../http/agreement-world.ts';
import { deliveryBody, productBody, productSeats } from '../http/product-world.ts';
import { companies, deadlines, inbox, openChannel, openPlatform, places, refused, wholeFile } from './world.ts';

/* The operator, from the qualification to the yearly disclosure: what it is told, when, and what it may not do. */
const world = await openPlatform([...productSeats, 'registry']);
const { service, as, anyone, failures } = world;
const [ann, signer, engineer, clerk, registrar, examiner] = [
  await as('ann'),
  await as('signer'),
  await as('engineer'),
  await as('clerk'),
  await as('registrar'),
  await as('examiner'),
];
let ground: Ground;
let terms: InEffect;
let due = '';

test('it is qualified once it has shown each security condition, and names its affiliates', async () => {
  const dataset = await publishedDataset(service, companies() as never);
  const plan = await publishedPlan(signer, await as('mayor'), [dataset]);
  const shown = Object.keys(securityConditions).map((one) => [one, paper(`证明 ${one}`)] as const);
  const evidence = Object.fromEntries(shown.slice(1));
  const qualification = (await done(ann.post('/qualifications', { plan, evidence }))).body.id;
  const at = `/qualifications/${qualification}`;
  await done(ann.put(`${at}/affiliates`, { affiliates: ['91511700MA00000023'], document: paper('关联方声明') }));
  await done(signer.post(`${at}/interests`, { interest: 'none', document: paper('无利益冲突声明') }));
  const valid = { validUntil: addYears(localDate(service.clock.domain()), 2) };
  const early = await signer.post(`${at}/qualify`, valid);
  expect([...refused(early), early.problem.grounds?.length]).toEqual([422, 'DZ-30', 1]);
  await done(ann.post(`${at}/evidence`, { evidence: Object.fromEntries(shown.slice(0, 1)) }));
  await done(signer.post(`${at}/qualify`, valid));
  await done(signer.post(`${at}/selection`, { way: 'open-tender', record: paper('公开招标记录') }));
  await done(signer.post(`${at}/decision`, { minutes: paper('集体决策纪要') }));
  const { body } = await done(ann.get(at));
  expect(body.qualification.status).toBe('decided');
  expect(await deadlines(ann)).toEqual(['LOCAL-8']);
  ground = { dataset, plan, qualification, fields: ['企业名称', '统一社会信用代码'] };
});

test('it signs what it was shown: a text that was changed since is not what it signs', async () => {
  const agreement: string = (await done(signer.post('/agreements', agreementBody(service, ground)))).body.id;
  await done(signer.post(`/agreements/${agreement}/propose`));
  const key = await signingKeyOf(service, 'ann');
  const other = await signed(ann, agreement, 'operator', key, { textHash: hashOf('f') });
  expect([other.status, other.problem.article]).toEqual([422, 'ESL-13']);
  await done(signed(ann, agreement, 'operator', key));
  await done(signed(signer, agreement, 'grantor', await signingKeyOf(service, 'signer')));
  await done(signer.post(`/agreements/${agreement}/effect`));
  const { from, until } = (await done(ann.get(`/agreements/${agreement}`))).body.validity;
  terms = { ...ground, agreement, operator: 'alpha', grantor: 'grantor', from, until };
});

test('its machine fetches what was agreed and no more, and the first supply starts a clock that it is told of', async () => {
  const beyond = { dataset: terms.dataset, basis: { kind: 'agreement', id: terms.agreement }, purpose: '数据服务' };
  const wider = await ann.post('/channels', { ...beyond, fields: [...terms.fields, '法定代表人'] });
  expect(refused(wider)).toEqual([422, 'OPS-21']);
  const { channel, page } = await openChannel(world, terms);
  expect(await page()).toBe(3);
  await sweepDeadlines(service);
  expect(await deadlines(ann)).toContain('REG-9(1)');
  expect(await inbox(ann)).toContain('期限开始：申请首次登记');
  const { items } = (await done(ann.get('/registrations?status=due'))).body;
  due = items[0].id;
  const read = (await done(ann.get(`/channels/${channel}/deliveries`))).body.items;
  expect(read).toMatchObject([{ completeness: 'complete', rows: 3 }]);
});

test('its product is registered: all that is missing is told at once, another hand reviews, nothing before the notice ends', async () => {
  const at = `/registrations/${due}`;
  const asked = {
    ...{ category: 'product', title: '企业信用核验', description: '核验企业名称与代码是否一致', agency: 'registry' },
    ...{ datasets: [terms.dataset], agreement: terms.agreement, file: { subject: paper('营业执照') } },
  };
  await done(ann.post(`${at}/application`, asked));
  const lacking = await registrar.post(`${at}/accept`);
  expect([...refused(lacking), places(lacking).length]).toEqual([422, 'REG-10', 8]);
  await done(registrar.post(`${at}/return`));
  // The deposit of evidence is a hash in our own log: the file never leaves the operator.
  const deposit: string = (await done(ann.post('/deposits', { hash: hashOf('e') }))).body.id;
  const file = { ...wholeFile(service.clock.domain()), deposit: { deposit } };
  await done(ann.post(`${at}/resubmission`, { file }));
  await done(registrar.post(`${at}/accept`));
  await done(examiner.post(`${at}/review`));
  const published = await done(registrar.post(`${at}/notice`));
  expect(refused(await registrar.post(`${at}/code`))).toEqual([422, 'REG-12']);
  const notice = published.body.clocks.find(({ rule }: { rule: string }) => rule === 'REG-12');
  service.moveTo(notice.dueAt);
  await done(registrar.post(`${at}/code`));
  const { body } = await done(ann.get(`${at}/certificate`));
  expect(body.number).toMatch(/^511700-\d{4}-\d{6}$/);
  expect((await anyone.get(`/registry/${body.number}`, { accept: 'application/json' })).body.title).toBe(
    '企业信用核验',
  );
  expect(await deadlines(ann)).not.toContain('REG-9(1)');
});

test('its product is sold within ceiling and term, and not before the reviews', async () => {
  const until = '2028-01-31';
  const product: string = (await done(ann.post('/products', productBody(terms, { until })))).body.id;
  const at = `/products/${product}`;
  expect((await ann.post(`${at}/listing`)).status).toBe(409);
  await done(engineer.post(`${at}/security-review`, { document: paper('安全审核意见') }));
  await done(signer.post(`${at}/business-review`, { document: paper('业务审核意见') }));
  const account = `/pricing/${terms.agreement}`;
  await done(signer.post(`${account}/proposal`, { cap: 100_000, basis: paper('收入测算') }));
  const approved = { number: '测发改价〔2026〕1号', document: paper('批复') };
  await done(clerk.post(`${account}/approval`, { reform: approved, authority: approved }));
  const from = localDate(service.clock.domain());
  await done(signer.post(`${at}/ceilings`, { from, amount: 12_000, document: paper('上限') }));
  const dear = await ann.post(`${at}/prices`, { from, amount: 12_001 });
  expect([dear.status, dear.problem.article]).toEqual([422, 'PRICE']);
  await done(ann.post(`${at}/prices`, { from, amount: 9_900 }));
  await done(ann.post(`${at}/listing`));
  expect((await clerk.get('/products')).body.items).toHaveLength(1);
  await done(ann.post(`${at}/deliveries`, deliveryBody()));
});

test('at the end of the year it prepares and publishes what it must disclose', async () => {
  service.moveTo(yearEnd(2026));
  await openYears(service);
  await sweepDeadlines(service);
  expect(await deadlines(ann)).toContain('LOCAL-3');
  const { items } = (await done(ann.get('/statements/operator?status=due'))).body;
  const at = `/statements/operator/${items[0].id}`;
  const { version } = (await done(ann.post(`${at}/preparation`))).body;
  expect((await ann.post(`${at}/publication`)).status).toBe(428);
  const seen = { 'if-match': `"${version}"` };
  expect((await done(ann.post(`${at}/publication`, {}, seen))).body.statement).toMatchObject({ late: false });
  expect(await deadlines(ann)).not.toContain('LOCAL-3');
  expect(failures).toEqual([]);
});
