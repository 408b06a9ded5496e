import * as z from 'zod';
import type { DocumentRef } from '../domain/values.ts';
import { putDocument } from './documents.ts';
import type { Context } from './store.ts';

/** A document as a request brings it, before it is stored; `described` keeps type and size beside the reference. */
export class Given {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  readonly described: boolean;

  constructor(mediaType: string, content: string | Uint8Array, described: boolean) {
    this.mediaType = mediaType;
    this.content = content;
    this.described = described;
  }
}

/** What stands in events and states: the reference, for evidence with media type and size in bytes. */
export type Evidence = DocumentRef & { readonly mediaType: string; readonly bytes: number };

const MAX_TEXT = 100_000;
const MAX_BASE64 = 400_000;

const given = (described: boolean) =>
  z
    .union([
      z.strictObject({ text: z.string().trim().min(1).max(MAX_TEXT) }),
      z.strictObject({
        mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,80}$/),
        base64: z.base64().min(4).max(MAX_BASE64),
      }),
    ])
    .transform((value) =>
      'text' in value
        ? new Given('text/plain', value.text, described)
        : new Given(value.mediaType, Buffer.from(value.base64, 'base64'), described),
    );

/** A document in a request: `{ "text": … }` or `{ "mediaType": …, "base64": … }`, at most 300 KB. */
export const givenDocument = given(false) as z.ZodType<Given & { readonly described: false }>;
/** The same for evidence: its type and size stay beside the reference. */
export const givenEvidence = given(true) as z.ZodType<Given & { readonly described: true }>;

/** Values of a request that stand in a document, not in an event: confidential, or longer than an event wants. */
export const jsonDocument = (value: object): Given & { readonly described: false } =>
  // The class says boolean; the third argument is what makes this one plain.
  new Given('application/json', JSON.stringify(value), false) as Given & { readonly described: false };

/** A request's body once its documents are stored. */
export type Settled<T> = T extends Given
  ? T extends { readonly described: true }
    ? Evidence
    : DocumentRef
  : T extends readonly (infer U)[]
    ? Settled<U>[]
    : T extends object
      ? { [K in keyof T]: Settled<T[K]> }
      : T;

const nowhere = { document: 'not-yet-stored', commitment: '0'.repeat(64) };

/** The body with references that lead nowhere: enough to judge a command before anything is written. */
export const unsettled = <T>(body: T): Settled<T> => replaced(body, () => nowhere) as Settled<T>;

/** Stores every document of the body and puts the references in their places. */
export async function settle<T>(context: Context, body: T): Promise<Settled<T>> {
  const refs = new Map<Given, DocumentRef>();
  for (const one of collected(body)) refs.set(one, await putDocument(context, one.mediaType, one.content));
  return replaced(body, (one) => refs.get(one) ?? nowhere) as Settled<T>;
}

/** Whether a body carries documents. */
export const bringsDocuments = (body: unknown): boolean => collected(body).length > 0;

function collected(value: unknown): Given[] {
  if (value instanceof Given) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collected);
}

function replaced(value: unknown, refOf: (one: Given) => DocumentRef): unknown {
  if (value instanceof Given) {
    const { mediaType, content, described } = value;
    return described ? { ...refOf(value), mediaType, bytes: Buffer.byteLength(content) } : refOf(value);
  }
  if (Array.isArray(value)) return value.map((one) => replaced(one, refOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, refOf)]));
}
