import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { CONFIRM_MS } from '../../../shared/domain/gate.ts';
import type { Answer, Client } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { type Emergency, order, placed, shut } from './emergency.ts';
import type { Machine } from './machine.ts';
import { accepted, eventually, holds, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** Slow enough that a small table still lasts for seconds. */
const SLOW = { bytesPerSecond: 20_000 };

/** Chapter 8: closed in an emergency while a delivery is running. @see DZ-43, POLICY-6, POLICY-8 */
export async function closedAtOnce(stage: Stage, agreed: Agreed, channel: Channel): Promise<Emergency> {
  stage.chapter({ zh: '八、供给途中紧急关闭', en: 'Closed while it supplies' });
  const running = await stage.play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '放慢数据源，开始流式取数',
      en: 'slow the source down, begin a streamed delivery',
    },
    (me) => begun(me, channel),
  );
  try {
    const closed = await closedWhile(stage, agreed, channel, running);
    await confirmedByTwo(stage, closed);
    return closed;
  } finally {
    await running.stop();
  }
}

async function closedWhile(
  { play }: Stage,
  agreed: Agreed,
  { channel, machine }: Channel,
  running: Running,
): Promise<Emergency> {
  const closed = await play(
    { by: 'data-clerk', article: 'DZ-43', zh: '供给途中紧急关闭通道', en: 'close the channel while it supplies' },
    async (me) => placed(await me.post('/cases/emergency', order(agreed, channel, 'close', '超出约定用途的截图'))),
  );
  await play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '紧接着的请求：拒绝，并说明谁可恢复',
      en: 'the very next request: refused, and who lifts it',
    },
    async () => shut(await machine.page(), [closed.measure]),
  );
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-8',
      zh: '措施已提交，尚未确认',
      en: 'the measure is committed, not yet confirmed',
    },
    async (me) => progressIs(await me.get(`/cases/${closed.case}/measures/${closed.measure}`), 'committed'),
  );
  await play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '供给记录：被该措施切断',
      en: 'the record of the delivery: cut by this measure',
    },
    () => cut(machine, running, closed),
  );
  await play(
    {
      by: 'bashu-operator',
      article: 'POLICY-6',
      zh: '收件箱：已告知紧急处置、条款与答复办法',
      en: 'the inbox: the emergency measure, its article and how to answer',
    },
    async (me) => {
      const answer = await me.get('/inbox?limit=50', { accept: 'application/json' });
      const { items } = letters.parse(answer.body);
      const told = items.find(({ stream }) => stream.id === closed.case);
      holds(told?.article.id === 'POLICY-6' && !told.read, 'an unread notice of this case', answer.text);
      return { result: `200 未读：${told.heading.zh}`, value: undefined };
    },
  );
  await play(
    { by: 'anyone', article: 'DZ-43', zh: '打开拒绝所指的法条页', en: 'open the page of the article that refused' },
    async (me) => {
      const page = await me.get('/law/DZ-43');
      holds(page.status === 200 && page.text.includes('DZ-43'), '200 and the article', `${page.status}`);
      return { result: '200 /law/DZ-43', value: undefined };
    },
  );
  return closed;
}

const letters = z.object({
  items: z.array(
    z.object({
      read: z.boolean(),
      heading: z.object({ zh: z.string() }),
      stream: z.object({ id: z.string() }),
      article: z.object({ id: z.string() }),
    }),
  ),
});

/** Confirmed as a fact by the platform, and as a decision by a second person. @see POLICY-8, POLICY-6 */
async function confirmedByTwo({ play }: Stage, { case: id, measure }: Emergency): Promise<void> {
  const at = `/cases/${id}`;
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-8',
      zh: '新鲜度时限过后措施获确认',
      en: 'confirmed once the freshness bound has passed',
    },
    (me) => confirmed(me, `${at}/measures/${measure}`),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-6', zh: '由作出措施的人自行确认', en: 'the same person confirms it' },
    async (me) => refused({ status: 422, article: 'POLICY-6' })(await me.post(`${at}/confirm`)),
  );
  await play(
    { by: 'data-deputy', article: 'POLICY-6', zh: '另一人确认紧急处置', en: 'a second person confirms it' },
    async (me) => accepted('confirmed')(await me.post(`${at}/confirm`)),
  );
}

/** A delivery under way. */
interface Running {
  readonly name: string;
  /** Hangs up, unless the platform has done so. */
  readonly stop: () => Promise<void>;
}

const FIRST_BYTES_MS = 10_000;

async function begun(me: Client, { machine }: Channel): Promise<Seen<Running>> {
  const paced = await me.post('/local/pace', SLOW);
  holds(paced.status === 200, 'a slow source', paced.text);
  await machine.signIn();
  const response = await machine.stream();
  const reader = response.body?.getReader();
  holds(response.status === 200 && reader !== undefined, '200 and a stream', `${response.status}`);
  let bytes = 0;
  const read = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
  };
  // A cut ends the connection abruptly; what counts is the record, not what came here.
  void read().catch(() => {});
  for (let waited = 0; bytes === 0 && waited < FIRST_BYTES_MS; waited += 50) await pause(50);
  const name = response.headers.get('shuqi-delivery') ?? '';
  const { completeness } = await machine.delivery(name);
  holds(bytes > 0 && completeness === 'unknown', 'a delivery that is running', `${bytes} bytes, ${completeness}`);
  return { result: `200 正在供给 ${name}`, value: { name, stop: () => reader.cancel().catch(() => {}) } };
}

/** The platform's own record says that this measure cut it, how much had left, and that it did not last. */
async function cut(machine: Machine, { name }: Running, { measure, heldAt }: Emergency): Promise<Seen<void>> {
  const { value: record } = await eventually('the end of the record', 15, async () => {
    const one = await machine.delivery(name);
    return one.completeness === 'unknown' ? undefined : one;
  });
  const by = record.grounds?.find((one) => one.measure === measure);
  const { completeness, reason, rows = 0, bytes = 0, endedAt } = record;
  holds(completeness === 'cut' && reason === 'refused' && by?.article === 'DZ-43', `cut by ${measure}`, record);
  holds(rows > 0 && bytes > 0, 'rows and bytes that had left', record);
  const lasted = Date.parse(endedAt ?? '') - heldAt;
  holds(lasted <= CONFIRM_MS, `an end within ${CONFIRM_MS} ms of the commit`, `${lasted} ms`);
  return { result: `已切断：${rows} 行，${bytes} 字节，${Math.max(0, lasted)} 毫秒内`, value: undefined };
}

const measure = z.object({
  progress: z.string(),
  committedAt: z.string().optional(),
  confirmed: z.object({ at: z.string() }).optional(),
});

function progressIs(answer: Answer, wanted: string): Seen<void> {
  const told = measure.parse(answer.body);
  holds(told.progress === wanted, wanted, told.progress);
  return { result: `${answer.status} ${told.progress}`, value: undefined };
}

/** Never earlier than three seconds after the commit. */
async function confirmed(me: Client, path: string): Promise<Seen<void>> {
  const { value } = await eventually('a confirmed measure', 30, async () => {
    const one = measure.parse((await me.get(path)).body);
    return one.progress === 'confirmed' ? one : undefined;
  });
  const after = Date.parse(value.confirmed?.at ?? '') - Date.parse(value.committedAt ?? '');
  holds(after >= 3_000, 'three seconds after the commit or later', `${after} ms`);
  return { result: `提交后 ${(after / 1000).toFixed(1)} 秒确认`, value: undefined };
}
