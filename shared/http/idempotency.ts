import { createHash } from 'node:crypto';
import type { Receipt } from './route.ts';

/**
 * The receipt a command is kept under; none without a key, which is the header's or that of a form of ours. Same key
 * and same request: the same answer; same key and another request: 422. @see draft-ietf-httpapi-idempotency-key-header-07
 */
export function receiptOf(
  request: Request,
  caller: string,
  body: unknown,
  formKey?: string,
): Receipt | undefined | 'invalid' {
  const header = request.headers.get('idempotency-key') ?? formKey;
  if (header === undefined || request.method === 'GET') return undefined;
  // The draft writes the key as a quoted string; a bare one is taken too.
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) return 'invalid';
  const { pathname, search } = new URL(request.url);
  const asked = JSON.stringify([request.method, pathname, search, request.headers.get('if-match'), body ?? null]);
  return { caller, key, fingerprint: createHash('sha256').update(asked).digest('hex') };
}
