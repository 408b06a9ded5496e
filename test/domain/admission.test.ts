import { describe, expect, test } from 'vitest';
import { type Admission, type Asking, admission, type GateKind, gateKinds } from '../../shared/domain/admission.ts';
import { type Gate, gate, type Links } from '../../shared/domain/gate.ts';
import { GATE_HOLDS } from '../../shared/domain/hold.ts';
import type { Instant } from '../../shared/law/time.ts';
import { hashOf, after as shift } from './given.ts';

const now: Instant = '2026-06-01T02:00:00.000Z';
const links: Links = {
  organization: 'rongshu',
  dataset: 'companies',
  basis: { kind: 'agreement', id: 'agreement-1' },
};
const thumbprint = 'A'.repeat(43);
const open: Record<GateKind, Gate> = {
  channel: { links, scope: hashOf('a'), holds: {}, keys: [thumbprint] },
  basis: { scope: hashOf('b'), holds: {} },
  organization: { mainland: true, holds: {} },
  dataset: { scope: hashOf('c'), holds: {} },
};
const asking: Asking = { gates: open, claimed: links, caller: 'rongshu', key: thumbprint, now };

const holdOf = (measure: string, verb: 'restrict' | 'suspend' | 'close' = 'close'): Gate['holds'][string] => ({
  measure,
  case: `case-${measure}`,
  verb,
  article: 'DZ-43',
  liftedBy: ['data-authority'],
  at: now,
  ...(verb === 'restrict' && { scope: hashOf('9') }),
});
const held = (...holds: Gate['holds'][string][]) => ({
  holds: Object.fromEntries(holds.map((one) => [one.measure, one])),
});
const withGate = (kind: GateKind, change: Partial<Gate>): Asking => ({
  ...asking,
  gates: { ...open, [kind]: { ...open[kind], ...change } },
});
const kindOf = (result: Admission) => (result.admit ? 'admitted' : result.kind);
const told = (result: Admission) =>
  result.admit ? [] : result.reasons.map((reason) => `${reason.gate} ${reason.article}`);

describe('admitted', () => {
  test('under the scopes of channel, basis and dataset', () => {
    expect(admission(asking)).toEqual({ admit: true, scopes: [hashOf('a'), hashOf('b'), hashOf('c')] });
  });

  test('under every restriction too, each scope named once', () => {
    const narrowed = withGate('organization', held(holdOf('m-1', 'restrict'), holdOf('m-2', 'restrict')));
    expect(admission(narrowed)).toMatchObject({ scopes: [hashOf('a'), hashOf('b'), hashOf('9'), hashOf('c')] });
  });
});

describe('not found', () => {
  test('the same answer for a channel that does not exist and one of somebody else', () => {
    const { channel: _, ...rest } = open;
    const none = admission({ ...asking, gates: rest });
    expect(kindOf(none)).toBe('not-found');
    expect(admission({ ...asking, caller: 'other' })).toEqual(none);
    expect(admission(withGate('channel', { links: undefined }))).toEqual(none);
  });
});

describe('refused', () => {
  test('when the token names other links than the channel, and nothing of the others is told', () => {
    const others = [
      { ...links, dataset: 'weather' },
      { ...links, organization: 'other' },
      { ...links, basis: { ...links.basis, id: 'agreement-2' } },
      { ...links, basis: { ...links.basis, kind: 'sharing' as const } },
    ];
    for (const claimed of others) {
      const result = admission({ ...withGate('dataset', held(holdOf('m-1'))), claimed });
      expect([kindOf(result), ...told(result)]).toEqual(['refused', 'channel POLICY-9']);
    }
  });

  test.each(gateKinds)('by the %s alone', (kind) => {
    for (const change of [
      held(holdOf('m-1', 'close')),
      held(holdOf('m-1', 'suspend')),
      { ended: { at: now, article: 'DZ-43' as const } },
      { consolidate: true as const },
      { until: now },
      { from: shift(now, 1) },
    ]) {
      expect(kindOf(admission(withGate(kind, change)))).toBe('refused');
    }
  });

  test('with every reason, not the first, and who lifts it', () => {
    const result = admission({
      ...asking,
      gates: {
        channel: { ...open.channel, ...held(holdOf('m-1'), holdOf('m-2', 'suspend')) },
        basis: { ...open.basis, until: now },
        organization: { ...open.organization, ended: { at: now, article: 'DZ-30' } },
        dataset: { ...open.dataset, consolidate: true },
      },
    });
    expect(told(result)).toEqual([
      'channel DZ-43',
      'channel DZ-43',
      'basis OPS-14',
      'organization DZ-30',
      'dataset POLICY-4',
    ]);
    expect(result).toMatchObject({
      reasons: [{ measure: 'm-1', liftedBy: ['data-authority'] }, { measure: 'm-2' }, {}, {}, {}],
    });
  });

  test('a restriction that lost its scope refuses', () => {
    const { scope: _, ...bare } = holdOf('m-1', 'restrict');
    expect(told(admission(withGate('basis', held(bare))))).toEqual(['basis DZ-43']);
  });

  test('from its first moment in, to its first moment out', () => {
    expect(kindOf(admission(withGate('basis', { from: now, until: shift(now, 1) })))).toBe('admitted');
    expect(told(admission(withGate('basis', { from: shift(now, 1) })))).toEqual(['basis OPS-14']);
    expect(told(admission(withGate('basis', { until: now })))).toEqual(['basis OPS-14']);
  });

  test('a key that is not the channel’s, however well the token is signed', () => {
    expect(told(admission({ ...asking, key: 'B'.repeat(43) }))).toEqual(['channel POLICY-9']);
    expect(told(admission({ ...asking, key: undefined }))).toEqual(['channel POLICY-9']);
    expect(kindOf(admission({ ...withGate('channel', { keys: undefined }), key: undefined }))).toBe('admitted');
  });
});

describe('unavailable', () => {
  test.each(['basis', 'organization', 'dataset'] as const)('without the %s, whatever the others say', (kind) => {
    const { [kind]: _, ...gates } = { ...open, channel: { ...open.channel, ...held(holdOf('m-1')) } };
    const result = admission({ ...asking, gates });
    expect([kindOf(result), ...told(result)]).toEqual(['unavailable', `${kind} POLICY-9`]);
  });

  test.each(['channel', 'basis'] as const)('when the %s has no scope: that would be everything', (kind) => {
    expect(kindOf(admission(withGate(kind, { scope: undefined })))).toBe('unavailable');
  });
});

describe('the gate item', () => {
  test('is parsed strictly', () => {
    expect(gate.parse(open.channel)).toEqual(open.channel);
    expect(gate.safeParse({ ...open.channel, surprise: 1 }).success).toBe(false);
    expect(gate.safeParse({ ...open.channel, keys: Array.from({ length: 5 }, () => thumbprint) }).success).toBe(false);
  });

  test('stays within one strongly consistent read unit (4 KB) with all holds it can carry', () => {
    const id = 'm'.repeat(26);
    const full = Array.from({ length: GATE_HOLDS }, (_, n) => holdOf(`${id.slice(1)}${n}`, 'restrict'));
    expect(JSON.stringify({ ...open.channel, ...held(...full) }).length).toBeLessThan(4_096);
    const common = { ...open.channel, ...held(...full.slice(0, 2)) };
    expect(JSON.stringify(common).length).toBeLessThan(1_024);
  });
});
