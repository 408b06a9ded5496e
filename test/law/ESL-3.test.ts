import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, people, proposeAgreement, signAs } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

test('each side signs only with its consent to electronic form', () => {
  const proposed = given(agreement).and(draftAgreement, proposeAgreement);
  for (const side of ['grantor', 'operator'] as const) {
    const refused = proposed.when({ ...signAs(side), electronic: false });
    expect([cited(refused), pointers(refused)]).toEqual([['ESL-3'], ['/electronic']]);
    expect(proposed.when(signAs(side)).events).toMatchObject([{ signature: { electronic: true, side } }]);
  }
});

test('a side is signed for by its own people only', () => {
  const proposed = given(agreement).and(draftAgreement, proposeAgreement);
  const crossed = proposed.when({ ...signAs('operator'), actor: signAs('grantor').actor });
  expect(crossed.refusal?.refused).toBe('foreign');
  const bothHats = { ...people.grantor, roles: ['grantor', 'operator'] as const };
  expect(proposed.when({ ...signAs('operator'), actor: bothHats }).refusal?.refused).toBe('foreign');
  const stranger = { ...signAs('operator').actor, organization: 'another-company' };
  expect(proposed.when({ ...signAs('operator'), actor: stranger }).refusal?.refused).toBe('foreign');
});
