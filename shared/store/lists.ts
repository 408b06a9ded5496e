import { timingSafeEqual } from 'node:crypto';
import { type AttributeValue, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id, instant } from '../domain/values.ts';
import { hmac } from '../ledger/hash.ts';
import { decode, type EventItem, eventItem } from './items.ts';
import { eventKey, type StreamName, streamText } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';
import type { IndexName } from './table.ts';

/** What a list shows of a stream. Index reads are eventual: never decide on them. */
export const listed = z.object({
  id,
  kind: z.string(),
  status: z.string(),
  jurisdiction: z.string(),
  version: z.int().positive(),
  time: instant.optional(),
  title: z.string().optional(),
  party: z.string().optional(),
  rests: z.array(z.string()).optional(),
  period: z.string().optional(),
  dueAt: instant.optional(),
});
export type Listed = z.infer<typeof listed>;

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque and signed; absent on the last page. */
  readonly cursor?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Newest first unless told. */
  readonly ascending?: boolean;
}

export const MAX_PAGE = 200;

/** Thrown for a cursor that this service did not make, or made for another list. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** Streams of one kind, jurisdiction and status, by time of their last event. */
export const listByKind = (
  context: Context,
  { kind, jurisdiction, status }: { kind: string; jurisdiction: string; status: string },
  page: PageRequest,
): Promise<Page<Listed>> => query(context, 'byKind', { kind, jurisdiction, status }, page, listed);

/** Streams of one kind that concern one organization. */
export const listByParty = (
  context: Context,
  { party, kind, status }: { party: string; kind: string; status?: string | undefined },
  page: PageRequest,
): Promise<Page<Listed>> => query(context, 'byParty', { party, kind, ...(status && { status }) }, page, listed);

/** Events of one stream in order, consistently. */
export async function listEvents(context: Context, stream: StreamName, page: PageRequest): Promise<Page<EventItem>> {
  const text = streamText(stream);
  return paged(context, text, page, (item) => decode(eventItem, item), {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
    ExpressionAttributeValues: { ':pk': { S: text }, ':event': { S: 'event#' } },
    ConsistentRead: true,
    ScanIndexForward: page.ascending ?? true,
  });
}

/** One event of a stream, consistently; `undefined` when there is none. */
export async function readEvent(context: Context, stream: StreamName, version: number): Promise<EventItem | undefined> {
  const Key = encode(eventKey(stream, version));
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key, ConsistentRead: true }),
  );
  return Item && decode(eventItem, Item);
}

function query<T>(
  context: Context,
  index: IndexName,
  keys: Record<string, string | number>,
  page: PageRequest,
  schema: z.ZodType<T>,
): Promise<Page<T>> {
  const names = Object.keys(keys);
  const value = (one: string | number): AttributeValue => (typeof one === 'number' ? { N: String(one) } : { S: one });
  return paged(context, `${index}#${Object.values(keys).join('#')}`, page, (item) => schema.parse(unmarshall(item)), {
    IndexName: index,
    KeyConditionExpression: names.map((name) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(keys).map(([name, one]) => [`:${name}`, value(one)])),
    ScanIndexForward: page.ascending ?? false,
  });
}

/** One page of any query; `list` names it, so that its cursors open no other. */
export async function paged<T>(
  context: Context,
  list: string,
  { limit, cursor }: PageRequest,
  parse: (item: Record<string, AttributeValue>) => T,
  input: object,
): Promise<Page<T>> {
  const start = cursor === undefined ? undefined : openCursor(context, list, cursor);
  const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      Limit: Math.min(Math.max(limit, 1), MAX_PAGE),
      ...(start && { ExclusiveStartKey: start }),
      ...input,
    }),
  );
  const items = Items.map(parse);
  return LastEvaluatedKey ? { items, cursor: sealCursor(context, list, LastEvaluatedKey) } : { items };
}

const keySchema = z.record(z.string(), z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() })]));

/** base64url(key) "." base64url(HMAC over list and key). */
function sealCursor(context: Context, list: string, key: Record<string, AttributeValue>): string {
  const body = Buffer.from(JSON.stringify(key)).toString('base64url');
  return `${body}.${mac(context, list, body)}`;
}

function openCursor(context: Context, list: string, cursor: string): Record<string, AttributeValue> {
  const [body = '', given = ''] = cursor.split('.');
  if (cursor.length > 4_096 || !sameText(mac(context, list, body), given)) throw new BadCursor();
  return keySchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
}

function mac({ cursorKey, hash }: Context, list: string, body: string): string {
  return Buffer.from(hmac(cursorKey, new TextEncoder().encode(`${list}|${body}`), hash)).toString('base64url');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
