import { beforeAll, expect, it } from 'vitest';
import { routes } from '../../functions/credit/routes.ts';
import { routes as notificationRoutes } from '../../functions/notification/routes.ts';
import { spreadNotices } from '../../functions/notification/spread.ts';
import { violation } from '../../shared/domain/case.ts';
import { dueDeliveries, putOff } from '../../shared/store/deliveries.ts';
import { bound, executed } from '../domain/enforcing.ts';
import { freshTable } from '../dynamodb.ts';
import { done, paper } from './agreement-world.ts';
import { caseEvents } from './credit-world.ts';
import { open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = { ...testService(client, table), webhookSecret: new Uint8Array(32).fill(7), loopback: true };
let partner: string;

beforeAll(async () => {
  await settleCity(service, ['authority', 'agency', 'alpha']);
  const admin = await open(notificationRoutes, service).as('admin');
  await done(admin.post('/webhooks', { url: 'http://127.0.0.1:9/', kinds: ['all'] }));
  const clerk = await open(routes, service).as('clerk');
  const terms = { organization: 'agency', receives: ['measure'], sends: [], basis: paper('协同文件') };
  partner = (await done(clerk.post('/regulatory/partners', terms))).headers.get('location') ?? '';
  await sent();
});

/** What waits to be sent, taken out of the way. */
async function sent() {
  await spreadNotices(service);
  const due = await dueDeliveries(service.store, service.store.now());
  for (const one of due) await putOff(service.store, one, { ...one, at: one.at + 3_600_000 });
  return due.map(({ body }) => JSON.parse(body)).filter(({ data }) => data.measures);
}
const change = async (receives: string[]) => {
  const clerk = await open(routes, service).as('clerk');
  await done(clerk.post(`${partner}/change`, { receives, sends: [], basis: paper('变更') }));
};

it('a measure is told to partners entitled to it when it is committed and when it is confirmed, in codes and articles', async () => {
  await recorded(service, violation, 'case-1', caseEvents(executed().events));
  const events = await sent();
  expect(events.map(({ type }) => type)).toEqual(['shuqi.case.measure-committed', 'shuqi.case.measure-confirmed']);
  expect(events[0]).toMatchObject({
    subject: 'case/case-1',
    data: { subject: '91511700MA00000010', measures: [{ measure: 'stop-1', verb: 'close', article: 'DZ-43' }] },
  });
  expect(Object.keys(events[0].data.measures[0]).toSorted()).toEqual(['article', 'measure', 'target', 'verb']);
});

it('a right holder’s own request is told to nobody, and whoever is no longer entitled is told nothing', async () => {
  await recorded(service, violation, 'case-2', caseEvents(bound().events));
  expect(await sent()).toEqual([]);
  await change(['registration']);
  await recorded(service, violation, 'case-3', caseEvents(executed().events));
  expect(await sent()).toEqual([]);
});
