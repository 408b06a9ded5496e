import { beforeAll, expect, it } from 'vitest';
import { routes } from '../../functions/credit/routes.ts';
import { routes as notificationRoutes } from '../../functions/notification/routes.ts';
import { spreadNotices } from '../../functions/notification/spread.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { dueDeliveries, putOff } from '../../shared/store/deliveries.ts';
import { bound, decideAt, emergency, enforcing, executed, laterAt } from '../domain/enforcing.ts';
import { codeAt, coded, registering } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { done, paper } from './agreement-world.ts';
import { caseEvents } from './credit-world.ts';
import { open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha, recorded } from './recorded.ts';

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
  return (
    due
      .map(({ body }) => JSON.parse(body))
      // Notices to the agency's own people go the same way.
      .filter(({ data }) => data.reason === undefined)
  );
}
const change = async (receives: string[]) => {
  const clerk = await open(routes, service).as('clerk');
  await done(clerk.post(`${partner}/change`, { receives, sends: [], basis: paper('变更') }));
};

it('a measure is told to partners entitled to it when it is committed and when it is confirmed, in codes and articles', async () => {
  await recorded(service, violation, 'case-1', caseEvents(executed().events));
  const events = await sent();
  // Due in the same moment: which is sent first says nothing.
  events.sort((a, b) => (a.type < b.type ? -1 : 1));
  expect(events.map(({ type }) => type)).toEqual(['shuqi.case.measure-committed', 'shuqi.case.measure-confirmed']);
  expect(events[0]).toMatchObject({
    subject: 'case/case-1',
    data: { subject: '91511700MA00000010', measures: [{ measure: 'stop-1', verb: 'close', article: 'DZ-43' }] },
  });
  expect(Object.keys(events[0].data.measures[0]).toSorted()).toEqual(['article', 'measure', 'target', 'verb']);
});

it('a measure that is lifted is told as lifted, by reinstatement and by the head alike; confirmed, it is not', async () => {
  const settled = (confirmed: boolean) =>
    emergency().and(enforcing.escalate(decideAt), enforcing['settle-escalation'](decideAt, { confirmed }));
  const reinstated = executed().and(
    enforcing.rectify(laterAt),
    enforcing['propose-reinstatement'](laterAt),
    enforcing['approve-reinstatement'](laterAt),
  );
  await recorded(service, violation, 'case-head', caseEvents(settled(false).events));
  await recorded(service, violation, 'case-kept', caseEvents(settled(true).events));
  await recorded(service, violation, 'case-two', caseEvents(reinstated.events));
  const told = (await sent()).map(({ type, subject }) => [subject, type.replace('shuqi.case.', '')]);
  const of = (id: string) => told.flatMap(([subject, type]) => (subject === `case/${id}` ? [type] : [])).toSorted();
  expect(of('case-head')).toEqual(['measure-committed', 'measure-lifted']);
  expect(of('case-kept')).toEqual(['measure-committed']);
  expect(of('case-two')).toEqual(['measure-committed', 'measure-confirmed', 'measure-lifted']);
});

it('a channel that a decision closed, an agreement that was terminated and a registration that was revoked are told', async () => {
  await change(['measure', 'agreement', 'registration']);
  const at = service.clock.domain();
  for (const reason of ['decision', 'expiry', 'parties'] as const) {
    await channelOfAlpha(service, `by-${reason}`, 'agreement-1');
    await recorded(service, channel, `by-${reason}`, [{ type: 'closed', at, reason }]);
  }
  await agreementOfAlpha(service, 'agreement-1', '2028-06-30');
  const proof = { document: 'proof', commitment: 'a'.repeat(64) };
  const clock = openClock('POLICY-13', at);
  await recorded(service, agreement, 'agreement-1', [
    { type: 'notice-served', at, by: 'signer', document: proof },
    { type: 'terminated', at, deliveredAt: at, proof, clock },
  ]);
  const revoked = coded().and(registering.revoke(codeAt)).events;
  const own = JSON.parse(JSON.stringify(revoked).replaceAll('"rongshu"', '"alpha"'));
  await recorded(service, registration, 'r-1', own);
  const events = (await sent()).map(({ type, subject, data }) => [type, subject, data.article, data.subject]);
  const code = '91511700MA00000010';
  expect(events.toSorted()).toEqual([
    ['shuqi.agreement.terminated', 'agreement/agreement-1', 'CC-565', code],
    ['shuqi.channel.closed', 'channel/by-decision', 'DZ-43', code],
    ['shuqi.registration.revoked', 'registration/r-1', 'REG-20', code],
  ]);
  await change(['measure']);
});

it('a right holder’s own request is told to nobody, and whoever is no longer entitled is told nothing', async () => {
  await recorded(service, violation, 'case-2', caseEvents(bound().events));
  expect(await sent()).toEqual([]);
  await change(['registration']);
  await recorded(service, violation, 'case-3', caseEvents(executed().events));
  expect(await sent()).toEqual([]);
});
