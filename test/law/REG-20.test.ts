import { expect, test } from 'vitest';
import { endOfDay } from '../../shared/law/time.ts';
import { applicant, applied, applyAt, codeAt, coded, registering } from '../domain/registering.ts';

test('the agency revokes what is coded, also while an amendment runs or after expiry', () => {
  const expired = endOfDay('2029-05-31');
  expect(coded().when(registering.revoke(codeAt)).state).toMatchObject({ status: 'revoked', ground: 'false-material' });
  expect(coded().and(registering.amend(codeAt)).when(registering.revoke(codeAt)).state.status).toBe('revoked');
  expect(coded().and(registering.expire(expired)).when(registering.revoke(expired)).state.status).toBe('revoked');
});

test('nothing is revoked before it is coded, and nobody else revokes', () => {
  expect(applied().when(registering.revoke(applyAt)).refusal?.refused).toBe('state');
  expect(coded().when(registering.revoke(codeAt, { actor: applicant })).refusal?.refused).toBe('role');
});
