import * as z from 'zod/mini';
import { contractor, reviewOf, withoutReview } from '../domain/contractor.ts';
import { coverage, covers, processor, uncovered } from '../domain/processor.ts';
import type { Instant } from '../law/time.ts';
import { encode } from './marshal.ts';
import { read } from './singles.ts';
import type { Context } from './store.ts';
import { loadHead } from './unit.ts';

/** Keys that may be held under one processing contract (DZ-48): ending it changes each one's channel in one transaction. */
export const MAX_HELD_KEYS = 8;

/** A key in the hands of a sub-processor: for one channel, under one contract, whose stream is leant on. */
export interface HeldBy {
  readonly contract: string;
  readonly processor: string;
}

const listed = z.object({ live: z.optional(z.set(z.string())) });

/** The live keys under this contract, each with its channel. */
export async function heldKeys(context: Context, contract: string) {
  const list = await read(context, { kind: 'machine-keys', id: listName(contract) }, listed);
  return [...(list?.live ?? [])].map((entry) => {
    const [channel = '', thumbprint = ''] = entry.split(' ');
    return { channel, thumbprint };
  });
}

/** Adds the key to its contract's list, and the condition that the contract's stream is still as it was read. */
export const holding = (
  { table }: Context,
  { contract, version }: { readonly contract: string; readonly version: number },
  channel: string,
  thumbprint: string,
) => [
  {
    Update: {
      TableName: table,
      Key: encode({ pk: `machine-keys#${listName(contract)}`, sk: 'machine-keys' }),
      UpdateExpression: 'ADD live :one',
      ConditionExpression: 'attribute_not_exists(live) OR size(live) < :most',
      ExpressionAttributeValues: encode({ ':one': new Set([`${channel} ${thumbprint}`]), ':most': MAX_HELD_KEYS }),
    },
  },
  {
    ConditionCheck: {
      TableName: table,
      Key: encode({ pk: `processor#${contract}`, sk: 'head' }),
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: encode({ ':seen': version }),
    },
  },
];

/**
 * Until when a sub-processor may use what it holds: the first moment out of its contract, or of its own review where it is
 * a contractor of the platform (DZ-46). A refusal when one of them is not in force now.
 */
export async function heldUntil(context: Context, { contract, processor: who }: HeldBy, at: Instant) {
  const [{ state, version }, engaged] = await Promise.all([
    loadHead(context, processor, contract),
    loadHead(context, contractor, who),
  ]);
  const term = coverage(state);
  if (!term || !covers(state, at)) return uncovered;
  const reviewed = reviewOf(engaged.state)?.until;
  const until = reviewed !== undefined && reviewed < term.until ? reviewed : term.until;
  return withoutReview(engaged.state, at) ?? { until, version };
}

/** Takes a key off its contract's list: the place is free again. */
export const released = ({ table }: Context, { contract }: HeldBy, channel: string, thumbprint: string) => ({
  Update: {
    TableName: table,
    Key: encode({ pk: `machine-keys#${listName(contract)}`, sk: 'machine-keys' }),
    UpdateExpression: 'DELETE live :one',
    ExpressionAttributeValues: encode({ ':one': new Set([`${channel} ${thumbprint}`]) }),
  },
});

/** Ids have no `#`, so no organization's list can be this one. */
const listName = (contract: string) => `contract#${contract}`;
