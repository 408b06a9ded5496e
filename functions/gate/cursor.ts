import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { hmac } from '../../shared/ledger/hash.ts';
import type { Context } from '../../shared/store/store.ts';

/** Where the next page begins: a byte of one version of the source. */
const place = z.strictObject({ from: z.int().check(z.positive()), version: z.string().check(z.maxLength(200)) });
export type Place = z.infer<typeof place>;

/** Opaque, signed, and good for this channel only: base64url(place) "." base64url(HMAC). */
export function sealPlace(context: Context, channel: string, { from, version }: Place): string {
  const body = Buffer.from(JSON.stringify({ from, version })).toString('base64url');
  return `${body}.${mac(context, channel, body).toString('base64url')}`;
}

/** The place, `undefined` when this service did not make the cursor for this channel. */
export function openPlace(context: Context, channel: string, cursor: string): Place | undefined {
  const [body = '', given = ''] = cursor.split('.');
  const expected = mac(context, channel, body);
  const signature = Buffer.from(given, 'base64url');
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
  return place.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
}

function mac({ cursorKey, hash }: Context, channel: string, body: string): Buffer {
  return Buffer.from(hmac(cursorKey, new TextEncoder().encode(`page|${channel}|${body}`), hash));
}
