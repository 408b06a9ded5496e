import { describe, expect, test } from 'vitest';
import { caseWalk } from './walks/case.ts';
import { registrationWalk } from './walks/registration.ts';
import { statusesOf, walked } from './walks/walk.ts';

/*
 * Random commands by random people: nothing throws, every event and state is well formed, nothing is accepted outside
 * the table or its roles, and the fold of all events is the running state. Every status is reached, so that these
 * claims are about all of them.
 */
describe('whatever is tried', () => {
  test('registration', () => {
    expect(walked(registrationWalk, 400)).toEqual(new Set(statusesOf(registrationWalk.machine)));
  });
  test('case', () => {
    expect(walked(caseWalk, 400)).toEqual(new Set(statusesOf(caseWalk.machine)));
  });
});
