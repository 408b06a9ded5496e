import { describe, expect, test } from 'vitest';
import { product } from '../../shared/domain/product.ts';
import { hold } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';
import {
  at,
  declarationFacts,
  held,
  listed,
  offer,
  origin,
  producing,
  reviewed,
  upstreamOf,
} from '../domain/producing.ts';

/* A product is frozen while anything it rests on is cut, and free again in the moment that this is lifted. */
describe.each(['basis', 'organization', 'dataset', 'channel'] as const)('with its %s under a measure', (kind) => {
  const cut = upstreamOf({ [kind]: held });

  test('it is not declared, listed or delivered; the refusal says who lifts it', () => {
    const refused = listed().when(producing.deliver(at, { facts: offer(cut) }));
    expect(refused.refusal?.grounds).toMatchObject([
      { gate: kind, article: 'DZ-43', liftedBy: ['head'], measure: hold.measure },
    ]);
    expect(cited(reviewed().when(producing.list(at, { facts: { ...offer(cut), ...origin } })))).toEqual(['DZ-43']);
    const facts = declarationFacts({ upstream: cut });
    expect(cited(given(product).when(producing.declare(at, { facts })))).toEqual(['DZ-43']);
  });

  test('once it is lifted the same product is delivered again: nothing was stored', () => {
    expect(listed().when(producing.deliver(at, { facts: offer(upstreamOf()) })).refusal).toBeUndefined();
  });

  test('what cannot be read refuses', () => {
    const gates = upstreamOf().gates.map((one) => (one.kind === kind ? { ...one, gate: undefined } : one));
    const refused = listed().when(producing.deliver(at, { facts: offer({ ...upstreamOf(), gates }) }));
    expect(cited(refused)).toEqual(['POLICY-9']);
  });
});
