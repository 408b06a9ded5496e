import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Answer, Client } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { paper } from './paper.ts';
import { accepted, eventsOf, eventually, holds, idOf, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** A case that closed the channel at once: its measure, and the event of the closing on the channel itself. */
export interface Closed {
  readonly case: string;
  readonly measure: string;
  readonly event: string;
}

/** Slow enough that a small table still lasts for seconds. */
const SLOW = { bytesPerSecond: 40_000 };

/** Chapter 6: closed in an emergency while a delivery is running. @see DZ-43, POLICY-6, POLICY-8 */
export async function closedAtOnce(stage: Stage, agreed: Agreed, { channel, machine }: Channel): Promise<Closed> {
  const { chapter, play } = stage;
  chapter({ zh: '六、供给途中紧急关闭', en: 'Closed while it supplies' });
  const running = await play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '放慢数据源，开始流式取数',
      en: 'slow the source down, begin a streamed delivery',
    },
    async (me) => begun(me, { channel, machine }),
  );
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
  const at = `/cases/${closed.case}`;
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-8',
      zh: '措施已提交，尚未确认',
      en: 'the measure is committed, not yet confirmed',
    },
    async (me) => progressIs(await me.get(`${at}/measures/${closed.measure}`), 'committed'),
  );
  await play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '供给记录：被该措施切断',
      en: 'the record of the delivery: cut by this measure',
    },
    () => cut({ channel, machine }, running, closed.measure),
  );
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-8',
      zh: '新鲜度时限过后措施获确认',
      en: 'confirmed once the freshness bound has passed',
    },
    (me) => confirmed(me, `${at}/measures/${closed.measure}`),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-6', zh: '由作出措施的人自行确认', en: 'the same person confirms it' },
    async (me) => refused({ status: 422, article: 'POLICY-6' })(await me.post(`${at}/confirm`)),
  );
  await play(
    { by: 'data-deputy', article: 'POLICY-6', zh: '另一人确认紧急处置', en: 'a second person confirms it' },
    async (me) => accepted('confirmed')(await me.post(`${at}/confirm`)),
  );
  return closed;
}

/** An emergency measure on the channel, as its order is written. */
export const order = ({ agreement }: Agreed, channel: string, verb: 'close' | 'suspend', fact: string) => ({
  subject: 'bashu-data',
  agreement,
  facts: [paper(fact)],
  measures: [{ verb, target: { kind: 'channel', id: channel }, article: 'DZ-43', authority: paper('紧急处置依据') }],
});

const emergency = z.object({
  case: z.object({ status: z.literal('emergency'), measures: z.array(z.object({ measure: z.string() })).length(1) }),
});

/** What an order became. Its last event is the one on the channel. */
export function placed(answer: Answer): Seen<Closed> {
  const { result } = accepted('emergency')(answer);
  const [one] = emergency.parse(answer.body).case.measures;
  const event = eventsOf(answer).at(-1);
  holds(one !== undefined && event !== undefined, 'a measure and its events', answer.text);
  return { result, value: { case: idOf(answer), measure: one.measure, event } };
}

/** Refused by exactly these measures, each with article and who lifts it. */
export function shut(answer: Answer, measures: readonly string[]): Seen<void> {
  const { value, result } = refused({ status: 403, article: 'DZ-43', grounds: measures.length })(answer);
  const told = (value.grounds ?? []).map(({ measure }) => measure);
  holds(
    measures.every((one) => told.includes(one)),
    `the measures ${measures.join(', ')}`,
    told.join(', '),
  );
  const lifters = (value.grounds ?? []).map(({ liftedBy }) => liftedBy?.map(({ name }) => name).join('、'));
  holds(
    lifters.every((who) => who !== undefined && who !== ''),
    'who lifts it',
    answer.text,
  );
  return { result: `${result}，可由${lifters.join('；')}恢复`, article: 'DZ-43', value: undefined };
}

interface Running {
  readonly delivery: string;
  /** Bytes that came to the client, once the connection ended either way. */
  readonly ended: Promise<number>;
}

type Fetching = Pick<Channel, 'channel' | 'machine'>;

async function begun(me: Client, { machine }: Fetching): Promise<Seen<Running>> {
  const paced = await me.post('/local/pace', SLOW);
  holds(paced.status === 200, 'a slow source', paced.text);
  await machine.signIn();
  const response = await machine.stream();
  holds(response.status === 200, '200 and a stream', `${response.status}`);
  const delivery = response.headers.get('shuqi-delivery') ?? '';
  let bytes = 0;
  const read = async () => {
    for await (const chunk of response.body ?? []) bytes += chunk.length;
  };
  // A cut ends the connection abruptly; what counts is the record, not what came here.
  const ended = read().then(
    () => bytes,
    () => bytes,
  );
  for (let waited = 0; bytes === 0 && waited < 5_000; waited += 50) await pause(50);
  const { completeness } = await machine.delivery(delivery);
  holds(bytes > 0 && completeness === 'unknown', 'a delivery that is running', `${bytes} bytes, ${completeness}`);
  return { result: `200 正在供给 ${delivery}`, value: { delivery, ended } };
}

/** The platform's own record says that this measure cut it, and how much had left. */
async function cut({ machine }: Fetching, { delivery, ended }: Running, measure: string): Promise<Seen<void>> {
  const { value: record } = await eventually('the end of the record', 10, async () => {
    const one = await machine.delivery(delivery);
    return one.completeness === 'unknown' ? undefined : one;
  });
  const by = record.grounds?.find((one) => one.measure === measure);
  holds(
    record.completeness === 'cut' && record.reason === 'refused' && by?.article === 'DZ-43',
    `cut by ${measure}`,
    record,
  );
  holds((record.rows ?? 0) > 0 && (record.bytes ?? 0) > 0, 'rows and bytes that had left', record);
  await ended;
  return { result: `已切断：${record.rows} 行，${record.bytes} 字节`, value: undefined };
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
  const { value } = await eventually('a confirmed measure', 15, async () => {
    const one = measure.parse((await me.get(path)).body);
    return one.progress === 'confirmed' ? one : undefined;
  });
  const after = Date.parse(value.confirmed?.at ?? '') - Date.parse(value.committedAt ?? '');
  holds(after >= 3_000, 'three seconds after the commit or later', `${after} ms`);
  return { result: `提交后 ${(after / 1000).toFixed(1)} 秒确认`, value: undefined };
}
