import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Answer, Client } from '../../infra/local/client.ts';
import type { Cast } from '../../infra/local/demo/cast.ts';
import { play } from '../../infra/local/demo/demo.ts';
import { accepted, eventually, refused, Unlike } from '../../infra/local/demo/seen.ts';
import { type Played, Stopped, stageOf } from '../../infra/local/demo/stage.ts';
import { forMachines, forPeople } from '../../infra/local/demo/teller.ts';
import { cellsOf, type Terminal } from '../../infra/local/terminal.ts';

const answer = (status: number, body: object): Answer => ({
  status,
  body,
  text: JSON.stringify(body),
  headers: new Headers(),
});
const problem = (status: number, ...pointers: string[]): Answer =>
  answer(status, {
    title: '不完整',
    status,
    article: 'DZ-13',
    grounds: pointers.map((pointer) => ({ article: 'DZ-13', detail: `缺少 ${pointer}`, pointer })),
  });

function screen(): Terminal & { readonly lines: string[]; readonly complaints: string[] } {
  const lines: string[] = [];
  const complaints: string[] = [];
  return {
    lines,
    complaints,
    line: (text = '') => lines.push(text),
    say: ({ zh }) => lines.push(zh),
    progress: () => {},
    fail: (text) => complaints.push(text),
    paint: (_, text) => text,
  };
}

/** Nobody here speaks to a platform. */
const client = { origin: 'http://127.0.0.1' } as Client;
const cast: Cast = {
  as: async (account) => ({
    account,
    unit: { zh: '市数据局', en: 'Data Bureau' },
    person: { zh: '陈审', en: 'Chen Shen' },
    client,
  }),
};
const step = { by: 'data-clerk', article: 'DZ-13', zh: '退回', en: 'return it' } as const;

describe('a step', () => {
  test('that sees what it expects passes and hands on what it saw', async () => {
    const steps: Played[] = [];
    const stage = stageOf('http://127.0.0.1', cast, { chapter: () => {}, step: (one) => steps.push(one) });
    const seen = answer(200, { id: 'd1', dataset: { status: 'returned' } });
    expect(await stage.play(step, async () => accepted('returned')(seen))).toBe(seen);
    expect(steps).toMatchObject([{ number: 1, cited: 'DZ-13', result: '200 returned' }]);
    expect(stage.passed()).toBe(1);
  });

  test('that sees something else tells what was expected and what came, and stops the story', async () => {
    const out = screen();
    const stage = stageOf('http://127.0.0.1', cast, forPeople(out));
    const wrong = async () => accepted('returned')(answer(200, { dataset: { status: 'draft' } }));
    await expect(stage.play(step, wrong)).rejects.toThrow(Stopped);
    expect(stage.passed()).toBe(0);
    expect(out.lines).toEqual([expect.stringContaining('✗')]);
    expect(out.complaints.join()).toMatch(/2xx, returned.*200, draft/);
  });

  test('tells machines the same as one object', async () => {
    const out = screen();
    const stage = stageOf('http://127.0.0.1', cast, forMachines(out));
    await expect(stage.play(step, async () => Promise.reject(new TypeError('cut off')))).rejects.toThrow(Stopped);
    expect(JSON.parse(out.lines[0] ?? '')).toMatchObject({ step: 1, ok: false, came: 'TypeError: cut off' });
  });
});

describe('what a step accepts', () => {
  test('a command is not carried out by a refusal, a refusal is not a command', () => {
    expect(() => accepted()(problem(422, '/entry/name'))).toThrow(Unlike);
    expect(() => refused({ status: 422, article: 'DZ-13' })(answer(200, {}))).toThrow(Unlike);
  });

  test('a refusal has the status, the article and, where told, exactly these places', () => {
    const both = problem(422, '/entry/items', '/entry/name');
    expect(refused({ status: 422, article: 'DZ-13' })(both).result).toBe(
      '422 2 项：缺少 /entry/items、缺少 /entry/name',
    );
    expect(() => refused({ status: 403, article: 'DZ-13' })(both)).toThrow(Unlike);
    expect(() => refused({ status: 422, article: 'DZ-14' })(both)).toThrow(Unlike);
    const exactly = (...pointers: string[]) => refused({ status: 422, article: 'DZ-13', pointers });
    expect(exactly('/entry/name', '/entry/items')(both).article).toBe('DZ-13');
    expect(() => exactly('/entry/name')(both)).toThrow(Unlike);
    expect(() => exactly('/entry/name', '/entry/items', '/entry/level')(both)).toThrow(Unlike);
  });

  test('what does not come in time is said', async () => {
    await expect(eventually('a sign', 0, async () => undefined)).rejects.toThrow('a sign within 0 s');
    expect((await eventually('a sign', 1, async () => 7)).value).toBe(7);
  });
});

test('columns stand under each other, whatever the width of the characters', () => {
  const out = screen();
  const { step: tell } = forPeople(out);
  const played = { ...step, number: 1, player: { unit: step, person: step }, cited: 'DZ-13', result: '好', ms: 3 };
  tell(played);
  tell({ ...played, number: 12, zh: '长'.repeat(60), result: '很'.repeat(60), ms: 12_345 });
  const [short = '', long = ''] = out.lines;
  const columnOf = (line: string, word: string) => cellsOf(line.slice(0, line.indexOf(word)));
  expect(columnOf(short, 'DZ-13')).toBe(columnOf(long, 'DZ-13'));
  expect(columnOf(short, 'ms return it')).toBe(columnOf(long, 'ms return it'));
});

test('where nothing answers, one line says what to do', async () => {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const place = probe.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  probe.close();
  await expect(play(`http://127.0.0.1:${port}`, screen(), false)).rejects.toThrow('npm start');
});
