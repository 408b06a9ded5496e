import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { organization } from '../../shared/domain/organization.ts';
import {
  agreementStory,
  approveDataset,
  at,
  draftAgreement,
  draftDataset,
  entry,
  people,
  proposeAgreement,
  proposeTermination,
  publishDataset,
  serveNotice,
  signAs,
  submitDataset,
} from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';
import { register, verify } from '../domain/organization-examples.ts';

/** One person with both hats, so that only the rule of two people can refuse. */
const both = { ...people.unit, roles: ['source-unit', 'data-authority'] as const };

test('whoever registered an organization does not verify it', () => {
  const registered = given(organization).and(register);
  expect(cited(registered.when({ ...verify, actor: people.agency }))).toEqual(['POLICY-7']);
  expect(registered.when(verify).refusal).toBeUndefined();
});

test('the reviewer of an entry is not its submitter', () => {
  const submitted = given(dataset).and(draftDataset, { ...submitDataset, actor: both });
  expect(cited(submitted.when({ ...approveDataset, actor: both }))).toEqual(['POLICY-7']);
  expect(cited(submitted.when({ type: 'return', at, actor: both, reason: '退回' }))).toEqual(['POLICY-7']);
  expect(submitted.when(approveDataset).refusal).toBeUndefined();
});

test('the reviewer of a revision is not its submitter', () => {
  const published = given(dataset).and(draftDataset, submitDataset, approveDataset, publishDataset);
  const pending = published.and({ type: 'revise', at, actor: both, entry });
  expect(cited(pending.when({ ...approveDataset, actor: both }))).toEqual(['POLICY-7']);
  expect(cited(pending.when({ type: 'return', at, actor: both, reason: '退回' }))).toEqual(['POLICY-7']);
  expect(pending.when(approveDataset).refusal).toBeUndefined();
});

test('one person, and one key, does not sign for both sides', () => {
  const half = given(agreement).and(draftAgreement, proposeAgreement, signAs('grantor'));
  const samePerson = { ...people.operator, person: people.grantor.person };
  expect(cited(half.when({ ...signAs('operator'), actor: samePerson }))).toEqual(['POLICY-7']);
  expect(cited(half.when({ ...signAs('operator'), key: signAs('grantor').key }))).toEqual(['POLICY-7']);
  expect(half.when(signAs('operator')).refusal).toBeUndefined();
});

test('whoever proposed a termination does not serve its notice', () => {
  const proposed = given(agreement).and(...agreementStory, { ...proposeTermination, actor: people.grantor });
  expect(cited(proposed.when(serveNotice))).toEqual(['POLICY-7']);
  expect(proposed.when({ ...serveNotice, actor: people.grantorHead }).refusal).toBeUndefined();
});
