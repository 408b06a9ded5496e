import { expect, test } from 'vitest';
import { qualification } from '../../shared/domain/qualification.ts';
import { selectionWay } from '../../shared/domain/qualification-schema.ts';
import { appliedFor, qualify, selectOperator } from '../domain/examples.ts';
import { documentOf, given } from '../domain/given.ts';

test('an operator is selected in a fair way whose record is kept, once it is qualified', () => {
  const applied = given(qualification).and(...appliedFor);
  expect(applied.when(selectOperator).refusal?.refused).toBe('state');
  for (const way of selectionWay.options) {
    const selected = applied.and(qualify).when({ ...selectOperator, way });
    expect(selected.state).toMatchObject({ status: 'selected', way, record: documentOf('tender') });
  }
});
