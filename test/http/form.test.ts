import { describe, expect, it, test } from 'vitest';
import { Opening } from '../../functions/casework/opening.tsx';
import { functions } from '../../infra/functions.ts';
import { knowsFact } from '../../shared/http/desk-words.ts';
import { pageForm } from '../../shared/http/form.ts';
import { alarms, creditRecords } from '../../shared/kinds.ts';

describe('a form of ours is the JSON of the same command', () => {
  it.each([
    ['reasons.text=a&reasons.text2=', { reasons: { text: 'a' } }],
    ['evidence.0.text=a&evidence.1.text=b', { evidence: [{ text: 'a' }, { text: 'b' }] }],
    ['count:number=3&open:boolean=true&shut:boolean=false', { count: 3, open: true, shut: false }],
    ['at:moment=2026-11-23T16:00', { at: '2026-11-23T08:00:00.000Z' }],
    ['note=', {}],
  ])('%s', (text, body) => {
    expect(pageForm(text).body).toEqual(body);
  });

  it.each(['a=1&a=2', 'a=1&a.b=2', '__proto__.x=1', 'a.b.c.d.e.f=1', Array(201).fill('a=').join('&')])(
    'refuses %.20s',
    (text) => {
      expect(pageForm(text).body).toBeUndefined();
    },
  );

  it.each([
    ['/console/alarms/a1?status=raised', '/console/alarms/a1?status=raised'],
    ['//elsewhere.test', undefined],
    ['/\\elsewhere.test', undefined],
    ['https://elsewhere.test', undefined],
    ['javascript:alert(1)', undefined],
  ])('goes on to %s only on our own host', (to, safe) => {
    expect(pageForm(`_to=${encodeURIComponent(to)}`).to).toBe(safe);
  });
});

test('the form that opens a record carries a key of its own, so that pressed twice it opens one', async () => {
  const actor = { person: 'clerk', organization: 'authority', roles: ['data-authority' as const] };
  const shown = async () => String(await Opening({ kind: creditRecords, actor, language: 'zh', known: {} }));
  const keys = [await shown(), await shown()].map((page) => /name="_key" value="([\w-]{36})"/.exec(page)?.[1]);
  expect(keys.filter((key) => key !== undefined && pageForm(`_key=${key}`).key === key)).toHaveLength(2);
  expect(keys[0]).not.toBe(keys[1]);
});

describe.each([alarms, creditRecords])('the forms of $aggregate', ({ machine, base, filled }) => {
  const routes = Object.values(functions).flat();
  const steps = Object.entries(machine.steps).filter(
    ([, { by, from }]) => from && by.some((role) => role !== 'system'),
  );

  it('opens with exactly what its route takes, where a person opens it', () => {
    const [name, step] = Object.entries(machine.steps).find(([, { from }]) => !from) ?? [];
    const route = routes.find(({ method, path }) => method === 'post' && path === base);
    const taken = route?.body && 'shape' in route.body ? Object.keys(route.body.shape as object).toSorted() : undefined;
    const asked = Object.keys({ ...machine.opening, ...step?.facts }).filter((fact) => !filled.includes(fact));
    expect([name, taken ?? asked.toSorted()]).toEqual([name, asked.toSorted()]);
  });

  it.each(steps)('%s asks for exactly what its route takes, and calls it by a name', (name, { facts = {} }) => {
    const route = routes.find(({ method, path }) => method === 'post' && path === `${base}/{id}/${name}`);
    const taken = route?.body && 'shape' in route.body ? Object.keys(route.body.shape as object) : undefined;
    const asked = Object.keys(facts).filter((fact) => !filled.includes(fact));
    expect(asked.toSorted()).toEqual(taken?.toSorted());
    expect(Object.keys({ ...facts, ...machine.opening }).filter((fact) => !knowsFact(fact))).toEqual([]);
  });
});
