import { describe, expect, test } from 'vitest';
import { agreementDemands, type Demand, gateFaults } from '../../shared/audit/gates.ts';
import { replays } from '../../shared/audit/replay.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import { documentOf, after as later } from '../domain/given.ts';
import { sha256 } from '../ledger/crypto.ts';
import { at, hold } from './world.ts';

type Present = Exclude<Demand, { gate: 'none' }>;
const holds = (count: number): Record<string, Hold> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`measure-${i}`, { ...hold, measure: `measure-${i}` }] as const),
  );
const demand = (count: number): Present => ({ gate: 'open', values: { mainland: true }, holds: holds(count) });

describe('a gate lists eight holds, and beyond them refuses everything (POLICY-4)', () => {
  test('eight stand there one by one', () => {
    expect(gateFaults({ mainland: true, holds: holds(8) }, demand(8))).toEqual([]);
    expect(gateFaults({ mainland: true, holds: holds(7) }, demand(8))).toEqual(['holds']);
    expect(gateFaults({ mainland: true, holds: holds(8), consolidate: true }, demand(8))).toEqual(['holds']);
  });

  test('with nine it is closed, and any eight of them stand there', () => {
    const any = Object.fromEntries(Object.entries(holds(9)).slice(1));
    expect(gateFaults({ mainland: true, holds: any, consolidate: true }, demand(9))).toEqual([]);
    expect(gateFaults({ mainland: true, holds: any }, demand(9))).toEqual(['holds']);
  });

  test('a hold of nobody in the place of one is found', () => {
    const { 'measure-0': _, ...seven } = holds(8);
    const strange = { ...seven, strange: { ...hold, measure: 'strange' } };
    expect(gateFaults({ mainland: true, holds: strange }, demand(8))).toEqual(['holds']);
  });
});

describe('what ended', () => {
  const ended: Present = { gate: 'ended', since: at };

  test('refuses since that very moment, by its end or by its own last moment', () => {
    expect(gateFaults({ holds: {}, ended: { at, article: 'OPS-14' } }, ended)).toEqual([]);
    expect(gateFaults({ holds: {}, until: at }, ended)).toEqual([]);
    expect(gateFaults({ holds: {}, until: later(at, 1) }, ended)).toEqual(['ended']);
    expect(gateFaults({ holds: {}, ended: { at: later(at, 1), article: 'OPS-14' } }, ended)).toEqual(['ended']);
    expect(gateFaults({ holds: {} }, ended)).toEqual(['ended']);
  });

  test('an agreement that never took effect asks for no gate', () => {
    expect(agreementDemands({ status: 'none' })).toEqual({ gate: 'none' });
  });
});

describe('an organization', () => {
  const registered = {
    ...{ type: 'registered', at, by: 'p1', organization: 'alpha', kind: 'company', title: '甲公司' },
    ...{ creditCode: '91511700MA00000010', jurisdiction: '511700', mainland: true },
  };
  const verified = { type: 'verified', at, by: 'p2', evidence: documentOf('evidence') };
  const closed = { type: 'closed', at, reason: 'dissolved' };
  const demanded = (...events: readonly object[]) => {
    const replay = replays.get('organization')?.('alpha', sha256);
    for (const event of events) expect(replay?.take(event)).toBe(true);
    return replay?.demand();
  };

  test('has a gate from its verification on, which ends with it', () => {
    expect(demanded(registered)).toEqual({ gate: 'none' });
    expect(demanded(registered, verified)).toEqual({ gate: 'open', values: { mainland: true }, holds: {} });
    expect(demanded(registered, verified, closed)).toEqual({ gate: 'ended', since: at });
  });

  test('closed before it was verified has none', () => {
    expect(demanded(registered, closed)).toEqual({ gate: 'none' });
  });

  test('an event that the machine does not know is not folded', () => {
    expect(replays.get('organization')?.('alpha', sha256).take({ type: 'opened', at })).toBe(false);
  });
});
