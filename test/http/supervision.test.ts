import { beforeAll, describe, expect, it } from 'vitest';
import { routes as disclosureRoutes } from '../../functions/disclosure/routes.ts';
import { routes } from '../../functions/supervision/routes.ts';
import { openApi } from '../../infra/openapi.ts';
import { readGate } from '../../shared/store/gates.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementSeats, done, draftedAgreement, openWorld, paper, prepared } from './agreement-world.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { as } = open(routes, service);
const names = [
  'clerk',
  'guard',
  'ann',
  'bob',
  'auditor',
  'cataloguer',
  'engineer',
  'officer',
  'scholar',
  'signer',
] as const;
let people: Readonly<Record<(typeof names)[number], Client>>;
let grantor: Client;

beforeAll(async () => {
  await settleCity(service, [...agreementSeats, 'cyber', 'audit', 'experts']);
  const clients = await Promise.all(names.map(async (name) => [name, await as(name)] as const));
  people = Object.fromEntries(clients) as typeof people;
  grantor = await openWorld(service).as('signer');
});

describe('inspections and what they lead to', () => {
  it('go from the plan to the findings, and whom they are about reads and answers', async () => {
    const { clerk, ann, bob, guard, auditor } = people;
    const planned = await clerk.post('/inspections', {
      subject: 'alpha',
      plan: paper('年度检查计划'),
      unannounced: false,
    });
    expect([planned.status, planned.body.inspection.status]).toEqual([201, 'planned']);
    const at = planned.headers.get('location') ?? '';
    const early = await clerk.post(`${at}/begin`, { credentials: paper('执法证件') });
    expect(early.problem).toMatchObject({ status: 422, article: 'DZ-49' });
    expect((await clerk.post(`${at}/announce`, { notice: paper('检查通知'), on: '2026-12-01' })).status).toBe(200);
    expect((await guard.post(`${at}/begin`, { credentials: paper('执法证件') })).status).toBe(404);
    await done(clerk.post(`${at}/begin`, { credentials: paper('执法证件') }));
    expect((await clerk.post(`${at}/find`, { findings: paper('结论'), count: 2, remark: 'x' })).status).toBe(422);
    const found = await clerk.post(`${at}/find`, { findings: paper('结论'), count: 2 });
    expect(found.body.inspection).toMatchObject({ status: 'found', done: { find: { office: 'authority', count: 2 } } });
    expect((await ann.post(`${at}/answer`, { answer: paper('意见') })).status).toBe(200);

    expect((await bob.get(at)).status).toBe(404);
    expect((await ann.get('/inspections?status=found')).body.items).toMatchObject([{ party: 'alpha' }]);
    expect((await auditor.get('/inspections?status=found')).body.items).toHaveLength(1);
    expect((await bob.get('/inspections?status=found')).body.items).toEqual([]);
    const { document } = found.body.inspection.done.find.findings;
    expect((await ann.get(`${at}/documents/${document}`)).text).toBe('结论');
    expect((await ann.get(`${at}/history`)).body.items).toHaveLength(5);
  });

  it('lead to a rectification that stands on the unit’s work list until it is accepted', async () => {
    const { clerk, cataloguer, officer } = people;
    const planned = await done(
      clerk.post('/inspections', { subject: 'source', plan: paper('计划'), unannounced: true }),
    );
    const origin = { kind: 'inspection', id: planned.body.id };
    const order = { unit: 'source', origin, order: paper('责令整改通知书'), until: '2026-11-24' };
    expect((await clerk.post('/rectifications', { ...order, unit: 'alpha' })).status).toBe(404);
    const at = (await done(clerk.post('/rectifications', order))).headers.get('location') ?? '';
    const onList = async () => {
      const { items } = (await done(officer.get('/work-list'))).body;
      return items.filter(({ kind }: { kind: string }) => kind === 'rectification');
    };
    expect(await onList()).toMatchObject([
      { status: 'ordered', period: 'POLICY-40', dueAt: '2026-11-24T16:00:00.000Z', overdue: false },
    ]);
    service.moveTo('2026-11-24T16:00:00.000Z');
    expect(await onList()).toMatchObject([{ overdue: true }]);
    await done(officer.post(`${at}/plan`, { plan: paper('整改方案') }));
    await done(cataloguer.post(`${at}/prove`, { evidence: [paper('整改证据'), paper('复测报告')] }));
    await done(clerk.post(`${at}/accept`, { report: paper('验收意见') }));
    expect(await onList()).toEqual([]);
  });
});

describe('what is said of a dataset counts for agreements at once', () => {
  let dataset: string;
  let agreement: string;
  const proposed = async () => {
    const answer = await grantor.post(`/agreements/${agreement}/propose`);
    return answer.status === 200 ? 'proposed' : answer.problem.article;
  };
  const gate = () => readGate(service.store, { aggregate: 'dataset', id: dataset });

  beforeAll(async () => {
    const ground = await prepared(service);
    dataset = ground.dataset;
    agreement = await draftedAgreement(service, ground);
  });

  it('the catalogue of core and important data, changed by its own authority', async () => {
    const { guard, clerk } = people;
    const listing = { dataset, level: 'core', number: '网信〔2026〕7号', document: paper('目录'), fields: [] };
    const entry = (await done(guard.post('/protected-data', listing))).headers.get('location') ?? '';
    expect((await gate())?.level).toBe('core');
    expect(await proposed()).toBe('LOCAL-1');
    expect((await guard.post('/protected-data', listing)).problem).toMatchObject({ status: 422, article: 'DSL-21' });
    const { dataset: _, ...said } = listing;
    expect((await clerk.post(`${entry}/change`, { ...said, level: 'important' })).status).toBe(404);
    await done(guard.post(`${entry}/change`, { ...said, level: 'important' }));
    expect(await proposed()).toBe('NDR-31');
  });

  it('an open source dispute, until it ends', async () => {
    const { clerk, scholar, ann, engineer, bob } = people;
    const claim = { kind: 'source', dataset, respondent: 'agency', claim: paper('争议事实') };
    const dispute = (await done(ann.post('/disputes', claim))).headers.get('location') ?? '';
    await done(clerk.post(`${dispute}/accept`));
    expect(await proposed()).toBe('LOCAL-1');
    const statement = { statement: paper('答辩意见'), evidence: [] };
    expect((await bob.post(`${dispute}/respond`, statement)).status).toBe(404);
    await done(engineer.post(`${dispute}/respond`, statement));
    await done(clerk.post(`${dispute}/consult`, { committee: 'experts', question: paper('征询函') }));
    await done(scholar.post(`${dispute}/advise`, { opinion: paper('专家意见') }));
    const readers = await Promise.all([scholar, engineer, bob].map((one) => one.get(dispute)));
    expect(readers.map(({ status }) => status)).toEqual([200, 200, 404]);
    await done(ann.post(`${dispute}/withdraw`, { reason: paper('双方已协商') }));
    expect((await gate())?.disputed).toBeUndefined();
  });

  it('a risk assessment by whoever holds the data', async () => {
    const about = { kind: 'dataset', id: dataset };
    const report = { about, report: paper('评估报告'), assessor: 'third-party', risk: 'low', until: '2027-11-30' };
    await done(people.officer.post('/assessments', report));
    expect(await proposed()).toBe('NDR-31');
    await done(people.cataloguer.post('/assessments', report));
    expect(await proposed()).toBe('proposed');
  });
});

describe('incidents', () => {
  it('are for those concerned; only a warning is public, and it names no incident', async () => {
    const { engineer, clerk, guard, ann } = people;
    const foundAt = service.clock.domain();
    const found = await done(engineer.post('/incidents', { datasets: [], foundAt, facts: paper('异常访问') }));
    const at = found.headers.get('location') ?? '';
    expect((await ann.get(at)).status).toBe(404);
    expect((await guard.get(at)).status).toBe(200);
    const warning = (await done(clerk.post('/warnings', { text: '部分查询服务暂停，恢复另行通知。' }))).body.id;
    expect((await engineer.post(`${at}/warn`, { warning: 'nobodys' })).status).toBe(404);
    await done(engineer.post(`${at}/warn`, { warning }));
    expect((await guard.post(`${at}/link-stop`, { case: 'nobodys' })).status).toBe(404);
    const told = { reportedAt: foundAt, receipt: '收〔2026〕3号', report: paper('报告') };
    const action = paper('按预案断开接口');
    const adopt = { plan: paper('应急预案'), next: '2027-11-01' };
    const [own, another] = await Promise.all(
      [engineer, ann].map(async (one) => (await done(one.post('/emergency-plans', adopt))).body.id),
    );
    expect((await engineer.post(`${at}/act`, { plan: another, action })).status).toBe(404);
    await done(engineer.post(`${at}/act`, { plan: own, action }));
    await done(engineer.post(`${at}/report-cyberspace`, told));
    expect((await engineer.post(`${at}/close`, { review: paper('复盘') })).problem).toMatchObject({
      status: 422,
      article: 'DZ-45',
    });
    await done(engineer.post(`${at}/report-police`, told));
    expect((await engineer.post(`${at}/close`, { review: paper('复盘') })).status).toBe(200);

    const { anyone } = open(disclosureRoutes, { ...service, api: openApi() });
    const shown = await anyone.get('/notices/warnings?jurisdiction=511700', { accept: 'application/json' });
    expect(shown.body.items).toMatchObject([
      { id: warning, issuer: '测试市数据局', text: '部分查询服务暂停，恢复另行通知。' },
    ]);
    expect(shown.text).not.toContain(found.body.id);
    await done(clerk.post(`/warnings/${warning}/lift`));
    expect((await anyone.get('/notices/warnings?jurisdiction=511700')).text).toContain('目前没有生效中的警示');
  });
});
