import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import type { DocumentRef } from '../domain/values.ts';
import { instant } from '../law/time.ts';
import { decode, documentItem } from './items.ts';
import { documentKey } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/** Larger contents go to the bucket. */
export const MAX_DOCUMENT_BYTES = 300 * 1024;

export interface Document {
  readonly id: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes a document before the transaction that names it. A crash in between leaves a document nobody refers to:
 * harmless, and removed by the nightly check. Throws RangeError above 300 KB.
 */
export async function putDocument(
  context: Context,
  mediaType: string,
  content: string | Uint8Array,
): Promise<DocumentRef> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new RangeError(`document of ${bytes.length} bytes`);
  const id = context.newId();
  const salt = context.random(32);
  const commitment = commit(context, salt, mediaType, bytes);
  const item = { ...documentKey(id), id, mediaType, content, salt, commitment, createdAt: instant(context.now()) };
  await context.dynamo.send(
    new PutItemCommand({
      TableName: context.table,
      Item: encode(item),
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return { document: id, commitment };
}

/** Reads a document and checks it against its commitment; `undefined` when it was erased or never written. */
export async function getDocument(context: Context, ref: DocumentRef): Promise<Document | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(documentKey(ref.document)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const found = decode(documentItem, Item);
  if (!fits(context, found, ref)) {
    throw new Error(`document ${ref.document} does not match its commitment`);
  }
  return { id: found.id, mediaType: found.mediaType, content: found.content };
}

/** Whether a document still stands, and is what its reference says. */
export type Standing = 'fits' | 'differs' | 'erased';

/** Looks after a document without handing it out. */
export async function checkDocument(context: Context, ref: DocumentRef): Promise<Standing> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(documentKey(ref.document)), ConsistentRead: true }),
  );
  if (!Item) return 'erased';
  const found = documentItem.safeParse(unmarshall(Item));
  return found.success && fits(context, found.data, ref) ? 'fits' : 'differs';
}

/** Erases value and salt (PIPL-47): the commitment in the event no longer tells anything. Idempotent. */
export async function eraseDocument(context: Context, id: string): Promise<void> {
  await context.dynamo.send(new DeleteItemCommand({ TableName: context.table, Key: encode(documentKey(id)) }));
}

function fits(
  context: Context,
  { salt, mediaType, content }: z.infer<typeof documentItem>,
  { commitment }: DocumentRef,
): boolean {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return commit(context, salt, mediaType, bytes) === commitment;
}

/** SHA-256(0x02 ‖ salt ‖ length of media type ‖ media type ‖ content), hexadecimal. */
function commit({ hash }: Context, salt: Uint8Array, mediaType: string, content: Uint8Array): string {
  const type = new TextEncoder().encode(mediaType);
  const joined = new Uint8Array(34 + type.length + content.length);
  joined.set([2]);
  joined.set(salt, 1);
  joined.set([type.length], 33);
  joined.set(type, 34);
  joined.set(content, 34 + type.length);
  return Buffer.from(hash(joined)).toString('hex');
}
