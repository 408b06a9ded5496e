import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { routes } from '../../functions/enforcement/routes.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { DatasetEvent } from '../../shared/domain/dataset-schema.ts';
import { organization } from '../../shared/domain/organization.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { entry } from '../domain/examples.ts';
import { freshTable } from '../dynamodb.ts';
import { JURISDICTION } from './city.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';
import { bringing, csvOf, memoryUpstream, type Supply, supply, testGate, tokenFor } from './supply.ts';

/*
 * A right holder's request end to end (POLICY-31): asked for, proven, carried out; the very next request of the data
 * misses the rows, a running stream ends, and two people supply them again when the request is withdrawn.
 */
const { client, table } = await freshTable();
const service = testService(client, table);
const { gate, app } = testGate(client, table);
const { as } = open(routes, service);
const people: Record<string, Client> = {};
const FIELD = '法定代表人';
const SUBJECT = '某人1';
const text = (words: string) => ({ text: words });

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'source']);
  for (const person of ['clerk', 'deputy', 'ann', 'bob']) people[person] = await as(person);
  await holders();
});
const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};

/** Bob's company is the right holder here: his person gets that role beside his own. */
async function holders() {
  const at = service.clock.domain();
  const name = { document: 'name', commitment: '0'.repeat(64) };
  await recorded(service, organization, 'beta', [
    { type: 'member-changed', at, by: 'founder', person: 'bob', name, keys: [], roles: ['operator', 'right-holder'] },
  ]);
}

/** A supplied dataset whose entry names the subject's field, or does not. */
async function supplied(subjectKey?: string): Promise<Supply> {
  const of = await supply(service.store);
  const at = service.clock.domain();
  const published: DatasetEvent[] = [
    { type: 'drafted', at, by: 'cataloguer', source: 'source', jurisdiction: JURISDICTION, entry },
    { type: 'submitted', at, by: 'cataloguer', entry: { ...entry, ...(subjectKey && { subjectKey }) } },
    { type: 'approved', at, by: 'clerk' },
    { type: 'published', at },
  ];
  await recorded(service, dataset, of.links.dataset, published);
  return of;
}

const report = (of: Supply, subject = SUBJECT) => ({
  facts: [text('数据中有本人信息')],
  standing: text('身份与权利证明'),
  request: { dataset: of.links.dataset, subject },
});
const rowsOf = async (of: Supply) => {
  const answer = await bringing(app, await tokenFor(of.channel, of.links)).get(`/channels/${of.channel}/data`);
  return answer.status === 200 ? answer.text.trimEnd().split('\r\n').slice(1).length : answer.status;
};
const patience = () => {
  let now = 0;
  return {
    monotonic: () => now,
    sleep: async (ms: number) => {
      now += ms;
      service.passDomain(ms);
    },
  };
};
const carryOut = (id: string, subject = SUBJECT) =>
  by('clerk').post(`/cases/${id}/request/carry-out`, { subject, authority: text('认定书') });

describe('a request about one’s own data', () => {
  it('is carried out as an exclusion: the very next request misses the rows', async () => {
    const of = await supplied(FIELD);
    const asked = await by('bob').post('/cases', report(of));
    expect([asked.status, asked.body.case.status, asked.body.case.subject]).toEqual([201, 'reported', 'source']);
    expect(await rowsOf(of)).toBe(3);
    // Typed in by whoever examined the proof; blanks and full-width letters make no other subject.
    const done = await carryOut(asked.body.id, ` ${SUBJECT.replace('1', '１')} `);
    expect([done.status, done.body.case.measures[0].verb]).toEqual([200, 'exclude']);
    expect(await rowsOf(of)).toBe(2);
    const shown = `/cases/${asked.body.id}/measures/${done.body.case.measures[0].measure}`;
    expect((await by('clerk').get(shown)).body).toMatchObject({ progress: 'committed', unconfirmed: { tries: 0 } });
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 1, waiting: 0 });
    // Who asked reads what became of it, and nothing else of the case.
    expect((await by('bob').get(shown)).body).toMatchObject({ progress: 'confirmed', verb: 'exclude' });
    expect((await by('bob').get(`/cases/${asked.body.id}`)).body.case).not.toHaveProperty('authority');
    expect((await by('bob').get(`/cases/${asked.body.id}/history`)).status).toBe(404);
  });

  it('of several subjects leaves the rows of each behind', async () => {
    const of = await supplied(FIELD);
    for (const [subject, left] of [
      [SUBJECT, 2],
      ['某人2', 1],
    ] as const) {
      const { body } = await by('bob').post('/cases', report(of, subject));
      expect((await carryOut(body.id, subject)).status).toBe(200);
      expect(await rowsOf(of)).toBe(left);
    }
  });

  it('leaves the name in no item of the table', async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items.map(({ content: _, ...item }) => item))).not.toContain(SUBJECT);
    expect(JSON.stringify(Items)).not.toContain(SUBJECT);
  });

  it('ends a running stream, which would otherwise go on with the rows', async () => {
    const of = await supplied(FIELD);
    const { body } = await by('bob').post('/cases', report(of));
    const upstream = memoryUpstream(csvOf(20_000), {
      wait: async (read) => {
        if (read === 4 * 64 * 1024) expect((await carryOut(body.id)).status).toBe(200);
      },
    });
    const { app: long } = testGate(client, table, { upstream });
    const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
    const answer = await long.request(`/channels/${of.channel}/data?stream=true`, { headers });
    await expect(answer.text()).rejects.toThrow();
    const delivery = await readDelivery(service.store, of.channel, answer.headers.get('shuqi-delivery') ?? '');
    expect(delivery?.end?.cut).toBe('scope-changed');
    expect(gate.origin).toBe(service.origin);
  });

  it('closes the dataset where no field tells whose a row is; the preview says so beforehand', async () => {
    const of = await supplied();
    const before = await by('clerk').get(`/measures/preview?kind=dataset&id=${of.links.dataset}`);
    expect(before.body).toMatchObject({ request: 'close' });
    const { body } = await by('bob').post('/cases', report(of));
    expect((await carryOut(body.id)).body.case.measures).toMatchObject([{ verb: 'close', forRequest: true }]);
    expect(await rowsOf(of)).toBe(403);
  });

  it('is refused when the proof names somebody else, and writes nothing', async () => {
    const of = await supplied(FIELD);
    const { body } = await by('bob').post('/cases', report(of));
    const refused = await carryOut(body.id, '某人2');
    expect([refused.status, refused.problem.article]).toEqual([422, 'POLICY-31']);
    expect((await loadHead(service.store, dataset, of.links.dataset)).state).not.toHaveProperty('exclusions');
    expect(await rowsOf(of)).toBe(3);
  });

  it('is a report and binds nobody without standing, or from anybody else', async () => {
    const of = await supplied(FIELD);
    const { standing: _, ...bare } = report(of);
    expect((await by('bob').post('/cases', bare)).problem.grounds).toMatchObject([{ pointer: '/standing' }]);
    expect((await by('clerk').post('/cases', report(of))).problem.article).toBe('POLICY-31');
    const { request: __, ...plain } = bare;
    const reported = await by('bob').post('/cases', { ...plain, subject: 'alpha' });
    expect(reported.status).toBe(201);
    expect((await carryOut(reported.body.id)).problem.article).toBe('POLICY-31');
    // The party never learns who reported it.
    const told = await by('ann').get(`/cases/${reported.body.id}`);
    expect(told.status).toBe(200);
    expect(told.text).not.toContain('beta');
    expect((await by('ann').get(`/cases/${reported.body.id}/history`)).text).not.toContain('beta');
  });

  it('is lifted by two people once it is withdrawn, and only for this request', async () => {
    const of = await supplied(FIELD);
    const one = (await by('bob').post('/cases', report(of))).body.id;
    const two = (await by('bob').post('/cases', report(of))).body.id;
    const measures = [(await carryOut(one)).body.case.measures[0].measure];
    await carryOut(two);
    const lift = `/cases/${one}/reinstatement`;
    expect((await by('clerk').post(lift, { measures })).problem.article).toBe('POLICY-31');
    expect((await by('bob').post(`/cases/${one}/request/withdrawal`, { document: text('撤回') })).status).toBe(200);
    expect((await by('clerk').post(lift, { measures })).status).toBe(200);
    expect((await by('clerk').post(`${lift}/approval`)).problem.article).toBe('POLICY-3');
    expect((await by('deputy').post(`${lift}/approval`)).status).toBe(200);
    // The other case keeps the same subject out.
    expect(await rowsOf(of)).toBe(2);
    await by('bob').post(`/cases/${two}/request/withdrawal`, { document: text('撤回') });
    const second = (await by('clerk').get(`/cases/${two}`)).body.case.measures[0].measure;
    await by('clerk').post(`/cases/${two}/reinstatement`, { measures: [second] });
    expect((await by('deputy').post(`/cases/${two}/reinstatement/approval`)).status).toBe(200);
    expect(await rowsOf(of)).toBe(3);
    expect((await loadHead(service.store, dataset, of.links.dataset)).state).not.toHaveProperty('exclusions');
  });
});
