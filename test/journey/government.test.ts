import { expect, test } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { planContent } from '../../shared/domain/plan-contents.ts';
import { precondition } from '../../shared/domain/plan-preconditions.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { addDays, localDate } from '../../shared/law/time.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  fiveYears,
  paper,
  publishedDataset,
  signed,
  signingKeyOf,
} from '../http/agreement-world.ts';
import { deadlines, inbox, openPlatform, refused } from './world.ts';

/*
 * The implementing body and the government, from the plan to the settlement: what they may not do yet, and what they,
 * and the operator, are told.
 */
const world = await openPlatform(agreementSeats);
const { service, as, failures } = world;
const [signer, mayor, ann, bob, clerk] = [
  await as('signer'),
  await as('mayor'),
  await as('ann'),
  await as('bob'),
  await as('clerk'),
];
const ground = { dataset: '', plan: '', qualification: '', fields: ['站号', '气温'] };
let agreement = '';

test('a plan is approved by the government alone, once each of the six preconditions was checked', async () => {
  ground.dataset = await publishedDataset(service);
  const contents = Object.fromEntries(planContent.options.map((content) => [content, '已写明']));
  const plan = { title: '气象数据授权运营实施方案', datasets: [ground.dataset], contents };
  ground.plan = (await done(signer.post('/plans', plan))).body.id;
  const at = `/plans/${ground.plan}`;
  await done(signer.post(`${at}/decision`, { minutes: paper('集体决策纪要') }));
  const approval = { approval: paper('批复'), number: '测府函〔2026〕1号' };
  expect(refused(await signer.post(`${at}/approval`, approval))).toEqual([403, 'OPS-11']);
  const early = await mayor.post(`${at}/approval`, approval);
  expect([...refused(early), early.problem.grounds?.length]).toEqual([422, 'DZ-30', 6]);
  for (const one of precondition.options) {
    const check = { precondition: one, finding: 'safe', document: paper(`前提审查 ${one}`) };
    await done(signer.post(`${at}/checks`, check));
  }
  await done(mayor.post(`${at}/approval`, approval));
  await done(signer.post(`${at}/publication`));
  expect((await clerk.get(at)).body.plan.status).toBe('published');
  expect(await deadlines(signer)).toEqual(['LOCAL-5']);
  await done(signer.post(`${at}/filing`, { number: '川数备〔2026〕1号' }));
  expect(await deadlines(signer)).toEqual([]);
});

test('an operator is selected in the open and decided upon, by people without an interest in it', async () => {
  const evidence = Object.fromEntries(Object.keys(securityConditions).map((one) => [one, paper(`证明 ${one}`)]));
  ground.qualification = (await done(ann.post('/qualifications', { plan: ground.plan, evidence }))).body.id;
  const at = `/qualifications/${ground.qualification}`;
  const validUntil = addDays(localDate(service.clock.domain()), 700);
  expect(refused(await signer.post(`${at}/qualify`, { validUntil }))).toEqual([422, 'POLICY-11']);
  await done(signer.post(`${at}/interests`, { interest: 'none', document: paper('无利益冲突声明') }));
  await done(signer.post(`${at}/qualify`, { validUntil }));
  const minutes = { minutes: paper('集体决策纪要') };
  expect((await signer.post(`${at}/decision`, minutes)).status).toBe(409);
  await done(signer.post(`${at}/selection`, { way: 'open-tender', record: paper('公开招标记录') }));
  await done(signer.post(`${at}/decision`, minutes));
  // The other bidder does not read the winner's file.
  expect((await bob.get(at)).status).toBe(404);
});

test('the agreement takes effect once both have signed, and its filing is a duty beside it', async () => {
  agreement = (await done(signer.post('/agreements', agreementBody(service, ground)))).body.id;
  const at = `/agreements/${agreement}`;
  await done(signer.post(`${at}/propose`));
  await done(signed(signer, agreement, 'grantor', await signingKeyOf(service, 'signer')));
  expect((await signer.post(`${at}/effect`)).status).toBe(409);
  expect(await deadlines(ann)).toContain('POLICY-12');
  await done(signed(ann, agreement, 'operator', await signingKeyOf(service, 'ann')));
  await done(signer.post(`${at}/effect`));
  expect((await ann.get(at)).body.agreement.status).toBe('in-effect');
  expect(await deadlines(signer)).toContain('LOCAL-5');
  await done(signer.post(`${at}/filing`, { number: '川数备〔2026〕3号' }));
  expect(await deadlines(signer)).not.toContain('LOCAL-5');
});

test('an amendment holds once both have signed it, and the text before it stays readable', async () => {
  const at = `/agreements/${agreement}`;
  const before = (await done(ann.get(`${at}/text`))).text;
  const { from } = fiveYears(service);
  const { contents, scope } = agreementBody(
    service,
    { ...ground, fields: ['气温'] },
    {
      term: { from, until: addDays(from, 400) },
    },
  );
  await done(ann.post(`${at}/amendments`, { contents, scope }));
  await done(signed(signer, agreement, 'grantor', await signingKeyOf(service, 'signer')));
  await done(signed(ann, agreement, 'operator', await signingKeyOf(service, 'ann')));
  expect((await done(ann.get(`${at}/text?version=1`))).text).toBe(before);
  expect((await done(ann.get(`${at}/text`))).text).not.toBe(before);
});

test('an inspection is announced to whom it is about, and leads to a rectification on its list', async () => {
  const asked = { subject: 'alpha', plan: paper('年度检查计划'), unannounced: false };
  const planned = await done(clerk.post('/inspections', asked));
  const at = planned.headers.get('location') ?? '';
  expect(refused(await clerk.post(`${at}/begin`, { credentials: paper('执法证件') }))).toEqual([422, 'DZ-49']);
  await done(clerk.post(`${at}/announce`, { notice: paper('检查通知'), on: '2026-12-01' }));
  await done(clerk.post(`${at}/begin`, { credentials: paper('执法证件') }));
  await done(clerk.post(`${at}/find`, { findings: paper('结论'), count: 1 }));
  const origin = { kind: 'inspection', id: planned.body.id };
  const order = { unit: 'alpha', origin, order: paper('责令整改通知书'), until: '2026-12-10' };
  const ordered = await done(clerk.post('/rectifications', order));
  expect(await deadlines(ann)).toContain('POLICY-40');
  const told = await inbox(ann);
  for (const heading of ['监督检查：作出检查结论', '期限开始：完成整改']) expect(told).toContain(heading);
  const path = ordered.headers.get('location') ?? '';
  await done(ann.post(`${path}/prove`, { evidence: [paper('整改报告')] }));
  await done(clerk.post(`${path}/accept`, { report: paper('验收报告') }));
  expect(await deadlines(ann)).not.toContain('POLICY-40');
  expect(refused(await bob.get(path))[0]).toBe(404);
});

test('it ends on its last day, and nothing is settled before every dataset was given back or deleted', async () => {
  const at = `/agreements/${agreement}`;
  const { until } = (await done(signer.get(at))).body.validity;
  service.moveTo(until);
  await sweepDeadlines(service);
  expect((await signer.get(at)).body.agreement.status).toBe('expired');
  expect(await deadlines(ann)).toContain('POLICY-13');
  const certificate = paper('结算证明');
  expect(refused(await signer.post(`${at}/settlement`, { certificate }))).toEqual([422, 'CC-567']);
  const on = localDate(service.clock.domain());
  const disposal = { dataset: ground.dataset, how: 'deleted', on, certificate: paper('数据删除证明') };
  await done(ann.post(`${at}/disposals`, disposal));
  const compensation = { owed: 'none', document: paper('双方无补偿赔偿') };
  await done(signer.post(`${at}/settlement`, { certificate, compensation }));
  expect((await ann.get(at)).body.agreement.status).toBe('settled');
  expect(failures).toEqual([]);
});
