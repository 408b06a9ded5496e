import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type ClocksRecomputed, evolved, isRecomputed } from '../domain/clock-change.ts';
import type { Envelope, Machine } from '../domain/decision.ts';
import { clocksRecomputed } from '../domain/notice.ts';
import type { Json } from '../ledger/leaf.ts';
import { eventKey, headKey, type Key, outboxKey, outboxSlot, streamText } from './keys.ts';
import { recordLeaf } from './leaf.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';
import { indexed } from './summary.ts';
import type { Loaded } from './unit.ts';

/** Where an event will stand, and its id. */
export interface WrittenEvent {
  readonly event: string;
  readonly key: Key;
}

/**
 * One decided event as items: the event itself and its outbox entry, both written only if absent, and the head after
 * it. Throws when event or state is not what the machine's schemas say: a bug, never the caller's doing.
 */
export function stageEvent<
  S extends { status: string },
  C extends Envelope & { type: string },
  E extends { type: string },
>(
  context: Context,
  machine: Machine<S, C, E>,
  loaded: Loaded<S>,
  event: E | ClocksRecomputed,
  { at, actor }: Envelope,
) {
  const { newId, random, hash } = context;
  const version = loaded.version + 1;
  const state = machine.state.parse(evolved(machine, loaded.state, event));
  const data = jsonOf(isRecomputed(event) ? clocksRecomputed.parse(event) : machine.event.parse(event));
  const [id, seed, stream, prev] = [newId(), random(32), streamText(loaded), loaded.leaf];
  const { person, organization } = actor;
  const { leaf, leafHash, commitments } = recordLeaf(
    id,
    { stream, version, prev, at, person, organization, data },
    seed,
    hash,
  );
  const key = eventKey(loaded, version);
  const common = { event: id, version, at, person, organization, data, prev, leaf: leafHash, seed, commitments };
  const slot = outboxSlot(hash(new TextEncoder().encode(id)));
  const { aggregate, id: streamId } = loaded;
  return {
    writes: [
      putNew(context, { ...key, ...common }),
      putNew(context, { ...outboxKey(slot, id), leaf, stream, version }),
    ],
    written: { event: id, key },
    head: {
      ...headKey(loaded),
      id: streamId,
      version,
      state: jsonOf(state),
      leaf: leafHash,
      ...indexed(machine, state, at, streamId),
    },
    after: { aggregate, id: streamId, version, state, leaf: leafHash },
  };
}

/** The head after all staged events; only where it still stands as it was read. */
export function headWrite(
  { table: TableName }: Context,
  { before, head }: { readonly before: number; readonly head: object },
): TransactWriteItem {
  const Item = encode(head);
  if (before === 0) return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': { N: String(before) } },
    },
  };
}

const putNew = ({ table }: Context, item: object): TransactWriteItem => ({
  Put: { TableName: table, Item: encode(item), ConditionExpression: 'attribute_not_exists(pk)' },
});

/** Events and states are JSON by their schemas; `undefined` members are left out, as JSON does. */
function jsonOf(value: object): { [key: string]: Json } {
  return JSON.parse(JSON.stringify(value));
}
