import { type AttributeValue, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type Notice, notice } from '../domain/notice.ts';
import { type Page, type PageRequest, paged } from './lists.ts';
import { encode } from './marshal.ts';
import { endedKey, INBOX_SECONDS, inboxKey } from './notices.ts';
import type { Context } from './store.ts';

/** Real time and id of a notice: where it stands in the inbox, and what people name it by. */
export const place = z.string().regex(/^\d{14}-[0-9a-z]{1,64}$/);

/** Whose inbox, and who reads in it: what is read is known of each person. */
export interface InboxReader {
  readonly organization: string;
  readonly person: string;
}

export interface InboxItem {
  readonly place: string;
  readonly notice: Notice;
  readonly read: boolean;
}

const inboxItem = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  notice,
  expiresAt: z.int(),
  /** Persons who marked it read. */
  readBy: z.set(z.string()).optional(),
});
/** Up to which notice one person has read everything. */
const throughItem = z.object({ sk: z.string(), place });

const ITEM = 'item#';
const throughKey = ({ organization, person }: InboxReader) => ({
  pk: `inbox#${organization}`,
  sk: `through#${person}`,
});

/** Notices of an organization, newest first, and whether this person has read them. */
export async function listInbox(context: Context, reader: InboxReader, page: PageRequest): Promise<Page<InboxItem>> {
  const pk = `inbox#${reader.organization}`;
  const through = await readThrough(context, reader);
  return paged(context, pk, page, (item) => shown(item, reader.person, through), {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':item': { S: ITEM } },
    ConsistentRead: true,
    ScanIndexForward: page.ascending ?? false,
  });
}

/** Pages in which reminders of what is late are looked for: a thousand of the newest notices. */
const LATE = { pages: 5, each: 200 };

/** The newest reminders that something is overdue, newest first, however many other notices came since. */
export async function listOverdue(context: Context, reader: InboxReader): Promise<readonly InboxItem[]> {
  const pk = `inbox#${reader.organization}`;
  const through = await readThrough(context, reader);
  const found: InboxItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < LATE.pages; page++) {
    const { items, cursor: next } = await paged(
      context,
      `${pk}#overdue`,
      { limit: LATE.each, cursor },
      (item) => shown(item, reader.person, through),
      {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
        FilterExpression: '#notice.#reason = :overdue',
        ExpressionAttributeNames: { '#notice': 'notice', '#reason': 'reason' },
        ExpressionAttributeValues: { ':pk': { S: pk }, ':item': { S: ITEM }, ':overdue': { S: 'overdue' } },
        ConsistentRead: true,
        ScanIndexForward: false,
      },
    );
    found.push(...items);
    if (next === undefined) break;
    cursor = next;
  }
  return found;
}

function shown(item: Record<string, AttributeValue>, person: string, through: string): InboxItem {
  const { sk, notice: told, readBy } = inboxItem.parse(unmarshall(item));
  const at = sk.slice(ITEM.length);
  return { place: at, notice: told, read: at <= through || (readBy?.has(person) ?? false) };
}

/** Pages in which unread notices are counted; beyond, the answer says that there are more. */
const COUNTED = { pages: 5, each: 200 };

/** How many this person has not read. `more`: at least so many. */
export async function countUnread(
  context: Context,
  reader: InboxReader,
): Promise<{ readonly unread: number; readonly more: boolean }> {
  const through = await readThrough(context, reader);
  let unread = 0;
  let start: Record<string, AttributeValue> | undefined;
  for (let page = 0; page < COUNTED.pages; page++) {
    const { Count = 0, LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        Select: 'COUNT',
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :end',
        FilterExpression: 'NOT contains(readBy, :person)',
        ExpressionAttributeValues: {
          ':pk': { S: `inbox#${reader.organization}` },
          // `~` stands behind every character of a place.
          ':after': { S: through === '' ? ITEM : `${ITEM}${through}~` },
          ':end': { S: `${ITEM}~` },
          ':person': { S: reader.person },
        },
        ConsistentRead: true,
        Limit: COUNTED.each,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    unread += Count;
    start = LastEvaluatedKey;
    if (!start) return { unread, more: false };
  }
  return { unread, more: true };
}

/** Marks one as read by this person; `false` when there is no such notice. Repeatable. */
export async function markRead(context: Context, reader: InboxReader, at: string): Promise<boolean> {
  try {
    await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode(inboxKey(reader.organization, at)),
        UpdateExpression: 'ADD readBy :person',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':person': { SS: [reader.person] } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** Marks everything up to this one as read by this person: what came after it while they read stays unread. */
export async function markAllRead(context: Context, reader: InboxReader, upTo: string): Promise<void> {
  try {
    await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode(throughKey(reader)),
        UpdateExpression: 'SET #place = :place, expiresAt = :expires',
        ConditionExpression: 'attribute_not_exists(#place) OR #place < :place',
        ExpressionAttributeNames: { '#place': 'place' },
        ExpressionAttributeValues: {
          ':place': { S: upTo },
          ':expires': { N: String(Math.floor(context.now() / 1000) + INBOX_SECONDS) },
        },
      }),
    );
  } catch (error) {
    // They have read further in another window.
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}

/** Members of one organization whose marks are looked at: more than it can have. */
const MAX_READERS = 250;

/** Who of the organization has read a notice; `undefined` when there is no such notice. */
export async function readersOf(
  context: Context,
  organization: string,
  at: string,
): Promise<readonly string[] | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(inboxKey(organization, at)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :through)',
      ExpressionAttributeValues: { ':pk': { S: `inbox#${organization}` }, ':through': { S: 'through#' } },
      ConsistentRead: true,
      Limit: MAX_READERS,
    }),
  );
  const passed = Items.map((item) => throughItem.parse(unmarshall(item)))
    .filter((one) => one.place >= at)
    .map(({ sk }) => sk.slice('through#'.length));
  return [...new Set([...(inboxItem.parse(unmarshall(Item)).readBy ?? []), ...passed])].toSorted();
}

async function readThrough(context: Context, reader: InboxReader): Promise<string> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(throughKey(reader)), ConsistentRead: true }),
  );
  return Item ? throughItem.parse(unmarshall(Item)).place : '';
}

/** Ended clocks of one stream that are looked at. */
const MAX_ENDED = 200;

/** Which clocks of a stream have ended, by the names that `clockName` gives them. Consistent. */
export async function endedClocks(context: Context, stream: Notice['stream']): Promise<ReadonlySet<string>> {
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `ended#${stream.kind}#${stream.id}` } },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: MAX_ENDED,
    }),
  );
  return new Set(Items.map((item) => String(unmarshall(item).sk)));
}

export const clockName = (stream: Notice['stream'], clock: Notice['clocks'][number]): string =>
  endedKey(stream, clock).sk;
