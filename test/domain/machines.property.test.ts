import { describe, expect, test } from 'vitest';
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
import { statusesOf, walked } from './walks/walk.ts';
import { yearlyWalks } from './walks/yearly.ts';

/*
 * Random commands by random people: nothing throws, every event and state is well formed, nothing is accepted outside
 * the table or its roles, and the fold of all events is the running state. Every status is reached, so that these
 * claims are about all of them.
 */
describe('whatever is tried', () => {
  test('organization', () => {
    expect(walked(organizationWalk, 200)).toEqual(new Set(statusesOf(organizationWalk.machine)));
  });
  test('dataset', () => {
    expect(walked(datasetWalk, 200)).toEqual(new Set(statusesOf(datasetWalk.machine)));
  });
  test('plan', () => {
    expect(walked(planWalk, 200)).toEqual(new Set(statusesOf(planWalk.machine)));
  });
  test('qualification', () => {
    expect(walked(qualificationWalk, 200)).toEqual(new Set(statusesOf(qualificationWalk.machine)));
  });
  test('agreement', () => {
    expect(walked(agreementWalk, 300)).toEqual(new Set(statusesOf(agreementWalk.machine)));
  });
  test('product', () => {
    expect(walked(productWalk, 300)).toEqual(new Set(statusesOf(productWalk.machine)));
  });
  test('pricing', () => {
    expect(walked(pricingWalk, 200)).toEqual(new Set(statusesOf(pricingWalk.machine)));
  });
  test.each(yearlyWalks)('$machine.aggregate', (walk) => {
    expect(walked(walk, 60)).toEqual(new Set(statusesOf(walk.machine)));
  });
  test('channel', () => {
    expect(walked(channelWalk, 200)).toEqual(new Set(statusesOf(channelWalk.machine)));
  });
  test('deposit', () => {
    expect(walked(depositWalk, 20)).toEqual(new Set(statusesOf(depositWalk.machine)));
  });
  test('registration', () => {
    expect(walked(registrationWalk, 250)).toEqual(new Set(statusesOf(registrationWalk.machine)));
  });
  test('served hours', () => {
    expect(walked(servedHourWalk, 100)).toEqual(new Set(statusesOf(servedHourWalk.machine)));
  });
  test('subscription', () => {
    expect(walked(subscriptionWalk, 100)).toEqual(new Set(statusesOf(subscriptionWalk.machine)));
  });
  test('case', () => {
    expect(walked(caseWalk, 400)).toEqual(new Set(statusesOf(caseWalk.machine)));
  });
});
