import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import type { GateService } from '../../functions/gate/service.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { freshTable } from '../dynamodb.ts';
import { change, holdOf, KEY, placing, type Supply, supply, testGate } from '../http/supply.ts';
import { asDynamo, droppedKeys, faulty, torn } from './dynamo.ts';
import { lagging } from './replica.ts';

const { client, table } = await freshTable();
const { gate: own } = testGate(client, table);
const { store } = own;

const kinds = ['channel', 'basis', 'organization', 'dataset'] as const;
type Kind = (typeof kinds)[number];

/** An admission: when it began and ended (monotonic), and whether it was allowed. */
interface Asked {
  readonly began: number;
  readonly ended: number;
  readonly allowed: boolean;
}

const bearerOf = ({ channel, links }: Supply) => ({ channel, links, organization: links.organization, key: KEY });

/** Asks again and again from several sides until told to stop. */
function asking(of: Supply, gate: GateService, sides: number) {
  const asked: Asked[] = [];
  let going = true;
  const side = async () => {
    while (going) {
      const began = performance.now();
      const outcome = await admit(bearerOf(of), gate);
      asked.push({ began, ended: performance.now(), allowed: !isDenial(outcome) });
    }
  };
  const all = Promise.all(Array.from({ length: sides }, side));
  return {
    asked,
    stop: async () => {
      going = false;
      await all;
    },
  };
}

/** Commits a hold on one gate while admissions run; gives every admission, and when the commit had returned. */
async function revoking(
  kind: Kind,
  gate: GateService,
  through: Dynamo,
  after = 300,
): Promise<{ asked: Asked[]; at: number }> {
  const of = await supply(store);
  const run = asking(of, gate, 8);
  // Both must be seen: admissions before the measure, and many after it.
  while (run.asked.length < 100) await pause(5);
  await change({ ...store, dynamo: through }, of.names[kind], placing(holdOf('m1')));
  const at = performance.now();
  const enough = run.asked.length + after;
  while (run.asked.length < enough) await pause(5);
  await run.stop();
  return { asked: run.asked, at };
}

/** Admissions that began after the commit had returned, and were allowed all the same: never one. */
const exceptions = ({ asked, at }: { asked: Asked[]; at: number }) =>
  asked.filter(({ began, allowed }) => began > at && allowed).length;

// Thousands of reads: on a busy machine they take their time.
describe('no admission that begins after the commit is allowed', { timeout: 120_000 }, () => {
  it.each(kinds)('a hold on the %s', async (kind) => {
    const run = await revoking(kind, own, client, 600);
    expect(run.asked.filter(({ allowed }) => allowed).length).toBeGreaterThan(0);
    expect(run.asked.filter(({ began }) => began > run.at).length).toBeGreaterThanOrEqual(500);
    expect(exceptions(run)).toBe(0);
  });

  it('holds of two cases: lifting one leaves the other refusing', async () => {
    const of = await supply(store);
    const [first, second] = [holdOf('m1'), holdOf('m2')];
    await change(store, of.names.channel, placing(first));
    await change(store, of.names.channel, placing(second, 1));
    await change(store, of.names.channel, { do: 'release', measures: ['m1'], left: { m2: second } });
    expect(await admit(bearerOf(of), own)).toMatchObject({ reasons: [{ measure: 'm2' }] });
    await change(store, of.names.channel, { do: 'release', measures: ['m2'], left: {} });
    expect(isDenial(await admit(bearerOf(of), own))).toBe(false);
  });

  it('on and off again: an admission wholly inside a held span is refused, one wholly outside is allowed', async () => {
    const of = await supply(store);
    const run = asking(of, own, 8);
    const spans: { from: number; to: number; held: boolean }[] = [];
    for (let round = 0; round < 12; round++) {
      const held = round % 2 === 0;
      const hold = holdOf(`m${round - (round % 2)}`);
      await change(
        store,
        of.names.organization,
        held ? placing(hold) : { do: 'release', measures: [hold.measure], left: {} },
      );
      const from = performance.now();
      // So many that several lie wholly inside, however slow the machine is: each side has one under way at the start.
      const enough = run.asked.length + 30;
      while (run.asked.length < enough) await pause(5);
      // Read before the next change is sent: until here nothing else can have been committed.
      spans.push({ from, to: performance.now(), held });
    }
    await run.stop();
    const inside = spans.flatMap((span) =>
      run.asked.filter(({ began, ended }) => began > span.from && ended < span.to).map((one) => ({ ...one, ...span })),
    );
    expect(inside.length).toBeGreaterThan(50);
    expect(inside.filter(({ allowed, held }) => allowed === held)).toEqual([]);
  });
});

describe('the check itself can fail', () => {
  it('without ConsistentRead admissions pass after the commit', async () => {
    const replica = await lagging(client, table);
    const eventual = asDynamo((command) => {
      if (!(command instanceof BatchGetItemCommand)) return replica.dynamo.send(command);
      const keys = command.input.RequestItems?.[table]?.Keys;
      return replica.dynamo.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } }));
    });
    const of = await supply({ ...store, dynamo: replica.dynamo });
    await replica.catchUp();
    const { gate } = testGate(eventual, table);
    await change({ ...store, dynamo: replica.dynamo }, of.names.channel, placing(holdOf('m1')));
    expect(isDenial(await admit(bearerOf(of), gate))).toBe(false);
    const { gate: consistent } = testGate(replica.dynamo, table);
    expect(isDenial(await admit(bearerOf(of), consistent))).toBe(true);
    await replica.drop();
  });

  it('with a decision kept for a second admissions pass after the commit', async () => {
    const keeping = (): Dynamo => {
      const kept = new Map<string, { at: number; answer: unknown }>();
      return asDynamo(async (command) => {
        if (!(command instanceof BatchGetItemCommand)) return client.send(command);
        const key = JSON.stringify(command.input);
        const met = kept.get(key);
        // A macrotask, or these admissions would leave no turn to the measure.
        if (met) await pause(1);
        if (met && performance.now() - met.at < 1_000) return met.answer;
        const answer = await client.send(command);
        kept.set(key, { at: performance.now(), answer });
        return answer;
      });
    };
    const { gate } = testGate(keeping(), table);
    expect(exceptions(await revoking('basis', gate, client, 100))).toBeGreaterThan(0);
  });
});

describe('batches that are not whole', () => {
  it('torn: a batch of two moments never admits what one of them refuses', async () => {
    for (const late of kinds) {
      const of = await supply(store);
      const { dynamo, next } = faulty(client);
      const { gate } = testGate(dynamo, table);
      // The late gate is read after the measure, the other three before.
      next(
        BatchGetItemCommand,
        torn(
          (key) => key.pk?.S === `gate#${of.names[late].aggregate}#${of.names[late].id}`,
          () => change(store, of.names[late], placing(holdOf('m1'))),
        ),
      );
      expect(await admit(bearerOf(of), gate)).toMatchObject({ kind: 'refused', reasons: [{ gate: late }] });
    }
  });

  it('dropped: one key or all, whichever stay unread refuse', async () => {
    const of = await supply(store);
    for (const kind of kinds) {
      const { dynamo, always } = faulty(client);
      const { gate } = testGate(dynamo, table);
      always(
        BatchGetItemCommand,
        droppedKeys((key) => key.pk?.S?.startsWith(`gate#${of.names[kind].aggregate}#`) ?? false),
      );
      expect(await admit(bearerOf(of), gate)).toMatchObject({ kind: 'unavailable' });
    }
  });
});
