import { createHash } from 'node:crypto';
import type { Language } from '../../shared/http/problem.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import type { Pass } from './admit.ts';
import { cutOff } from './answers.ts';
import { Cut, type Guard } from './guard.ts';
import { deliveryHeaders } from './page.ts';
import { type Begun, begin, finish, type HandedOn } from './record.ts';
import type { Bearer, GateService } from './service.ts';
import { openTable, type Table } from './table.ts';

/** A streaming function runs no longer on AWS. */
const LONGEST_MS = 14 * 60_000;
/** How often closing a record is tried while the store does not answer; waits double from half a second. */
const CLOSING_TRIES = 6;

interface Asked {
  readonly pass: Pass;
  readonly guard: Guard;
  readonly bearer: Bearer;
  readonly language: Language;
}

/** A whole dataset in one answer with flat memory. What cuts it ends the answer abruptly: never taken for complete. */
export async function stream({ pass, guard, bearer, language }: Asked, deps: GateService): Promise<Response> {
  if (deps.streamBytes === 0) {
    const detail = { zh: '此处不支持流式供给,请分页获取', en: 'no streaming here: fetch it page by page' };
    return technicalResponse('invalid', language, [{ detail, pointer: '/query/stream' }]);
  }
  const reading = new AbortController();
  try {
    const { links, fields } = pass;
    const wanted = { dataset: links.dataset, fields, from: 0, guard, signal: reading.signal };
    const table = await openTable(deps.upstream, wanted);
    const reserved = Math.min(deps.streamBytes, largest(table.size));
    const begun = await begin(pass, bearer, { mode: 'stream', source: table.version, from: 0, reserved }, deps);
    // A buffer of nothing: a chunk is handed on when the recipient takes it, and dropped when it is cut before.
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    void pump(table, begun, guard, writable.getWriter(), deps).finally(() => reading.abort());
    return new Response(readable, { headers: deliveryHeaders(begun.name, begun.receipt) });
  } catch (error) {
    reading.abort();
    if (error instanceof Cut) return cutOff(error, bearer.channel, language, deps);
    throw error;
  }
}

/** Four times its source: an empty line becomes `""` and two characters of line end. */
const largest = (sourceBytes: number): number => sourceBytes * 4 + 1_024;

/** Hands on until the end or a cut, then closes the record, then the answer. Never rejects. */
async function pump(
  table: Table,
  { start, name }: Begun,
  guard: Guard,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  deps: GateService,
): Promise<void> {
  // A recipient that leaves is met by the next write; nobody else waits for this.
  writer.closed.catch(() => {});
  const digest = createHash('sha256');
  let [rows, bytes] = [0, 0];
  const hand = async (text: string, count: number) => {
    const chunk = new TextEncoder().encode(text);
    if (bytes + chunk.length > start.reserved) throw new Cut('too-large');
    if (deps.clock.real() - Date.parse(start.startedAt) > LONGEST_MS) throw new Cut('too-long');
    await guard.current();
    await guard.during(writer.write(chunk).catch(left));
    digest.update(chunk);
    rows += count;
    bytes += chunk.length;
  };
  const handed = (): HandedOn => ({ rows, bytes, digest: digest.digest('hex') });
  const cut = await everything(table, hand).then(
    () => undefined,
    (error: unknown) => (error instanceof Cut ? error : new Cut('source-failed', undefined, error)),
  );
  // Not waited for: it ends only when a stalled recipient asks again, and then finds the answer broken.
  if (cut) void writer.abort(cut).catch(() => {});
  if (cut?.reason === 'source-failed') deps.alarm('the source failed', `${name} of ${start.channel}: ${cut.cause}`);
  await closed(start, handed(), cut, deps);
  if (!cut) await writer.close().catch(() => {});
}

async function everything(table: Table, hand: (text: string, rows: number) => Promise<void>): Promise<void> {
  await hand(table.heading, 0);
  for await (const lines of table.lines) {
    if (lines.length > 0) await hand(lines.map(({ text }) => text).join(''), lines.length);
  }
}

function left(cause: unknown): never {
  throw new Cut('client-left', undefined, cause);
}

/** The store may be what failed: tried again for half a minute. What stays open is read as unknown. */
async function closed(start: Begun['start'], handed: HandedOn, cut: Cut | undefined, deps: GateService) {
  for (let attempt = 0; attempt < CLOSING_TRIES; attempt++) {
    try {
      await finish(start, handed, cut, deps);
      return;
    } catch {
      await deps.store.sleep(500 * 2 ** attempt);
    }
  }
  deps.alarm('a record could not be closed', `${start.channel} ${start.serial}`);
}
