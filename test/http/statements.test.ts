import { beforeAll, describe, expect, test } from 'vitest';
import { openYears, statementId } from '../../functions/product/years.ts';
import { csvFile, csvText } from '../../shared/csv-text.ts';
import { yearEnd } from '../../shared/domain/yearly.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { openClocks } from '../../shared/open-clocks.ts';
import { eraseDocument } from '../../shared/store/documents.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementInEffect, done, paper } from './agreement-world.ts';
import { type Answered, type Client, settleCity, testService } from './harness.ts';
import { deliveryBody, freeBody, listedProduct, openProducts, productSeats, type World } from './product-world.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { store } = service;
await settleCity(service, productSeats);
const { as, anyone } = openProducts(service);
const [ann, bob, signer, clerk, auditor] = (await Promise.all(
  ['ann', 'bob', 'signer', 'clerk', 'auditor'].map(as),
)) as [Client, Client, Client, Client, Client];
const refused = (answer: Answered) => [answer.status, answer.problem.article];

let world: World;
const pathOf = (kind: 'price' | 'grantor' | 'operator') => {
  const aggregate = kind === 'price' ? 'price-report' : `${kind}-disclosure`;
  return `/statements/${kind}/${statementId(store, world.agreement, 2026, aggregate)}`;
};

beforeAll(async () => {
  world = await listedProduct(service, {}, { until: '2028-01-31' });
  const deliver = (body: object) => done(ann.post(`/products/${world.product}/deliveries`, body));
  await deliver(deliveryBody({ buyer: { name: '=HYPERLINK("x")有限公司', creditCode: '91511700MA00000023' } }));
  await deliver(freeBody());
});

describe('the schedule at the end of the year', () => {
  test('opens nothing before it, then each duty once, however often it runs', async () => {
    service.moveTo(yearEnd(2026));
    service.passDomain(-1);
    // The year before 2026: this agreement was not in effect.
    expect(await openYears(service)).toEqual({ opened: 0 });
    service.passDomain(1);
    expect(await openYears(service)).toEqual({ opened: 1 });
    expect(await openYears(service)).toEqual({ opened: 0 });
    service.passDomain(25 * 3_600_000);
    expect(await openYears(service)).toEqual({ opened: 0 });
    for (const kind of ['price', 'grantor', 'operator'] as const) {
      const { version, statement } = (await done(signer.get(pathOf(kind)))).body;
      expect([version, statement.status, statement.year, statement.clock.startedAt]).toEqual([
        1,
        'due',
        2026,
        yearEnd(2026),
      ]);
    }
  });

  test('two runs at once open each duty once, and none for a year in which it was not in effect', async () => {
    const late = await agreementInEffect(service);
    service.moveTo(yearEnd(2027));
    const runs = await Promise.all([openYears(service), openYears(service)]);
    expect(Math.max(...runs.map(({ opened }) => opened))).toBeLessThanOrEqual(2);
    const id = statementId(store, late.agreement, 2027, 'price-report');
    expect((await done(signer.get(`/statements/price/${id}`))).body.version).toBe(1);
    expect(
      (await signer.get(`/statements/price/${statementId(store, late.agreement, 2026, 'price-report')}`)).status,
    ).toBe(404);
    service.moveTo(yearEnd(2026));
  });

  test('the clocks stand among the deadlines of whose duty they are', async () => {
    const seen = async (organization: string, role: 'operator' | 'grantor') => {
      const caller = { person: 'x', organization, organizationName: '', jurisdiction: '511700', roles: [role] };
      const { items } = await openClocks(store, caller, service.clock.domain(), { limit: 200 });
      return new Set(
        items.filter(({ rule }) => rule === 'LOCAL-3' || rule === 'PRICE-5').map(({ stream }) => stream.kind),
      );
    };
    expect(await seen('alpha', 'operator')).toEqual(new Set(['operator-disclosure']));
    expect(await seen('grantor', 'grantor')).toEqual(new Set(['price-report', 'grantor-disclosure']));
  });
});

describe('a report', () => {
  test('is prepared from the events, confirmed by its version, and late from 24:00 of 31 March', async () => {
    const path = pathOf('price');
    const prepared = (await done(signer.post(`${path}/preparation`))).body.statement;
    expect(prepared.figures).toMatchObject({
      approved: 100_000,
      revenue: 19_800,
      lines: [
        { product: world.product, deliveries: 2, free: 1, quantity: 4, revenue: 19_800, ceiling: 12_000, price: 9_900 },
      ],
    });
    expect((await signer.post(`${path}/publication`)).status).toBe(428);
    expect((await signer.post(`${path}/publication`, {}, { 'if-match': '"1"' })).status).toBe(412);
    service.moveTo(endOfDay('2027-03-31'));
    const published = await done(signer.post(`${path}/publication`, {}, { 'if-match': '"2"' }));
    expect(published.body.statement).toMatchObject({ status: 'published', late: true });
  });

  test('on its last instant it is in time; a correction is a new edition with a reason', async () => {
    const path = pathOf('operator');
    await done(ann.post(`${path}/preparation`));
    service.moveTo(endOfDay('2027-03-31'));
    service.passDomain(-1);
    const published = await done(ann.post(`${path}/publication`, {}, { 'if-match': '"2"' }));
    expect(published.body.statement.late).toBe(false);
    const corrected = await done(ann.post(`${path}/correction`, { reason: paper('更正说明') }, { 'if-match': '"3"' }));
    expect(corrected.body.statement).toMatchObject({ edition: 2, late: false });
  });

  test('reads as JSON and as CSV that a spreadsheet opens', async () => {
    const { body } = await done(clerk.get(`${pathOf('price')}/figures`));
    expect(body).toMatchObject({ agreement: world.agreement, year: 2026, operator: 'alpha', revenue: 19_800 });
    const csv = await done(clerk.get(`${pathOf('price')}/figures?format=csv`));
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.startsWith('产品编号,产品名称')).toBe(true);
    expect(csv.text).toContain(',2,1,4,19800,198.00\r\n合计,');
  });

  test('is not there for strangers, nor another’s to prepare', async () => {
    expect(refused(await bob.get(pathOf('price')))).toEqual([404, 'PRICE-5']);
    expect(refused(await bob.post(`${pathOf('operator')}/preparation`))).toEqual([404, 'OPS-19']);
    expect((await anyone.get(pathOf('grantor'))).status).toBe(401);
    expect((await clerk.get('/statements/grantor?status=due')).body.items.length).toBeGreaterThan(0);
  });
});

test('a CSV begins with the mark by which a spreadsheet knows UTF-8', async () => {
  const bytes = new Uint8Array(await csvFile('x.csv', csvText([['金额', 1]])).arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

describe('GET /accounting/{id}', () => {
  const path = () => `/accounting/${world.agreement}?year=2026`;

  test('lists every delivery of the year with buyer and contract, the same bytes each time', async () => {
    const [first, again] = [await done(ann.get(path())), await done(auditor.get(path()))];
    expect(again.text).toBe(first.text);
    expect(first.body).toMatchObject({ revenue: 19_800, operator: 'alpha' });
    expect(first.body.lines).toMatchObject([
      { quantity: 2, unitPrice: 9_900, amount: 19_800, contract: '甲合〔2026〕1号', date: '2026-11-23' },
      { amount: 0, use: '公共治理、公益' },
    ]);
    expect((await done(ann.get(`/accounting/${world.agreement}?year=2027`))).body.lines).toEqual([]);
  });

  test('as CSV: 分 and 元, and no cell that a spreadsheet would run', async () => {
    const { text } = await done(signer.get(`${path()}&format=csv`));
    expect(text.startsWith('日期,')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""x"")有限公司",91511700MA00000023,甲合〔2026〕1号,`);
    expect(text).toContain(',9900,19800,198.00,');
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
  });

  test('what was erased stays out and the amounts stand', async () => {
    const { items } = (await done(ann.get(`/products/${world.product}/history`))).body;
    const sale = items.find(({ event }: { event: { type: string } }) => event.type === 'delivered').event;
    await eraseDocument(store, sale.record.document);
    const [line] = (await done(ann.get(path()))).body.lines;
    expect([line.buyer, line.contract, line.amount]).toEqual([undefined, undefined, 19_800]);
  });

  test('is for the two sides, the data authority and audit', async () => {
    expect((await clerk.get(path())).status).toBe(200);
    expect(refused(await bob.get(path()))).toEqual([404, 'DZ-37']);
    const inspector = await as('inspector');
    expect((await inspector.get(path())).status).toBe(403);
  });
});

describe('market reports', () => {
  test('reach the authority; the one reported on finds nothing', async () => {
    const body = {
      matter: 'fraud',
      about: 'alpha',
      statement: paper('实名举报：某产品虚假宣传'),
      evidence: [paper('合同')],
    };
    const made = await bob.post('/market-reports', body);
    expect(made.status).toBe(201);
    const path = `/market-reports/${made.body.id}`;
    expect((await ann.get(path)).status).toBe(404);
    expect((await ann.get('/market-reports')).body.items).toEqual([]);
    expect((await clerk.get('/market-reports')).body.items).toHaveLength(1);
    expect((await bob.get(path)).status).toBe(200);
    await done(clerk.post(`${path}/refer`, { document: paper('移送函'), number: '达市数函〔2026〕3号' }));
    const answered = await done(clerk.post(`${path}/answer`, { reply: paper('答复'), outcome: 'confirmed' }));
    expect(answered.body.marketReport.status).toBe('answered');
    expect((await clerk.post(`${path}/refer`, { document: paper('函'), number: '1' })).status).toBe(409);
  });
});
