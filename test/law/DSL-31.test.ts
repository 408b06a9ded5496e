import { expect, test } from 'vitest';
import { admission } from '../../shared/domain/admission.ts';
import type { Gate, Links } from '../../shared/domain/gate.ts';
import { hashOf } from '../domain/given.ts';

const links: Links = { organization: 'one', dataset: 'd', basis: { kind: 'sharing', id: 's' } };
const ask = (organization: Gate) =>
  admission({
    gates: {
      channel: { links, scope: hashOf('a'), holds: {} },
      basis: { scope: hashOf('a'), holds: {} },
      organization,
      dataset: { holds: {} },
    },
    claimed: links,
    caller: 'one',
    now: '2026-06-01T02:00:00.000Z',
  });

test('an organization recorded as in the mainland passes', () => {
  expect(ask({ holds: {}, mainland: true }).admit).toBe(true);
});

test.each([{ holds: {}, mainland: false }, { holds: {} }])(
  'one abroad, or not recorded, is refused',
  (organization) => {
    expect(ask(organization)).toMatchObject({
      kind: 'refused',
      reasons: [{ gate: 'organization', article: 'DSL-31' }],
    });
  },
);
