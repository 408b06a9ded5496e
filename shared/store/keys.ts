/** Primary key of an item. The formats are final: data outlives code. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** One stream: an aggregate's name and the id in it. */
export interface StreamName {
  readonly aggregate: string;
  readonly id: string;
}

export const OUTBOXES = 16;

export const streamText = ({ aggregate, id }: StreamName): string => `${aggregate}#${id}`;
/** The stream of a partition; its aggregate stands before the first mark. */
export function streamOf(pk: string): StreamName {
  const mark = pk.indexOf('#');
  return { aggregate: pk.slice(0, Math.max(mark, 0)), id: pk.slice(mark + 1) };
}
export const headKey = (stream: StreamName): Key => ({ pk: streamText(stream), sk: 'head' });
export const eventKey = (stream: StreamName, version: number): Key => ({
  pk: streamText(stream),
  sk: `event#${String(version).padStart(9, '0')}`,
});
export const gateKey = (stream: StreamName): Key => ({ pk: `gate#${streamText(stream)}`, sk: 'gate' });
export const documentKey = (id: string): Key => ({ pk: `document#${id}`, sk: 'document' });
export const claimKey = (what: string, value: string): Key => ({ pk: `claim#${what}#${value}`, sk: 'claim' });
export const receiptKey = (caller: string, key: string): Key => ({ pk: `receipt#${caller}#${key}`, sk: 'receipt' });
export const outboxKey = (slot: number, event: string): Key => ({ pk: outboxPartition(slot), sk: event });
export const outboxPartition = (slot: number): string => `outbox#${String(slot).padStart(2, '0')}`;

/** The outbox of an event: the first byte of its id's hash, so that commands spread evenly. */
export const outboxSlot = (eventHash: Uint8Array): number => (eventHash[0] ?? 0) % OUTBOXES;
