import { describe, expect, test } from 'vitest';
import { clocked } from '../../shared/clocked.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Rule } from '../../shared/domain/decision.ts';
import { deposit } from '../../shared/domain/deposit.ts';
import { organization } from '../../shared/domain/organization.ts';
import { plan } from '../../shared/domain/plan.ts';
import { pricing } from '../../shared/domain/pricing.ts';
import { proceedings } from '../../shared/domain/proceedings.ts';
import { product } from '../../shared/domain/product.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { registration } from '../../shared/domain/registration.ts';
import { servedHour } from '../../shared/domain/served-hour.ts';
import { subscription } from '../../shared/domain/subscription.ts';
import { yearlies } from '../../shared/domain/yearly.ts';
import { isArticleId } from '../../shared/law/articles/titles.ts';
import { isPeriodId } from '../../shared/law/periods.ts';
import { legalRoles } from '../../shared/law/roles.ts';
import { endsOf } from './walks/proceeding.ts';
import { statusesOf } from './walks/walk.ts';

/** Each machine, and where its streams end for good. That every other status is reached is in machines.property.test.ts. */
const machines = [
  { machine: organization, terminal: ['closed'] },
  { machine: dataset, terminal: ['withdrawn'] },
  { machine: plan, terminal: [] },
  { machine: qualification, terminal: ['ended'] },
  { machine: agreement, terminal: ['settled'] },
  { machine: product, terminal: ['delisted', 'rejected'] },
  { machine: pricing, terminal: [] },
  ...yearlies.map((machine) => ({ machine, terminal: [] })),
  { machine: channel, terminal: ['closed'] },
  { machine: deposit, terminal: ['deposited'] },
  { machine: registration, terminal: ['deregistered', 'revoked', 'ended'] },
  { machine: violation, terminal: ['closed'] },
  { machine: subscription, terminal: ['removed'] },
  ...proceedings.map((machine) => ({ machine, terminal: endsOf(machine) })),
  { machine: servedHour, terminal: [] },
];

const besidesSteps = ['by', 'whose', 'article', 'label', 'tells', 'starts', 'stops'];
const han = /\p{Script=Han}/u;

describe.each(machines)('$machine.aggregate', ({ machine, terminal }) => {
  const rows: [string, Rule][] = Object.entries(machine.transitions);
  const statuses = statusesOf(machine);

  test.each(rows)('%s cites its article, its roles and its clocks', (_, rule) => {
    expect(isArticleId(rule.article)).toBe(true);
    expect(rule.by.length).toBeGreaterThan(0);
    expect(rule.by.filter((role) => !Object.hasOwn(legalRoles, role))).toEqual([]);
    expect(new Set(rule.by).size).toBe(rule.by.length);
    expect([...(rule.starts ?? []), ...(rule.stops ?? [])].filter((clock) => !isPeriodId(clock))).toEqual([]);
    expect(rule.label.zh).toMatch(han);
    expect(rule.label.en).toMatch(/^[a-z]/);
  });

  test.each(rows)('%s starts from states that exist', (_, rule) => {
    const steps = Object.keys(rule).filter((key) => !besidesSteps.includes(key));
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((status) => !statuses.includes(status))).toEqual([]);
  });

  test('leaves every state but the terminal ones', () => {
    const left = (status: string) => rows.some(([, rule]) => Object.hasOwn(rule, status));
    expect(statuses.filter((status) => !left(status))).toEqual(terminal);
  });

  test('begins with nothing', () => {
    expect(machine.initial).toEqual({ status: 'none' });
  });

  test('a machine that starts a clock is one whose deadlines are listed, and no other is', () => {
    const starts = rows.some(([, rule]) => rule.starts);
    const listed = (clocked[machine.aggregate]?.statuses ?? []).length > 0;
    expect(listed).toBe(starts);
  });

  test('a clock that is stopped was started', () => {
    const started = new Set(rows.flatMap(([, rule]) => rule.starts ?? []));
    const stopped = rows.flatMap(([, rule]) => rule.stops ?? []);
    expect(stopped.filter((clock) => !started.has(clock))).toEqual([]);
  });
});
