import { describe, test } from 'vitest';
import { agreementWalk } from './walks/agreement.ts';
import { caseWalk } from './walks/case.ts';
import { channelWalk } from './walks/channel.ts';
import { datasetWalk } from './walks/dataset.ts';
import { depositWalk } from './walks/deposit.ts';
import { organizationWalk } from './walks/organization.ts';
import { planWalk } from './walks/plan.ts';
import { pricingWalk, productWalk } from './walks/product.ts';
import { qualificationWalk } from './walks/qualification.ts';
import { registrationWalk } from './walks/registration.ts';
import { servedHourWalk } from './walks/served-hour.ts';
import { subscriptionWalk } from './walks/subscription.ts';
import { walkedWhole } from './walks/walk.ts';
import { yearlyWalks } from './walks/yearly.ts';

/*
 * Random commands by random people: nothing throws, every event and state is well formed, nothing is accepted outside
 * the table or its roles, and the fold of all events is the running state. Every status is reached, so that these
 * claims are about all of them; and whoever a row tells, and every clock that it starts, is really there.
 */
describe('whatever is tried', () => {
  test('organization', () => {
    walkedWhole(organizationWalk, 200);
  });
  test('dataset', () => {
    walkedWhole(datasetWalk, 200);
  });
  test('plan', () => {
    walkedWhole(planWalk, 200);
  });
  test('qualification', () => {
    walkedWhole(qualificationWalk, 200);
  });
  test('agreement', () => {
    walkedWhole(agreementWalk, 300);
  });
  test('product', () => {
    walkedWhole(productWalk, 300);
  });
  test('pricing', () => {
    walkedWhole(pricingWalk, 200);
  });
  test.each(yearlyWalks)('$machine.aggregate', (walk) => {
    walkedWhole(walk, 60);
  });
  test('channel', () => {
    walkedWhole(channelWalk, 200);
  });
  test('deposit', () => {
    walkedWhole(depositWalk, 20);
  });
  test('registration', () => {
    walkedWhole(registrationWalk, 250);
  });
  test('served hours', () => {
    walkedWhole(servedHourWalk, 100);
  });
  test('subscription', () => {
    walkedWhole(subscriptionWalk, 100);
  });
  test('case', () => {
    walkedWhole(caseWalk, 400);
  });
});
