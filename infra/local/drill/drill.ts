import * as z from 'zod';
import { instant } from '../../../shared/domain/values.ts';
import { millis } from '../../../shared/law/time.ts';
import { type Client, connect } from '../client.ts';
import { type Command, portOf, portOption } from '../command.ts';
import { order, placed } from '../demo/emergency.ts';
import { accepted, eventually, Unlike } from '../demo/seen.ts';
import { columns, type Terminal, Trouble } from '../terminal.ts';
import { flow as begin, fullSpeed, load } from './load.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { type Shadow, shadowOf } from './shadow.ts';

const CLIENTS = 8;
const MOST_CLIENTS = 64;
/** Answers that must have come before the measure, and again after it. */
const ANSWERS = 50;
const STREAM_ENDS_MS = 15_000;
const CONFIRMED_WITHIN_S = 90;

/** `shuqi drill`: rehearses a revocation against a running platform and says whether its promise held. @see POLICY-8 */
export const drill: Command = {
  usage: 'drill [--clients N] [--json] [--port N]',
  about: {
    zh: '在专设的演练通道上紧急关闭并计时；承诺未兑现时退出码为 1',
    en: 'close a channel made for it, under load, and time it; exit code 1 when the promise is broken',
  },
  options: {
    clients: { value: 'N', about: { zh: '同时取数的客户端，默认 8', en: 'clients that fetch at once, 8' } },
    json: { about: { zh: '输出一个 JSON 对象', en: 'one JSON object' } },
    port: portOption,
  },
  words: 0,
  run: async (given, terminal) => {
    const { clients = String(CLIENTS), json } = given.options;
    const outcome = await rehearse(`http://127.0.0.1:${portOf(given)}`, clientsOf(clients), terminal);
    if (json) terminal.line(JSON.stringify(outcome));
    else for (const line of told(outcome)) terminal.line(line);
    for (const { zh, en } of outcome.broken) terminal.fail(terminal.paint('bad', `✗ ${zh}；${en}`));
    return outcome.broken.length === 0 ? 0 : 1;
  },
};

/** One drill. @throws Trouble when the platform does not answer, or the drill cannot be held at all */
export async function rehearse(origin: string, clients: number, terminal: Pick<Terminal, 'progress'>) {
  const client = connect(origin);
  await client.get('/local/clock');
  const shadow = await shadowOf(origin, (chapter) => terminal.progress(chapter));
  terminal.progress({ zh: '演练：取数与供给流运行中', en: 'the drill: clients and a stream are running' });
  try {
    return await held(shadow, client, clients);
  } catch (error) {
    if (!(error instanceof Unlike)) throw error;
    throw new Trouble({ zh: `演练未能完成：${error.came}`, en: `expected ${error.expected}` }, { cause: error });
  } finally {
    await fullSpeed(client);
    await shadow.retire();
  }
}

async function held({ stage, agreed, channel, machine }: Shadow, client: Client, clients: number): Promise<Outcome> {
  await machine.signIn();
  const flow = await begin(client, machine);
  const running = load(machine, clients);
  try {
    await running.more(ANSWERS);
    const {
      client: clerk,
      measure,
      id,
    } = await stage.play({ by: 'data-clerk', article: 'DZ-43', zh: '演练：紧急关闭', en: 'close it' }, async (me) => {
      const { value } = placed(await me.post('/cases/emergency', order(agreed, channel, 'close', '演练')));
      return { result: '', value: { client: me, measure: value.measure, id: value.case } };
    });
    const commit = performance.now();
    await running.more(ANSWERS);
    await flow.end(STREAM_ENDS_MS);
    await running.stop();
    const { completeness } = await machine.delivery(flow.name);
    const confirmedAfter = await confirmed(clerk, `/cases/${id}/measures/${measure}`);
    await stage.play({ by: 'data-deputy', article: 'POLICY-6', zh: '另一人确认', en: 'a second person' }, async (me) =>
      accepted('confirmed')(await me.post(`/cases/${id}/confirm`)),
    );
    const stream = { bytes: flow.bytes(), last: flow.last(), completeness };
    return outcomeOf({ tried: running.tried, commit, stream, confirmedAfter });
  } finally {
    await running.stop();
    await flow.end(0);
  }
}

const measureView = z.object({
  progress: z.string(),
  committedAt: instant.optional(),
  confirmed: z.object({ at: instant }).optional(),
});

/** Milliseconds from commit to confirmation as the platform tells them; `undefined` when none came. */
async function confirmed(clerk: Client, path: string): Promise<number | undefined> {
  const found = await eventually('a confirmed measure', CONFIRMED_WITHIN_S, async () => {
    const one = measureView.parse((await clerk.get(path)).body);
    return one.confirmed && one.committedAt ? millis(one.confirmed.at) - millis(one.committedAt) : undefined;
  }).catch((error: unknown) => {
    if (error instanceof Unlike) return undefined;
    throw error;
  });
  return found?.value;
}

function told(outcome: Outcome): string[] {
  const { admittedBefore, begunAfter, allowedAfter, firstRefusedMs, lastByteMs, streamBytes, confirmedMs } = outcome;
  const ms = (value: number | undefined) => (value === undefined ? '—' : `${value} ms`);
  return columns([
    ['措施之前放行', `${admittedBefore}`, 'admitted before the measure'],
    ['提交到首次拒绝', ms(firstRefusedMs), 'commit → first refused request'],
    ['提交后开始的请求', `${begunAfter}`, 'requests begun after the commit'],
    ['其中放行（须为零）', `${allowedAfter}`, 'of these allowed (must be none)'],
    ['提交到流的末字节', ms(lastByteMs), `commit → last byte of the stream (${streamBytes} bytes in all)`],
    ['提交到确认', ms(confirmedMs), 'commit → confirmed'],
  ]);
}

function clientsOf(text: string | true): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_CLIENTS) return count;
  throw new Trouble({ zh: `客户端数应为 1 至 ${MOST_CLIENTS}`, en: `clients: 1 to ${MOST_CLIENTS}` });
}
