import { createHash } from 'node:crypto';
import type { Scope } from '../../shared/domain/scope.ts';
import type { Treatment } from '../../shared/domain/treatment.ts';
import type { Language } from '../../shared/http/problem.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import type { DeliveryStart } from '../../shared/store/served.ts';
import type { Pass } from './admit.ts';
import { cutOff } from './answers.ts';
import type { Format } from './format.ts';
import { Cut, type Guard } from './guard.ts';
import { type Outlet, outlet } from './outlet.ts';
import { deliveryHeaders } from './page.ts';
import { type Begun, begin, finish, type HandedOn, permittedOf } from './record.ts';
import type { Bearer, GateService } from './service.ts';
import { openTable, type Table } from './table.ts';
import { OVER } from './upstream.ts';

/** A streaming function runs no longer on AWS. */
const LONGEST_MS = 14 * 60_000;
/** How often closing a record is tried while the store does not answer; waits double from half a second. */
const CLOSING_TRIES = 6;

interface Asked {
  readonly pass: Pass;
  readonly guard: Guard;
  readonly bearer: Bearer;
  readonly format: Format;
  readonly language: Language;
}

/** A whole dataset in one answer with flat memory. What cuts it ends the answer abruptly: never taken for complete. */
export async function stream({ pass, guard, bearer, format, language }: Asked, deps: GateService): Promise<Response> {
  if (deps.streamBytes === 0) {
    const detail = { zh: '此处不支持流式供给，请分页获取', en: 'no streaming here: fetch it page by page' };
    return technicalResponse('invalid', language, [{ detail, pointer: '/query/stream' }]);
  }
  const reading = new AbortController();
  try {
    const wanted = { permitted: permittedOf(pass, bearer, deps), format, from: 0, guard, signal: reading.signal };
    const table = await openTable(deps.upstream, wanted);
    const reserved = Math.min(deps.streamBytes, largest(table, hashes(pass.permit)));
    const reservedRows = table.size;
    const asked = { mode: 'stream', source: table.version, from: 0, reserved, reservedRows } as const;
    const begun = await begin(pass, bearer, asked, deps);
    const way = outlet();
    void pump(table, begun, guard, way, deps).finally(() => reading.abort(OVER));
    return new Response(way.body, { headers: deliveryHeaders(begun.name, begun.receipt, format) });
  } catch (error) {
    reading.abort(OVER);
    if (error instanceof Cut) return cutOff(error, bearer.channel, language, deps);
    throw error;
  }
}

/**
 * Six times its source: an empty line becomes `""` and two characters of line end, one character three stars, a control
 * character an escape of six. Twenty times where pseudonyms stand in: one character becomes 32.
 */
const largest = ({ size, around }: Table, hashed: boolean): number => size * (hashed ? 20 : 6) + around + HEADING;
const HEADING = 64 * 1_024;

const hashes = ({ treatments = {} }: Scope): boolean => Object.values(treatments).some((of) => of.some(isHash));
const isHash = ({ do: form }: Treatment): boolean => form === 'hash';

/** Hands on until the end or a cut; closes the record, then the answer: on AWS nothing runs after that. Never rejects. */
async function pump(table: Table, begun: Begun, guard: Guard, way: Outlet, deps: GateService): Promise<void> {
  const { start, name } = begun;
  const digest = createHash('sha256');
  let [rows, bytes] = [0, 0];
  const hand = async (text: string, count: number) => {
    const chunk = new TextEncoder().encode(text);
    // What was reserved is less than the source may give only where a quota left no more.
    if (bytes + chunk.length > start.reserved) throw new Cut(begun.partly ? 'over-quota' : 'too-large');
    if (rows + count > (start.reservedRows ?? 0)) throw new Cut('over-quota');
    if (deps.clock.real() - Date.parse(start.startedAt) > LONGEST_MS) throw new Cut('too-long');
    await guard.during(way.wanted());
    way.give(chunk);
    digest.update(chunk);
    rows += count;
    bytes += chunk.length;
  };
  const cut = await everything(table, hand).then(
    () => undefined,
    (error: unknown) => (error instanceof Cut ? error : new Cut('source-failed', undefined, error)),
  );
  if (cut?.reason === 'source-failed') deps.alarm('the source failed', `${name} of ${start.channel}: ${cut.cause}`);
  const handed = { rows, bytes, digest: digest.digest('hex') };
  const closed = await recorded(start, handed, cut, deps);
  way.close(cut);
  if (!closed) await recordedLater(start, handed, cut, deps);
}

async function everything(table: Table, hand: (text: string, rows: number) => Promise<void>): Promise<void> {
  if (table.heading !== '') await hand(table.heading, 0);
  for await (const lines of table.lines) {
    const texts = lines.flatMap(({ text }) => text ?? []);
    if (texts.length > 0) await hand(texts.join(''), texts.length);
  }
}

const recorded = (start: DeliveryStart, handed: HandedOn, cut: Cut | undefined, deps: GateService): Promise<boolean> =>
  finish(start, handed, cut, deps).then(
    () => true,
    () => false,
  );

/** The store may be what failed: tried again for half a minute. What stays open is read as unknown. */
async function recordedLater(start: DeliveryStart, handed: HandedOn, cut: Cut | undefined, deps: GateService) {
  for (let attempt = 0; attempt < CLOSING_TRIES; attempt++) {
    await deps.store.sleep(500 * 2 ** attempt);
    if (await recorded(start, handed, cut, deps)) return;
  }
  deps.alarm('a record could not be closed', `${start.channel} ${start.serial}`);
}
