import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, people, proposeAgreement, signAs } from '../domain/examples.ts';
import { cited, given, hashOf, pointers } from '../domain/given.ts';

const proposed = given(agreement).and(draftAgreement, proposeAgreement);

test('a signature covers the very text proposed', () => {
  const other = proposed.when({ ...signAs('operator'), textHash: hashOf('c') });
  expect([cited(other), pointers(other)]).toEqual([['ESL-13'], ['/textHash']]);
  expect(proposed.when(signAs('operator')).refusal).toBeUndefined();
});

test('a side signs once', () => {
  const half = proposed.and(signAs('grantor'));
  const colleague = { ...signAs('grantor'), actor: people.grantorHead, key: 'h'.repeat(43) };
  expect(cited(half.when(colleague))).toEqual(['ESL-13']);
});
