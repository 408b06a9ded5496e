import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/market/routes.ts';
import { operatorDisclosure, yearEnd } from '../../shared/domain/yearly.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { transact } from '../../shared/store/transact.ts';
import { hold } from '../domain/examples.ts';
import { given } from '../domain/given.ts';
import { ownerOf, reporting } from '../domain/reporting.ts';
import { freshTable } from '../dynamodb.ts';
import { open, settleCity, testService } from './harness.ts';
import { disclosed, onMarket, putOnMarket } from './on-market.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { anyone } = open(routes, service);
const program = { accept: 'application/json' };
const person = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

beforeAll(async () => {
  expect((await anyone.get('/market', person)).text).toContain('暂无上架的数据产品');
  await settleCity(service, ['alpha']);
  await putOnMarket(service);
  service.moveTo('2026-12-02T02:00:00.000Z');
});

async function measure(lifted = false) {
  await transact(service.store, async (unit) => {
    const change = lifted
      ? ({ do: 'release', measures: [hold.measure], left: {} } as const)
      : ({ do: 'hold', hold, others: 0 } as const);
    unit.gate({ aggregate: 'dataset', id: 'weather' }, change);
    return { status: 200, body: '', headers: {} };
  });
}

describe('GET /market', () => {
  it('lists what is on the market with operator, price and validity, and nothing of its inside', async () => {
    const { body, text } = await anyone.get('/market', program);
    expect(body.items).toHaveLength(2);
    const paid = body.items.find(({ id }: { id: string }) => id === onMarket.paid);
    expect(paid).toMatchObject({
      operator: '甲数据运营有限公司',
      price: 9_900,
      standing: 'on-sale',
      until: '2027-11-30',
    });
    expect(text).not.toMatch(/declaredBy|securityReview|scope|sold|ceiling|processing"/);
    const page = (await anyone.get('/market', person)).text;
    for (const shown of ['农田干旱指数', '99.00 元/月', '无偿', '在售']) expect(page).toContain(shown);
  });

  it('tells a suspended product as suspended in the same moment, and neither measure nor case', async () => {
    await measure();
    const { body, headers, text } = await anyone.get(`/market/${onMarket.paid}`, program);
    expect([body.standing, headers.get('cache-control')]).toEqual(['suspended', 'no-store']);
    expect(text).not.toMatch(/reasons|measure|case|DZ-43|lifted/);
    const page = (await anyone.get(`/market/${onMarket.paid}`, person)).text;
    expect(page).toContain('暂停');
    expect(page).not.toMatch(/措施|案件|DZ-43/);
    await measure(true);
    expect((await anyone.get(`/market/${onMarket.paid}`, program)).body.standing).toBe('on-sale');
  });

  it('tells its last day to the instant', async () => {
    service.moveTo(endOfDay('2027-11-30'));
    expect((await anyone.get(`/market/${onMarket.free}`, program)).body.standing).toBe('expired');
    service.passDomain(-1);
    expect((await anyone.get(`/market/${onMarket.free}`, program)).body.standing).toBe('on-sale');
  });

  it('404 for what is not on the market, as a page and as a problem', async () => {
    expect((await anyone.get('/market/nothing', program)).problem.article).toBe('DZ-36');
    expect((await anyone.get('/market/nothing', person)).status).toBe(404);
  });
});

describe('GET /disclosures', () => {
  it('is empty before anything is published, and names what is overdue from 24:00 of 31 March', async () => {
    const say = reporting({ ...ownerOf('operator-disclosure'), organization: 'alpha' });
    const due = say['fall-due'](yearEnd(2026), { operator: 'alpha', grantor: 'grantor' });
    await recorded(service, operatorDisclosure, 'waiting', given(operatorDisclosure).and(due).events);
    service.moveTo(endOfDay('2027-03-31'));
    service.passDomain(-1);
    expect((await anyone.get('/disclosures', program)).body).toEqual({ items: [], overdue: [] });
    expect((await anyone.get('/disclosures', person)).text).toContain('暂无已公布的披露');
    service.passDomain(1);
    expect((await anyone.get('/disclosures', program)).body.overdue).toMatchObject([{ id: 'waiting', year: 2026 }]);
    expect((await anyone.get('/disclosures', person)).text).toContain('2027-03-31');
  });

  it('shows figures, the mark of lateness, and gives them as JSON and CSV', async () => {
    await disclosed(service);
    const path = `/disclosures/operator/${onMarket.disclosure}`;
    const page = (await anyone.get(path, person)).text;
    for (const shown of ['逾期公布', '396.00 元', '农田干旱指数', '甲数据运营有限公司']) expect(page).toContain(shown);
    const { body } = await anyone.get(`${path}?format=json`, person);
    expect(body).toMatchObject({ year: 2026, late: true, edition: 1, figures: { revenue: 39_600 } });
    const csv = await anyone.get(`${path}?format=csv`);
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    expect(csv.text).toContain('合计');
    expect((await anyone.get('/disclosures/grantor/nothing', program)).problem.article).toBe('LOCAL-3');
    expect((await anyone.get(`/disclosures/operator/waiting`, program)).status).toBe(404);
  });
});
