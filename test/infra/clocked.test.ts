import { describe, expect, it } from 'vitest';
import { duties } from '../../functions/deadline/duties.ts';
import { grants } from '../../infra/aws/grants.ts';
import { machineTables } from '../../infra/machines.ts';
import { clocked } from '../../shared/clocked.ts';

/** Machines in whose tables some row starts or stops a clock. */
const withClocks = machineTables()
  .filter(({ rows }) => rows.some(({ clocks }) => clocks.length > 0))
  .map(({ aggregate }) => aggregate);

describe('statutory clocks', () => {
  it('of every machine are listed, watched and reminded of', () => {
    expect(withClocks.filter((kind) => !Object.hasOwn(clocked, kind))).toEqual([]);
  });

  it('may be looked after by the schedule: it checks each stream in the transaction that reminds', () => {
    const allowed: readonly string[] = grants.deadline.writes;
    expect(withClocks.filter((kind) => !allowed.includes(`${kind}#*`))).toEqual([]);
  });

  it('that the schedule acts on are of machines that have them', () => {
    expect(duties.filter(({ kind }) => !Object.hasOwn(clocked, kind))).toEqual([]);
  });
});
