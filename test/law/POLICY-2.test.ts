import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { agreementStory, people, proposeTermination, serveNotice } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

const inEffect = given(agreement).and(...agreementStory);

test('a supervisor proposes, the party to the agreement terminates', () => {
  const proposed = inEffect.and(proposeTermination);
  const bySupervisor = proposed.when({ ...serveNotice, actor: people.authority });
  expect([bySupervisor.refusal?.refused, cited(bySupervisor)]).toEqual(['role', ['POLICY-2']]);
  const otherGrantor = { ...people.grantor, organization: 'health-bureau' };
  expect(proposed.when({ ...serveNotice, actor: otherGrantor }).refusal?.refused).toBe('foreign');
  expect(proposed.when(serveNotice).state.status).toBe('notice-served');
});

test('the operator, the other party, proposes too: the implementing body serves the notice or declines', () => {
  const proposed = inEffect.and({ ...proposeTermination, actor: people.operator });
  expect(proposed.state).toMatchObject({ termination: { organization: people.operator.organization } });
  expect(proposed.when({ ...serveNotice, actor: people.operator }).refusal?.refused).toBe('role');
  expect(proposed.when(serveNotice).state.status).toBe('notice-served');
  const stranger = { ...people.operator, organization: 'another-company' };
  expect(inEffect.when({ ...proposeTermination, actor: stranger }).refusal?.refused).toBe('foreign');
});

test('nobody serves a notice that nobody proposed, and only one proposal waits', () => {
  expect(cited(inEffect.when(serveNotice))).toEqual(['POLICY-2']);
  expect(cited(inEffect.and(proposeTermination).when(proposeTermination))).toEqual(['POLICY-2']);
});
