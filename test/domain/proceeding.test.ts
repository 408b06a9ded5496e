import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fold, refuse } from '../../shared/domain/decision.ts';
import { proceeding } from '../../shared/domain/proceeding.ts';
import { loose } from '../../shared/domain/proceeding-schema.ts';
import { proceedings } from '../../shared/domain/proceedings.ts';
import { documentRef, id, localDate } from '../../shared/domain/values.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { actor, cited, documentOf, given } from './given.ts';
import { endsOf, proceedingWalk } from './walks/proceeding.ts';
import { walkedWhole } from './walks/walk.ts';

const text = { zh: '例', en: 'example' };
const at = '2026-11-02T01:00:00.000Z';
/** An application whose answer may be prolonged, and an order that sets its own day. */
const example = proceeding(
  {
    aggregate: 'example',
    label: text,
    states: { applied: text, granted: text, ended: text },
    opening: { applicant: id },
    parties: { operator: 'applicant', 'data-authority': 'take' },
    party: 'applicant',
    steps: {
      apply: {
        by: ['operator'],
        article: 'DZ-20',
        label: text,
        starts: ['DZ-20'],
        to: 'applied',
        facts: { form: documentRef },
      },
      take: { by: ['data-authority'], article: 'DZ-20', label: text, from: ['applied'] },
      prolong: {
        by: ['data-authority'],
        article: 'DZ-20',
        label: text,
        from: ['applied'],
        starts: ['DZ-20(extension)'],
        stops: ['DZ-20', 'DZ-20(extension)'],
      },
      grant: {
        by: ['data-authority'],
        article: 'DZ-20',
        label: text,
        from: ['applied'],
        to: 'granted',
        stops: ['DZ-20', 'DZ-20(extension)'],
        sees: { shared: z.boolean() },
      },
      order: {
        by: ['data-authority'],
        article: 'DZ-44',
        label: text,
        from: ['granted'],
        starts: ['LOCAL-6'],
        stops: ['LOCAL-6'],
        due: 'until',
        facts: { until: localDate },
      },
      end: {
        by: ['data-authority', 'system'],
        article: 'DZ-20',
        label: text,
        from: ['applied', 'granted'],
        to: 'ended',
        stops: ['DZ-20', 'DZ-20(extension)', 'LOCAL-6'],
      },
    },
  },
  { grant: ({ shared }, { done }) => (shared || done.prolong ? undefined : refuse('DZ-18', text)) },
);
const applicant = actor('ann', 'alpha', 'operator');
const clerk = actor('clerk', 'bureau', 'data-authority');
const apply = {
  type: 'apply',
  at,
  actor: applicant,
  applicant: 'alpha',
  jurisdiction: '511700',
  form: documentOf('form'),
} as const;
const applied = given(example).and(apply);

describe('a proceeding made from its table', () => {
  test('keeps who took each step, when and for whom, with the facts of the table and no other', () => {
    const { events, state } = given(example).when({ ...apply, remark: 'strange' } as typeof apply);
    expect(Object.keys(events[0] ?? {})).not.toContain('remark');
    expect(state).toMatchObject({
      status: 'applied',
      applicant: 'alpha',
      done: { apply: { at, by: 'ann', office: 'alpha' } },
    });
    expect(example.summary(state)).toEqual({ jurisdiction: '511700', party: 'alpha' });
  });

  test('belongs to whom the opening names, and to whoever took the step that the table names', () => {
    const other = actor('other', 'county', 'data-authority');
    expect(applied.when({ type: 'take', at, actor: other }).refusal).toBeUndefined();
    const taken = applied.and({ type: 'take', at, actor: clerk });
    expect(taken.when({ type: 'prolong', at, actor: other }).refusal).toMatchObject({ refused: 'foreign' });
    expect(example.parties(taken.state)).toEqual({ operator: 'alpha', 'data-authority': 'bureau' });
  });

  test('asks the guard, which sees what no event keeps', () => {
    expect(cited(applied.when({ type: 'grant', at, actor: clerk, shared: false }))).toEqual(['DZ-18']);
    expect(applied.when({ type: 'grant', at, actor: clerk, shared: true }).events).toEqual([
      { type: 'grant', at, by: 'clerk', office: 'bureau' },
    ]);
  });

  test('runs the clocks of its rows: started, prolonged from the last day, due on the day an order sets, stopped', () => {
    expect(example.clocks(applied.state)).toMatchObject([{ period: 'DZ-20', dueAt: '2026-11-09T16:00:00.000Z' }]);
    const prolonged = applied.and({ type: 'prolong', at, actor: clerk });
    expect(example.clocks(prolonged.state)).toMatchObject([
      { period: 'DZ-20(extension)', startedAt: at, dueAt: '2026-11-16T16:00:00.000Z' },
    ]);
    const granted = prolonged.and({ type: 'grant', at, actor: clerk, shared: false });
    expect(example.clocks(granted.state)).toEqual([]);
    const order = { type: 'order', at, actor: clerk, until: '2026-12-01' } as const;
    expect(example.clocks(granted.and(order).state)).toMatchObject([
      { period: 'LOCAL-6', dueAt: endOfDay('2026-12-01') },
    ]);
    expect(cited(granted.when({ ...order, until: '2026-11-01' }))).toEqual(['DZ-44']);
  });

  test('starts no clock on a day for which its rule has no value', () => {
    const late = given(example).when({ ...apply, at: '2030-03-01T01:00:00.000Z' });
    expect(example.clocks(late.state)).toEqual([]);
  });
});

/** Walks until the last status of a long story is reached. */
const deep: Readonly<Record<string, number>> = { 'credit-record': 400 };

describe.each([...proceedings, loose(example)])('$aggregate', (table) => {
  test('whatever is tried, every status is reached, nothing strange is kept, and nothing is only said', () => {
    const walk = proceedingWalk(table);
    walkedWhole(walk, deep[table.aggregate] ?? 40);
  });

  test('any event in any state gives a state', () => {
    const { machine, book } = proceedingWalk(table);
    const events = fc.oneof(...Object.values(book)).map((say) => {
      const { actor, type, ...command } = say(at);
      const step = table.steps[type];
      const names = Object.keys({
        ...(step?.from ? {} : { ...table.opening, jurisdiction: '' }),
        ...step?.facts,
        at: '',
      });
      const facts = Object.fromEntries(Object.entries(command).filter(([name]) => names.includes(name)));
      return machine.event.parse({ type, by: actor.person, office: actor.organization, ...facts });
    });
    const total = fc.property(fc.array(events, { maxLength: 12 }), (all) => {
      const state = fold(machine, all);
      expect(machine.state.parse(state)).toEqual(state);
    });
    fc.assert(total, { seed: 20_250_301, numRuns: 60 });
  });

  test('a step that opens it says where it leads, a due day is a fact, and no clock outlives it', () => {
    const steps = Object.values<{
      from?: unknown;
      to?: string;
      due?: string;
      facts?: object;
      starts?: readonly string[];
      stops?: readonly string[];
    }>(table.steps);
    const started = new Set(steps.flatMap(({ starts = [] }) => starts));
    for (const { from, to, due, facts = {}, stops = [] } of steps) {
      expect(from ?? to).toBeDefined();
      if (due) expect(Object.keys(facts)).toContain(due);
      if (to && endsOf(table).includes(to)) expect([...started].filter((clock) => !stops.includes(clock))).toEqual([]);
    }
  });
});
