import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { instant } from './domain/values.ts';

/** CloudEvents 1.0 in JSON: the envelope of everything that is pushed, out and in. @see https://cloudevents.io */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  source: z.string().min(1).max(300),
  type: z.string().min(1).max(120),
  subject: z.string().max(200).optional(),
  time: instant,
  datacontenttype: z.literal('application/json'),
  data: z.json(),
});
export type CloudEvent = z.infer<typeof cloudEvent>;

export const MEDIA_TYPE = 'application/cloudevents+json';
export const MAX_WEBHOOK_BYTES = 64 * 1024;

/** Headers of a signed webhook. With two secrets both sign, so that a rotation loses nothing. @see standardwebhooks 1.1 */
export function signed(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  return {
    'content-type': MEDIA_TYPE,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

export type Received =
  | { readonly ok: true; readonly event: CloudEvent; readonly id: string }
  | { readonly ok: false; readonly because: 'too-large' | 'unsigned' | 'not-an-event' };

/**
 * A webhook that came in, checked: size, signature by any of the sender's secrets, a time within five minutes of now
 * (real clock), envelope. That it counts once is the caller's to claim, in the transaction of what it causes: see
 * `claimWebhook` of the store.
 */
export function received(
  headers: { readonly get: (name: string) => string | null },
  body: string,
  secrets: readonly string[],
): Received {
  if (Buffer.byteLength(body) > MAX_WEBHOOK_BYTES) return { ok: false, because: 'too-large' };
  const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  const given = Object.fromEntries(named.map((name) => [name, headers.get(name) ?? '']));
  const id = given['webhook-id'] ?? '';
  if (!/^[\w-]{1,128}$/.test(id) || !secrets.some((secret) => verifies(secret, body, given))) {
    return { ok: false, because: 'unsigned' };
  }
  const event = cloudEvent.safeParse(jsonOf(body));
  return event.success ? { ok: true, event: event.data, id } : { ok: false, because: 'not-an-event' };
}

function verifies(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    // The library throws for every kind of wrong; which one is nobody's business who cannot sign.
    return false;
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
