import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id, instant, sha256 } from '../domain/values.ts';
import type { Item } from './marshal.ts';

const bytes = z.instanceof(Uint8Array);
const json = z.json();

/** Head of a stream: the current state, and what the indexes may see. */
export const headItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('head'),
  id,
  version: z.int().positive(),
  state: z.record(z.string(), json),
  /** Hash of the stream's last leaf: the next event commits to it (order inside a stream). */
  leaf: sha256,
  kind: z.string(),
  jurisdiction: z.string(),
  status: z.string(),
  time: instant,
  title: z.string().max(300).optional(),
  party: z.string().optional(),
  /** A channel names two streams, a product its agreement, operator, at most 20 datasets and 10 channels. */
  rests: z.array(z.string()).max(32).optional(),
  period: z.string().optional(),
  dueAt: instant.optional(),
  dueDay: z.string().optional(),
  dueShard: z.int().min(0).max(7).optional(),
});
export type Head = z.infer<typeof headItem>;

/** One event, immutable. `seed` gives the salts of the leaf's field commitments; `commitments` are those, sorted. */
export const eventItem = z.strictObject({
  pk: z.string(),
  sk: z.string().regex(/^event#\d{9}$/),
  event: id,
  version: z.int().positive(),
  at: instant,
  person: z.string(),
  organization: z.string(),
  data: z.record(z.string(), json),
  prev: z.union([sha256, z.literal('')]),
  leaf: sha256,
  seed: bytes,
  commitments: bytes,
});
export type EventItem = z.infer<typeof eventItem>;

/** What the sequencer takes: the leaf's bytes and where its event stands. */
export const outboxItem = z.strictObject({
  pk: z.string(),
  sk: id,
  leaf: bytes,
  stream: z.string().max(200),
  version: z.int().positive(),
});
export type OutboxItem = z.infer<typeof outboxItem>;

/** Confidential or personal content. Erasing removes this item, value and salt; commitments elsewhere stay valid. */
export const documentItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('document'),
  id,
  mediaType: z.string().max(100),
  content: z.union([z.string(), bytes]),
  salt: bytes,
  commitment: sha256,
  createdAt: instant,
});

/** Who owns a value that may stand only once. */
export const claimItem = z.strictObject({ pk: z.string(), sk: z.literal('claim'), owner: z.string() });

/** The answer a command gave, in the same transaction as its effect (Idempotency-Key), for 7 days. */
export const receiptItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('receipt'),
  fingerprint: z.string(),
  /** Nested: a top-level `status` would be taken for the key of an index. */
  answer: z.strictObject({ status: z.int(), body: z.string(), headers: z.record(z.string(), z.string()) }),
  expiresAt: z.int(),
});

/** DynamoDB item → parsed value. Throws when the table holds what the schema does not know: fail closed. */
export const decode = <T>(schema: z.ZodType<T>, item: Item): T => schema.parse(unmarshall(item));
