import { expect, it } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { dueRegistration, dueResource, resourceRegistration } from '../../shared/store/first-supply.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { noteFirstSupply } from '../../shared/store/served.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { settleCity, testService } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { store } = service;
const typesOf = async (id: string) =>
  (await listEvents(store, { aggregate: 'registration', id }, { limit: 20 })).items.map(({ data }) => data.type);
const stateOf = async (id: string) => (await loadHead(store, registration, id)).state;

it('a first supply makes the product due from its operator and the resource from the implementing body; late, both are escalated once', async () => {
  await settleCity(service, ['alpha', 'grantor']);
  await agreementOfAlpha(service, 'agreement-1', '2028-06-30');
  await channelOfAlpha(service, 'channel-1', 'agreement-1');
  const { state: terms } = await loadHead(store, agreement, 'agreement-1');
  const at = service.clock.domain();
  const basis = { kind: 'agreement' as const, id: 'agreement-1' };
  await noteFirstSupply(store, 'channel-1', { organization: 'alpha', dataset: 'weather', basis, serial: 1, at });
  await sweepDeadlines(service);

  const product = dueRegistration(store, { operator: 'alpha', dataset: 'weather', agreement: 'agreement-1' });
  const resource = dueResource(store, 'weather');
  const operatingSince = 'effectiveAt' in terms ? terms.effectiveAt : undefined;
  const clock = openClock('REG-9(1)', operatingSince && operatingSince > at ? operatingSince : at);
  expect(await stateOf(product)).toMatchObject({
    status: 'due',
    operator: 'alpha',
    suppliedAt: at,
    operatingSince,
    clock,
  });
  expect(await stateOf(resource)).toMatchObject({ status: 'due', holder: 'grantor', dataset: 'weather', clock });
  expect(await resourceRegistration(store, 'weather')).toBe(resource);

  service.moveTo(shift(clock.dueAt, -1));
  await sweepDeadlines(service);
  expect((await stateOf(product)).status).toBe('due');
  service.moveTo(clock.dueAt);
  const both = await Promise.all([sweepDeadlines(service), sweepDeadlines(service)]);
  expect(both.map(({ escalated }) => escalated).reduce((sum, one) => sum + one, 0)).toBe(2);
  // The clock runs on: who owes it is reminded each day, and nothing is escalated again.
  service.moveTo(shift(clock.dueAt, 86_400_000));
  expect((await sweepDeadlines(service)).escalated).toBe(0);
  for (const id of [product, resource]) {
    expect(await typesOf(id)).toEqual(['fell-due', 'filing-escalated']);
    expect(registration.clocks(await stateOf(id))).toEqual([clock]);
  }
});

it('what is registered already does not fall due again through another channel', async () => {
  await channelOfAlpha(service, 'channel-2', 'agreement-1');
  const basis = { kind: 'agreement' as const, id: 'agreement-1' };
  const at = service.clock.domain();
  await noteFirstSupply(store, 'channel-2', { organization: 'alpha', dataset: 'weather', basis, serial: 1, at });
  await sweepDeadlines(service);
  expect(await typesOf(dueResource(store, 'weather'))).toEqual(['fell-due', 'filing-escalated']);
});
