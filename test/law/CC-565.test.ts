import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { agreementStory, at, people, proposeTermination, serveNotice } from '../domain/examples.ts';
import { cited, documentOf, given, after as shift } from '../domain/given.ts';

const served = shift(at, 10_000);
const noticed = given(agreement).and(...agreementStory, proposeTermination, { ...serveNotice, at: served });
const now = shift(at, 90_000);
const delivered = (deliveredAt: typeof at) =>
  noticed.when({ type: 'record-delivery', at: now, actor: people.grantor, deliveredAt, proof: documentOf('receipt') });

test('a notice that was served ends nothing before it arrives', () => {
  expect(noticed.state.status).toBe('notice-served');
});

test('termination takes effect when the notice arrives, whenever that is recorded', () => {
  expect(delivered(served).state).toMatchObject({
    status: 'terminated',
    endedAt: served,
    notice: { servedAt: served },
  });
  expect(delivered(now).state).toMatchObject({ status: 'terminated', endedAt: now });
});

test('it arrives neither before it was served nor in the future', () => {
  expect(cited(delivered(shift(served, -1)))).toEqual(['CC-565']);
  expect(cited(delivered(shift(now, 1)))).toEqual(['CC-565']);
});
