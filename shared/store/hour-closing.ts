import { GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { addHours, type UtcHour } from '../law/utc-hour.ts';
import { fromHex, hex } from '../ledger/bytes.ts';
import type { Group } from '../ledger/hour-tree.ts';
import { putAll } from './bulk.ts';
import { beforeHour, counterKey } from './counter.ts';
import { encode, type Item } from './marshal.ts';
import { createOnce, read } from './singles.ts';
import type { Context } from './store.ts';

/** Deliveries may still be counted while an hour is closed, so it is tried again; they come into a later hour. */
const TRIES = 20;

/** The serials of one channel in an hour; none when `first` is the larger. */
export interface Serials {
  readonly first: number;
  readonly last: number;
}

/**
 * Takes a channel's counter out of an hour: from now on it gives no serial in it. Answers which serials the hour has;
 * those that were given in an hour nobody indexed (its process ended before it could) come into this one, as void.
 * Hours are closed in their order; closing one again answers the same.
 */
export async function closeCounter(context: Context, channel: string, hour: UtcHour): Promise<Serials> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await counterOf(context, channel);
    if (seen.closedHour === hour) return { first: seen.closedFirst ?? 1, last: seen.closedLast ?? 0 };
    if (seen.closedHour !== undefined && seen.closedHour > hour) {
      throw new Error(`the counter of ${channel} is closed beyond ${hour}`);
    }
    if (await closed(context, channel, hour, seen)) continue;
  }
  throw new Error(`the counter of ${channel} changed under every try to close ${hour}`);
}

const seenCounter = z.object({
  serial: z.optional(z.number()),
  hour: z.optional(z.string()),
  closedHour: z.optional(z.string()),
  closedFirst: z.optional(z.number()),
  closedLast: z.optional(z.number()),
});
type Seen = z.infer<typeof seenCounter> & { readonly begun: readonly (readonly [UtcHour, number])[] };

async function counterOf(context: Context, channel: string): Promise<Seen> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(counterKey(channel)), ConsistentRead: true }),
  );
  const item = Item ? unmarshall(Item) : {};
  const begun = Object.entries(item).flatMap(([name, before]) => {
    const [, hour] = /^h(\d{10})$/.exec(name) ?? [];
    return hour === undefined ? [] : [[hour, Number(before)] as const];
  });
  return { ...seenCounter.parse(item), begun: begun.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** One conditional update, so that what was decided of the counter is what it still says. */
async function closed(context: Context, channel: string, hour: UtcHour, seen: Seen): Promise<boolean> {
  const later = seen.begun.find(([begun]) => begun > hour);
  const over = seen.begun.filter(([begun]) => begun <= hour).map(([begun]) => beforeHour(begun));
  const next = addHours(hour, 1);
  // Never closed before: what was filed in hours before the first sealed one is not told at all.
  const before = seen.closedLast ?? seen.begun.find(([begun]) => begun === hour)?.[1] ?? later?.[1] ?? seen.serial;
  const sets = [
    '#closedHour = :hour',
    '#closedFirst = :first',
    // Where the counter went on by itself it kept the last serial before; otherwise it goes on now.
    ...(later
      ? ['#closedLast = :last']
      : ['#closedLast = if_not_exists(serial, :nothing)', '#hour = :next', '#next = if_not_exists(serial, :nothing)']),
  ];
  const same = (name: 'hour' | 'closedHour') =>
    seen[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :seen${name}`;
  const removed = over.map((_, i) => `#over${i}`);
  try {
    await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode(counterKey(channel)),
        UpdateExpression: `SET ${sets.join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
        ConditionExpression: `${same('hour')} AND ${same('closedHour')}`,
        ExpressionAttributeNames: {
          ...{
            '#hour': 'hour',
            '#closedHour': 'closedHour',
            '#closedFirst': 'closedFirst',
            '#closedLast': 'closedLast',
          },
          ...(!later && { '#next': beforeHour(next) }),
          ...Object.fromEntries(over.map((name, i) => [`#over${i}`, name])),
        },
        ExpressionAttributeValues: encode({
          ':hour': hour,
          ':first': (before ?? 0) + 1,
          ...(later ? { ':last': later[1] } : { ':nothing': 0, ':next': next }),
          ...(seen.hour !== undefined && { ':seenhour': seen.hour }),
          ...(seen.closedHour !== undefined && { ':seenclosedHour': seen.closedHour }),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** The salt of an hour's groups: random, and the same for every sealer. */
export async function hourSalt(context: Context, hour: UtcHour): Promise<Uint8Array> {
  await createOnce(context, saltOf(hour), { salt: hex(context.random(32)) });
  return readSalt(context, hour);
}

/** The salt of a sealed hour. @throws when there is none */
export async function readSalt(context: Context, hour: UtcHour): Promise<Uint8Array> {
  const found = await read(context, saltOf(hour), z.strictObject({ salt: z.string() }));
  const salt = found && fromHex(found.salt);
  if (!salt) throw new Error(`hour ${hour} has no salt`);
  return salt;
}

const saltOf = (hour: UtcHour) => ({ kind: 'served-seal', id: hour });

/** A group as it is kept, with the channels that have records in it. */
export interface KeptGroup extends Group {
  readonly channels: readonly string[];
}

const groupItem = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  seal: z.string(),
  channels: z.array(z.string()).check(z.maxLength(10_000)),
});

/** Keeps an hour's groups, so that evidence about one need not read the records of all. The same whoever writes it. */
export const putGroups = (context: Context, hour: UtcHour, groups: readonly KeptGroup[]): Promise<void> =>
  putAll(
    context,
    groups.map(({ key, seal, channels }) => ({ pk: `served-group#${hour}`, sk: hex(key), seal: hex(seal), channels })),
  );

/** The groups of a sealed hour. */
export async function groupsOf(context: Context, hour: UtcHour): Promise<readonly KeptGroup[]> {
  const found: KeptGroup[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: encode({ ':pk': `served-group#${hour}` }),
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    found.push(...Items.map(groupIn));
    from = LastEvaluatedKey;
  } while (from);
  return found;
}

function groupIn(item: Item): KeptGroup {
  const { sk, seal, channels } = groupItem.parse(unmarshall(item));
  const [key, bytes] = [fromHex(sk), fromHex(seal)];
  if (!key || !bytes) throw new Error(`group ${sk} is not one`);
  return { key, seal: bytes, channels };
}
