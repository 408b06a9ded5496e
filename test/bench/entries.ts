import { randomBytes } from 'node:crypto';
import { hourOf, leafV1 } from '../../shared/ledger/leaf.ts';
import { outboxKey, outboxSlot } from '../../shared/store/keys.ts';
import type { Context } from '../../shared/store/store.ts';

/** Entries as commands leave them in the outbox. */
export function waiting(count: number, { hash, newId }: Context) {
  const at = hourOf('2026-11-23T08:30:00Z');
  return Array.from({ length: count }, () => {
    const event = newId();
    const leaf = leafV1({ kind: 'record', event, at, c: randomBytes(32).toString('hex') });
    const key = outboxKey(outboxSlot(hash(new TextEncoder().encode(event))), event);
    return { ...key, leaf, stream: `channel#${newId()}`, version: 1 };
  });
}
