import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Denial, Pass } from '../../functions/gate/admit.ts';
import { csvLine, rowReader } from '../../functions/gate/csv.ts';
import { folderUpstream } from '../../functions/gate/folder.ts';
import { guardOf } from '../../functions/gate/guard.ts';
import { type Permitted, shapeOf } from '../../functions/gate/shaping.ts';
import { turnstile } from '../../functions/gate/turnstile.ts';
import { scopeOf } from '../../shared/domain/scope.ts';

describe('guard', () => {
  const pass = (since: number, over: Partial<Pass> = {}): Pass => ({
    links: { organization: 'o', dataset: 'd', basis: { kind: 'agreement', id: 'a' } },
    permit: scopeOf('d', ['f']),
    scope: 'a'.repeat(64),
    since,
    at: 0,
    ...over,
  });
  const refusal: Denial = { kind: 'refused', reasons: [] };

  /** A guard whose clock the test moves, and what each further read answers. */
  function guarded(answers: ((now: number) => Pass | Denial | Error)[]) {
    const clock = { now: 0, reads: 0 };
    const again = async () => {
      const answer = answers[clock.reads++]?.(clock.now) ?? refusal;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return { clock, guard: guardOf(pass(0), again, () => clock.now) };
  }

  it('gives the result under a young pass without reading again', async () => {
    const { clock, guard } = guarded([]);
    clock.now = 999;
    expect(await guard.during(Promise.resolve('x'))).toBe('x');
    expect(clock.reads).toBe(0);
  });

  it('withholds a result that comes under a stale pass until the gates were read again', async () => {
    const { clock, guard } = guarded([(now) => pass(now), () => refusal]);
    const late = (ms: number) =>
      pause(5).then(() => {
        clock.now = ms;
        return 'x';
      });
    expect(await guard.during(late(2_500))).toBe('x');
    expect(clock.reads).toBe(1);
    await expect(guard.during(late(4_600))).rejects.toMatchObject({ reason: 'refused' });
    expect(guard.fresh()).toBe(false);
  });

  it.each([
    ['refused', () => refusal],
    ['scope-changed', (now: number) => pass(now, { scope: 'b'.repeat(64) })],
    ['state-unreadable', () => new Error('timeout')],
    ['state-unreadable', () => ({ kind: 'unavailable', reasons: [] }) as const],
    ['state-unreadable', (now: number) => pass(now - 2_000)],
  ] as const)('cuts with %s', async (reason, answer) => {
    const { clock, guard } = guarded([answer]);
    clock.now = 1_000;
    await expect(guard.current()).rejects.toMatchObject({ reason });
  });

  /** A source of whole chunks, and how many were taken. */
  function chunks() {
    const taken = { count: 0 };
    const source = (async function* () {
      for (; ; taken.count++) yield new Uint8Array(64 * 1024);
    })();
    return { taken, source };
  }

  it('reads again before a fifth chunk of 64 KB, and sends that read before the fourth', async () => {
    const { clock, guard } = guarded([(now) => pass(now), () => refusal]);
    const { source } = chunks();
    for (let chunk = 1; chunk <= 3; chunk++) await guard.chunk(source);
    expect(clock.reads).toBe(0);
    await guard.chunk(source);
    expect(clock.reads).toBe(1);
    // The fifth to seventh are under the new pass; the read that is sent before the next one refuses.
    for (let chunk = 5; chunk <= 6; chunk++) await guard.chunk(source);
    expect(clock.reads).toBe(1);
    await expect(guard.chunk(source).then(() => guard.chunk(source))).rejects.toMatchObject({ reason: 'refused' });
    expect(clock.reads).toBe(2);
  });

  it('waits with the fifth chunk for a read that is slow, and hands nothing on when it refuses', async () => {
    let answer: (outcome: Denial) => void = () => {};
    const slow = new Promise<Denial>((resolve) => {
      answer = resolve;
    });
    const guard = guardOf(
      pass(0),
      () => slow,
      () => 0,
    );
    const { taken, source } = chunks();
    for (let chunk = 1; chunk <= 4; chunk++) await guard.chunk(source);
    const fifth = guard.chunk(source);
    await pause(20);
    expect(taken.count).toBe(3);
    answer(refusal);
    await expect(fifth).rejects.toMatchObject({ reason: 'refused' });
    await expect(guard.current()).rejects.toMatchObject({ reason: 'refused' });
  });
});

describe('turnstile', () => {
  it('lets so many in at once and turns away who waits too long', async () => {
    const enter = turnstile(2, 50);
    const leave: (() => void)[] = [];
    const stay = () => new Promise<void>((resolve) => leave.push(resolve));
    const inside = [enter(stay), enter(stay)];
    await expect(enter(async () => {})).rejects.toMatchObject({ name: 'Busy' });
    const waiting = enter(async () => 'entered');
    leave[0]?.();
    expect(await waiting).toBe('entered');
    leave[1]?.();
    await Promise.all(inside);
    expect(await enter(async () => 'again')).toBe('again');
  });

  it('gives the place back when the work fails', async () => {
    const enter = turnstile(1, 50);
    await expect(enter(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await enter(async () => 'in')).toBe('in');
  });
});

/** These fields of one dataset, nothing else narrowed. */
const permitted = (fields: readonly string[]): Permitted => ({
  dataset: 'd',
  permit: scopeOf('d', fields),
  pseudonym: (text) => text,
  subject: (text) => text,
});

describe('csv', () => {
  async function read(text: string, chunk: number, from = 0) {
    const bytes = new TextEncoder().encode(text);
    const reader = rowReader(from);
    const rows = [];
    for (let at = from; at < bytes.length; at += chunk)
      rows.push(...(await reader.rows(bytes.subarray(at, at + chunk))));
    return [...rows, ...(await reader.rows(undefined))];
  }
  const text = '\uFEFF名称,码,注\r\n"甲\n乙",1,"说""好"""\r\n\r\n丙,2,\r\n丁,3,末';

  it.each([1, 5, 1_000])('reads the same rows and places in chunks of %d bytes', async (chunk) => {
    const rows = await read(text, chunk);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['名称', '码', '注'],
      ['甲\n乙', '1', '说"好"'],
      ['丙', '2', ''],
      ['丁', '3', '末'],
    ]);
    for (const [index, { end }] of rows.entries()) {
      expect((await read(text, chunk, end)).map(({ cells }) => cells)).toEqual(
        rows.slice(index + 1).map(({ cells }) => cells),
      );
    }
  });

  it('writes what a reader reads back', () => {
    expect(csvLine(['x,y', 'he said "no"'])).toBe('"x,y","he said ""no"""\r\n');
    expect(csvLine([''])).toBe('""\r\n');
  });

  const payload = '../shared/data/payload/listed-companies.csv';
  it.skipIf(!existsSync(payload))('keeps permitted columns of a real file and every row', async () => {
    const rows = await read(readFileSync(payload, 'utf8'), 64 * 1024);
    const { names, row } = shapeOf(rows[0]?.cells ?? [], permitted(['企业名称', '统一社会信用代码']));
    expect(names).toEqual(['企业名称', '统一社会信用代码']);
    expect(rows.slice(1).flatMap(({ cells }) => row(cells) ?? [])).toHaveLength(2 * 6_024);
  });
});

describe('folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-'));
  const during = new AbortController();
  const { signal } = during;
  afterAll(() => {
    during.abort();
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'd1.csv'), 'x'.repeat(100_000));
  const all = async (bytes: AsyncIterator<Uint8Array>) => {
    const sizes: number[] = [];
    for (let next = await bytes.next(); !next.done; next = await bytes.next()) sizes.push(next.value.length);
    return sizes;
  };

  const openFiles = () => readdirSync('/dev/fd').length;

  it('gives a file in chunks, whole or from a byte on', async () => {
    const source = await folderUpstream(folder).open('d1', 0, signal);
    expect(source?.size).toBe(100_000);
    expect(source && (await all(source.bytes))).toEqual([65_536, 34_464]);
    const rest = await folderUpstream(folder).open('d1', 99_000, signal);
    expect(rest && (await all(rest.bytes))).toEqual([1_000]);
    expect(rest?.version).toBe(source?.version);
  });

  it('leaves no file open, also where the delivery was over before it was opened', async () => {
    const before = openFiles();
    await folderUpstream(folder)
      .open('d1', 0, AbortSignal.abort())
      .catch(() => undefined);
    await expect.poll(openFiles).toBe(before);
    const stopping = new AbortController();
    await folderUpstream(folder).open('d1', 0, stopping.signal);
    expect(openFiles()).toBe(before + 1);
    stopping.abort();
    await expect.poll(openFiles).toBe(before);
  });

  it('has nothing under a name that is missing or no id', async () => {
    for (const name of ['d2', '../d1', 'd1.csv', '']) {
      expect(await folderUpstream(folder).open(name, 0, signal)).toBeUndefined();
    }
  });

  it('reads slowly where told, and stops at the signal', async () => {
    const stopping = new AbortController();
    const source = await folderUpstream(folder, { bytesPerSecond: 10_000 }).open('d1', 0, stopping.signal);
    const first = await source?.bytes.next();
    expect(first?.value?.length).toBe(1_000);
    const second = source?.bytes.next();
    stopping.abort();
    await expect(second).rejects.toThrow();
  });
});
