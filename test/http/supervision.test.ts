import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/supervision/routes.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { as } = open(routes, service);
const paper = (text: string) => ({ text });
let people: Readonly<Record<'clerk' | 'guard' | 'ann' | 'bob' | 'auditor', Client>>;

beforeAll(async () => {
  await settleCity(service);
  const [clerk, guard, ann, bob, auditor] = await Promise.all(['clerk', 'guard', 'ann', 'bob', 'auditor'].map(as));
  if (!clerk || !guard || !ann || !bob || !auditor) throw new Error('somebody is missing');
  people = { clerk, guard, ann, bob, auditor };
});

describe('inspections', () => {
  it('go from the plan to the findings, and whom they are about reads and answers', async () => {
    const { clerk, ann, bob, guard, auditor } = people;
    const planned = await clerk.post('/inspections', {
      subject: 'alpha',
      plan: paper('年度检查计划'),
      unannounced: false,
    });
    expect([planned.status, planned.body.inspection.status]).toEqual([201, 'planned']);
    const at = planned.headers.get('location') ?? '';
    expect((await clerk.post(`${at}/begin`, { credentials: paper('执法证件') })).problem).toMatchObject({
      status: 422,
      article: 'DZ-49',
    });
    expect((await clerk.post(`${at}/announce`, { notice: paper('检查通知'), on: '2026-12-01' })).status).toBe(200);
    expect((await guard.post(`${at}/begin`, { credentials: paper('执法证件') })).status).toBe(404);
    await clerk.post(`${at}/begin`, { credentials: paper('执法证件') });
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
});
