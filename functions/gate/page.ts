import { createHash } from 'node:crypto';
import type { Language } from '../../shared/http/problem.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import type { Pass } from './admit.ts';
import { cutOff } from './answers.ts';
import { openPlace, type Place, sealPlace } from './cursor.ts';
import { type Format, mediaTypes } from './format.ts';
import { Cut, type Guard } from './guard.ts';
import { begin, finish, permittedOf } from './record.ts';
import type { Bearer, GateService } from './service.ts';
import { openTable } from './table.ts';
import { OVER } from './upstream.ts';

/** A page is no larger. */
const PAGE_BYTES = 5_000_000;
/** Where answers are buffered they travel as JSON of 6 MB at most, in which a quote or a line end takes two bytes. */
const BUFFERED_PAGE_BYTES = 2_900_000;
/** Of a source whose rows are filtered, a page looks at no more: it may then have few rows or none, and a next page. */
const SCAN_BYTES = 64_000_000;

interface Asked {
  readonly pass: Pass;
  readonly guard: Guard;
  readonly bearer: Bearer;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly format: Format;
  readonly language: Language;
}

/**
 * One page, read whole before its record begins: a page that is cut while it is read was never handed on, and the
 * quota is charged for exactly what leaves. The record is closed before the bytes leave, because on AWS nothing runs
 * after the answer; a crash in between tells more than was handed on, never less.
 */
export async function page(asked: Asked, deps: GateService): Promise<Response> {
  const { pass, guard, bearer, cursor, language } = asked;
  const place = cursor === undefined ? undefined : openPlace(deps.store, bearer.channel, cursor);
  if (cursor !== undefined && !place) return staleCursor(language, notOurs);
  const reading = new AbortController();
  try {
    const read = await readPage(asked, place, reading.signal, deps);
    if (read === 'source-changed') return staleCursor(language, sourceChanged);
    const { text, rows, version, next } = read;
    const bytes = new TextEncoder().encode(text);
    const wanted = {
      mode: 'page',
      source: version,
      from: place?.from ?? 0,
      reserved: bytes.length,
      reservedRows: rows,
    } as const;
    const { start, name, receipt } = await begin(pass, bearer, wanted, deps);
    const digest = createHash('sha256').update(bytes).digest();
    // The writes took time; a measure may have come meanwhile.
    const cut = await refreshed(guard);
    const handed = cut ? nothing : { rows, bytes: bytes.length, digest: digest.toString('hex') };
    await finish(start, handed, cut, deps);
    if (cut) return await cutOff(cut, bearer.channel, language, deps);
    if (!guard.fresh()) return technicalResponse('unavailable', language);
    return new Response(bytes, {
      headers: {
        ...deliveryHeaders(name, receipt, asked.format),
        'repr-digest': `sha-256=:${digest.toString('base64')}:`,
        'shuqi-rows': String(rows),
        ...(next !== undefined && {
          'shuqi-next-cursor': sealPlace(deps.store, bearer.channel, { from: next, version }),
        }),
      },
    });
  } catch (error) {
    if (error instanceof Cut) return cutOff(error, bearer.channel, language, deps);
    throw error;
  } finally {
    reading.abort(OVER);
  }
}

/** Headers of every delivery; the receipt proves to the recipient that it began. */
export const deliveryHeaders = (name: string, receipt: string, format: Format) => ({
  'content-type': mediaTypes[format],
  vary: 'accept',
  'cache-control': 'no-store',
  'shuqi-delivery': name,
  'shuqi-receipt': receipt,
});

interface Page {
  readonly text: string;
  readonly rows: number;
  readonly version: string;
  /** Where the next page begins; absent on the last. */
  readonly next?: number;
}

async function readPage(
  { pass, guard, bearer, limit, format }: Asked,
  place: Place | undefined,
  signal: AbortSignal,
  deps: GateService,
): Promise<Page | 'source-changed'> {
  const from = place?.from ?? 0;
  const wanted = { permitted: permittedOf(pass, bearer, deps), format, from, guard, signal };
  const { version, size, heading, lines } = await openTable(deps.upstream, wanted);
  if (place && place.version !== version) return 'source-changed';
  const most = deps.streamBytes === 0 ? BUFFERED_PAGE_BYTES : PAGE_BYTES;
  const texts = [heading];
  let bytes = Buffer.byteLength(heading);
  let end = 0;
  for await (const some of lines) {
    for (const { text, end: after } of some) {
      if (text === undefined) {
        end = after;
        continue;
      }
      bytes += Buffer.byteLength(text);
      // A row is at most 1 MB, so that a page always has one.
      if (texts.length > limit || bytes > most) {
        return { text: texts.join(''), rows: texts.length - 1, version, next: end };
      }
      texts.push(text);
      end = after;
    }
    if (texts.length > limit || end - from > SCAN_BYTES) break;
  }
  const rows = texts.length - 1;
  const more = (rows === limit || end - from > SCAN_BYTES) && end < size;
  return { text: texts.join(''), rows, version, ...(more && { next: end }) };
}

/** A cut when the gates no longer admit, `undefined` while they do. */
const refreshed = (guard: Guard): Promise<Cut | undefined> =>
  guard.current().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Cut) return error;
      throw error;
    },
  );

const nothing = { rows: 0, bytes: 0, digest: createHash('sha256').digest('hex') };

const staleCursor = (language: Language, detail: typeof notOurs): Response =>
  technicalResponse('invalid', language, [{ detail, pointer: '/query/cursor' }]);
const notOurs = {
  zh: '翻页标记无效，请从第一页重新开始',
  en: 'this cursor is not ours: start again from the first page',
};
const sourceChanged = {
  zh: '数据已更新，请从第一页重新开始',
  en: 'the data has changed since: start again from the first page',
};
