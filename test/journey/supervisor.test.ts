import { beforeAll, expect, test } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { openClock } from '../../shared/law/periods.ts';
import { after as shift } from '../domain/given.ts';
import { agreementInEffect, agreementSeats, done, type InEffect, paper } from '../http/agreement-world.ts';
import { companies, confirmed, deadlines, inbox, openChannel, openPlatform, refused } from './world.ts';

/*
 * The supervisor, from a report to the repair of the credit record: what a measure will hit, that it holds at once, the
 * due process that goes with it, the reinstatement, and what remains on record.
 */
const world = await openPlatform(agreementSeats);
const { service, as, failures } = world;
const [clerk, deputy, chief, ann, bob, signer] = [
  await as('clerk'),
  await as('deputy'),
  await as('chief'),
  await as('ann'),
  await as('bob'),
  await as('signer'),
];
let terms: InEffect;
let channel = '';
let page: () => Promise<unknown>;
let at = '';
let measure = '';
beforeAll(async () => {
  terms = await agreementInEffect(service, { entry: companies() as never });
  ({ channel, page } = await openChannel(world, terms));
}, 60_000);

const close = () => ({
  ...{ verb: 'close', target: { kind: 'channel', id: channel }, article: 'DZ-43' },
  ...{ clause: '违约责任', authority: paper('执法依据') },
});

test('it sees beforehand what a measure will hit, and the next request after it is refused', async () => {
  expect(await page()).toBe(3);
  const before = await done(clerk.get(`/measures/preview?kind=agreement&id=${terms.agreement}`));
  expect(before.body).toMatchObject({ channels: 1 });
  const seen = { subject: 'alpha', agreement: terms.agreement, facts: [paper('超出约定用途的截图')] };
  const reported = await done((await as('engineer')).post('/cases', seen));
  at = `/cases/${reported.body.id}`;
  expect(await inbox(clerk)).toContain('违规案件：报告违规');
  expect(await page()).toBe(3);
  const placed = await done(clerk.post(`${at}/emergency`, { measures: [close()] }));
  measure = placed.body.case.measures[0].measure;
  expect(await page()).toEqual([403, 'DZ-43']);
  expect((await clerk.get(`${at}/measures/${measure}`)).body.progress).toBe('committed');
  expect(await confirmed(service)).toMatchObject({ confirmed: 1 });
  expect((await clerk.get(`${at}/measures/${measure}`)).body.progress).toBe('confirmed');
  expect(await inbox(ann)).toContain('违规案件：紧急处置');
  expect((await bob.get(at)).status).toBe(404);
});

test('a second person confirms it; late, it is escalated to the head, and closed it stays meanwhile', async () => {
  expect(refused(await clerk.post(`${at}/confirm`))).toEqual([422, 'POLICY-6']);
  expect(await deadlines(clerk)).toContain('POLICY-6');
  const { startedAt } = (await clerk.get('/deadlines')).body.items.find(
    ({ rule }: { rule: string }) => rule === 'POLICY-6',
  );
  const { dueAt } = openClock('POLICY-6', startedAt);
  service.moveTo(shift(dueAt, -1));
  await sweepDeadlines(service);
  expect((await clerk.get(at)).body.case.status).toBe('emergency');
  service.moveTo(dueAt);
  await sweepDeadlines(service);
  expect(await page()).toEqual([403, 'DZ-43']);
  expect((await clerk.get(at)).body.case.status).toBe('escalated');
  // From now on it is the head's to decide, and nobody else's.
  expect((await deputy.post(`${at}/confirm`)).status).toBe(409);
  await done(chief.post(`${at}/escalation`, { confirmed: true, reasons: paper('维持紧急处置的理由') }));
  expect((await clerk.get(at)).body.case.status).toBe('confirmed');
});

test('notice, hearing and reply come before the decision, delivery before it is carried out', async () => {
  const grounds = [
    { kind: 'article', article: 'DZ-43' },
    { kind: 'clause', agreement: terms.agreement, clause: '违约责任' },
  ];
  const notice = paper('告知书');
  await done(clerk.post(`${at}/notice`, { grounds, notice }));
  const arrived = () => ({ delivery: { at: service.clock.domain(), proof: paper('送达回证') } });
  await done(clerk.post(`${at}/delivery`, arrived()));
  expect(await deadlines(ann)).toContain('LOCAL-6');
  await done(ann.post(`${at}/hearing-request`, { document: paper('听证申请') }));
  await done(ann.post(`${at}/reply`, { reply: paper('陈述申辩意见') }));
  const heard = { kind: 'hearing', at: service.clock.domain(), record: paper('听证笔录') };
  await done(clerk.post(`${at}/hearings`, { heard }));
  const chosen = { reasons: paper('关闭通道的理由'), skips: paper('限制、暂停均不足以制止的说明') };
  const decided = await done(
    clerk.post(`${at}/decision`, { decision: paper('处置决定书'), measures: [{ ...close(), ...chosen }] }),
  );
  const { measure: next } = decided.body.case.measures.at(-1);
  const ordered = { measure: next };
  expect(refused(await clerk.post(`${at}/measures`, ordered))).toEqual([422, 'POLICY-5']);
  await done(clerk.post(`${at}/delivery`, arrived()));
  await done(clerk.post(`${at}/measures`, ordered));
  await done(clerk.post(`${at}/remedy`, { document: paper('救济途径告知') }));
  expect(await inbox(ann)).toContain('期限开始：申请行政复议');
  // Nothing was proposed to the grantor, so the case is none of its business.
  expect((await signer.get(at)).status).toBe(404);
});

test('it is reinstated by two people, and supplies what it supplied before', async () => {
  await done(ann.post(`${at}/rectification`, { evidence: [paper('整改报告')] }));
  const { body } = await done(clerk.get(at));
  const measures = body.case.measures.map((one: { measure: string }) => one.measure);
  await done(clerk.post(`${at}/reinstatement`, { measures }));
  expect(await page()).toEqual([403, 'DZ-43']);
  expect(refused(await clerk.post(`${at}/reinstatement/approval`))).toEqual([422, 'POLICY-3']);
  await done(deputy.post(`${at}/reinstatement/approval`));
  expect(await page()).toBe(3);
});

test('what was decided is put on record by two, sent to whoever is entitled, and ended once it is repaired', async () => {
  const subject = { subject: 'alpha', case: at.slice('/cases/'.length), article: 'DZ-49' };
  const made = await done(
    clerk.post('/credit-records', { ...subject, basis: paper('依据'), statement: paper('内容') }),
  );
  const record = `/credit-records/${made.body.id}`;
  await done(clerk.post(`${record}/notify`, { notice: paper('告知书'), proof: paper('送达回证') }));
  expect(await inbox(ann)).toContain('期限开始：对拟记录的信用信息陈述申辩');
  await done(ann.post(`${record}/reply`, { reply: paper('陈述申辩') }));
  expect(refused(await clerk.post(`${record}/confirm`, { reasons: paper('意见') }))).toEqual([422, 'POLICY-7']);
  await done(deputy.post(`${record}/confirm`, { reasons: paper('采纳与否的理由') }));
  const partner = { organization: 'agency', receives: ['credit'], sends: [], basis: paper('协同文件') };
  await done(clerk.post('/regulatory/partners', partner));
  await done(clerk.post(`${record}/publish`));
  await done(ann.post(`${record}/ask-repair`, { application: paper('修复申请'), evidence: [paper('整改验收')] }));
  expect(refused(await deputy.post(`${record}/repair`, { reasons: paper('准予') }))).toEqual([422, 'POLICY-7']);
  const { body } = await done(clerk.post(`${record}/repair`, { reasons: paper('准予修复') }));
  expect(body.creditRecord.status).toBe('repaired');
  expect(failures).toEqual([]);
});
