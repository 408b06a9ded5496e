import { describe, expect, test } from 'vitest';
import { alarm } from '../../shared/domain/alarm.ts';
import { actor, cited, documentOf, given } from '../domain/given.ts';

const at = '2026-11-23T08:00:00.000Z' as const;
const system = actor('system', 'platform', 'system');
const clerk = actor('clerk', 'bureau', 'data-authority');
const evidence = { ...documentOf('counters'), mediaType: 'application/json' as const, bytes: 120 };
const raise = {
  type: 'raise',
  at,
  actor: system,
  kind: 'over-quota',
  channel: 'channel-1',
  organization: 'company',
  grantor: 'bureau',
  dataset: 'weather',
  basis: { kind: 'agreement', id: 'agreement-1' },
  from: at,
  until: at,
  seen: 12,
  threshold: 10,
  evidence,
  jurisdiction: '511700',
} as const;
const dismiss = { type: 'dismiss', at, actor: clerk, reasons: documentOf('reasons') } as const;
const openCase = { type: 'open-case', at, actor: clerk, case: 'case-1' } as const;

describe('an alarm', () => {
  test('is raised by the platform, never by a person', () => {
    expect(given(alarm).when(raise).state.status).toBe('raised');
    expect(cited(given(alarm).when({ ...raise, actor: clerk }))).toEqual(['POLICY-50']);
  });

  test('is dismissed with reasons by who supervises, not by the operator, and never by the platform', () => {
    const raised = given(alarm).and(raise);
    expect(raised.when(dismiss).state.status).toBe('dismissed');
    expect(cited(raised.when({ ...dismiss, actor: actor('ann', 'company', 'operator') }))).toEqual(['POLICY-50']);
    expect(cited(raised.when({ ...dismiss, actor: system }))).toEqual(['POLICY-50']);
  });

  test('is answered once: by a case, or not at all', () => {
    const raised = given(alarm).and(raise);
    expect(raised.when(openCase).state.status).toBe('answered');
    expect(raised.and(dismiss).when(openCase).refusal?.refused).toBe('state');
    expect(raised.and(openCase).when(dismiss).refusal?.refused).toBe('state');
  });

  test('starts no clock that could close it', () => {
    const { state } = given(alarm).and(raise);
    expect(alarm.clocks(state)).toEqual([]);
  });
});
