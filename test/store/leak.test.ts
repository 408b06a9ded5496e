import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { jsonSchemaOf, sampleOf } from '../../infra/schemas.ts';
import type { Envelope, Machine } from '../../shared/domain/decision.ts';
import { fromUtf8 } from '../../shared/ledger/bytes.ts';
import { fieldsOf, type Json, parseLeaf } from '../../shared/ledger/leaf.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { stageEvent } from '../../shared/store/stage.ts';
import { openStore } from '../../shared/store/store.ts';
import { agreementWalk } from '../domain/walks/agreement.ts';
import { caseWalk } from '../domain/walks/case.ts';
import { channelWalk } from '../domain/walks/channel.ts';
import { datasetWalk } from '../domain/walks/dataset.ts';
import { organizationWalk } from '../domain/walks/organization.ts';
import { planWalk } from '../domain/walks/plan.ts';
import { qualificationWalk } from '../domain/walks/qualification.ts';
import { registrationWalk } from '../domain/walks/registration.ts';
import { type Walk, walked } from '../domain/walks/walk.ts';

/*
 * What the public sees of an event is its leaf and nothing else. Every event type of every machine is written here as a
 * command would write it, and its leaf read as an outsider would.
 */

const nowhere: Dynamo = {
  send: () => {
    throw new Error('nothing is sent here');
  },
};
const store = openStore(nowhere, 'nowhere', new Uint8Array(32));
const at = '2026-11-23T08:34:56.789Z';
const envelope: Envelope = {
  at,
  actor: { person: 'person-of-the-case', organization: 'organization-of-it', roles: [] },
};

/** One event as written: what the outbox hands to the log, and the whole event item. */
interface Written {
  readonly type: string;
  readonly leaf: Uint8Array;
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * Writes one example of each event type of a machine: from walks, and where those do not lead, made from its schema with
 * every member it may have.
 */
function written<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  walk: Walk<S, C, E>,
  runs = 60,
): readonly Written[] {
  const { machine } = walk;
  const seen = new Map<string, { readonly state: S; readonly event: E }>();
  const evolve = (state: S, event: E): S => {
    seen.set(event.type, { state, event });
    return machine.evolve(state, event);
  };
  walked({ ...walk, machine: { ...machine, evolve } }, runs);
  for (const option of optionsOf(machine.event)) {
    const event = machine.event.safeParse(sampleOf(jsonSchemaOf(option, 'output'), 'all'));
    if (event.success && !seen.has(event.data.type)) {
      seen.set(event.data.type, { state: machine.initial, event: event.data });
    }
  }
  const types = optionsOf(machine.event).map(typeOf);
  expect([...seen.keys()].toSorted()).toEqual(types.toSorted());
  return [...seen.values()].map(({ state, event }) => ({ type: event.type, ...write(machine, state, event) }));
}

function write<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  state: S,
  event: E,
): Pick<Written, 'leaf' | 'item'> {
  const loaded = { aggregate: machine.aggregate, id: 'stream-of-it', version: 0, state, leaf: '' };
  const items = stageEvent(store, machine, loaded, event, envelope).writes.map(({ Put }) =>
    unmarshall(Put?.Item ?? {}),
  );
  const [item = {}, waiting = {}] = items;
  if (!(waiting.leaf instanceof Uint8Array)) throw new Error('no leaf was written');
  return { leaf: waiting.leaf, item };
}

/** The members of a machine's union of events. */
function optionsOf(events: z.ZodType): readonly z.ZodObject[] {
  if (!(events instanceof z.ZodDiscriminatedUnion)) throw new Error('an event is a discriminated union');
  return events.options.filter((option) => option instanceof z.ZodObject);
}

function typeOf({ shape }: z.ZodObject): string {
  if (!(shape.type instanceof z.ZodLiteral)) throw new Error('each event names its type');
  return String(shape.type.value);
}

const all: readonly (readonly [string, readonly Written[]])[] = [
  ['organization', written(organizationWalk)],
  ['dataset', written(datasetWalk)],
  ['plan', written(planWalk)],
  ['qualification', written(qualificationWalk)],
  ['agreement', written(agreementWalk)],
  ['channel', written(channelWalk)],
  ['registration', written(registrationWalk, 300)],
  ['case', written(caseWalk)],
];
const text = ({ leaf }: Pick<Written, 'leaf'>): string => fromUtf8(leaf) ?? '';
/** A leaf with what is random in it taken out. */
const form = (one: Pick<Written, 'leaf'>): string =>
  text(one)
    .replace(/"c":"[0-9a-f]{64}"/, '"c":""')
    .replace(/"event":"[0-9a-z]{26}"/, '"event":""');

describe.each(all)('%s', (aggregate, events) => {
  test.each(events.map((one) => [one.type, one] as const))('%s: five members, and nothing of the event', (_, one) => {
    const parsed = parseLeaf(one.leaf);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(Object.keys(JSON.parse(text(one)))).toEqual(['at', 'c', 'event', 'kind', 'v']);
    expect(parsed.leaf).toMatchObject({ kind: 'record', at: '2026-11-23T08:00:00Z', event: one.item.event });
    // Kind and hour are the same for all, as was just seen; what is left must say nothing.
    const { event, c } = parsed.leaf;
    for (const value of [...texts({ ...Object(one.item.data), aggregate, ...envelope.actor }), 'stream-of-it']) {
      expect(`${event} ${c}`).not.toContain(value);
    }
  });
});

describe('to whoever reads the log', () => {
  const events = all.flatMap(([, some]) => some);

  test('every event of every stream has the one form: a case looks like a catalogue entry', () => {
    expect(new Set(events.map(form))).toEqual(
      new Set(['{"at":"2026-11-23T08:00:00Z","c":"","event":"","kind":"record","v":1}']),
    );
    expect(new Set(events.map(({ leaf }) => leaf.length)).size).toBe(1);
  });

  test('the same event twice gives two ids and two commitments that have nothing in common', () => {
    const { machine } = datasetWalk;
    const event = { type: 'published', at } as const;
    const twice = [write(machine, machine.initial, event), write(machine, machine.initial, event)];
    const [first, second] = twice.map((one) => JSON.parse(text(one)));
    expect(first.event).not.toBe(second.event);
    expect(first.c).not.toBe(second.c);
    const [one, other] = twice.map(({ item }) => commitmentsOf(item));
    expect(one?.length).toBeGreaterThan(5);
    expect(one?.filter((commitment) => other?.includes(commitment))).toEqual([]);
  });

  test('every field of an event is committed to, each under a salt of its own', () => {
    for (const { item } of events) {
      const { event: _, leaf: __, seed: ___, commitments: ____, pk: stream, sk: _____, ...committed } = item;
      const fields = fieldsOf({ ...(committed as Record<string, Json>), stream: String(stream) });
      expect(new Set(commitmentsOf(item)).size).toBe(fields.size);
    }
  });
});

function commitmentsOf({ commitments }: Written['item']): string[] {
  const whole = Buffer.from(commitments instanceof Uint8Array ? commitments : []);
  return Array.from({ length: whole.length / 32 }, (_, i) => whole.subarray(32 * i, 32 * (i + 1)).toString('hex'));
}

/** Every name and every text of a value that is long enough to be told from chance. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 6 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [...(name.length >= 6 ? [name] : []), ...texts(one)]);
}
