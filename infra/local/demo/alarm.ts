import * as z from 'zod';
import type { Answer } from '../client.ts';
import { paper } from './paper.ts';
import { accepted, eventually, holds, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** What the agreement of the story says of itself: such an alarm stops its channel at once. @see POLICY-32, POLICY-50 */
export const ownRule = { alarms: ['out-of-scope' as const], authority: 'dz-data' };

interface Stopped {
  readonly case: string;
  readonly measure: string;
}

/** Chapter 7: the gate's own counters raise an alarm, which by the agreement's rule stops the channel; people decide. */
export async function alarmed({ chapter, play }: Stage, { channel, machine }: Channel): Promise<void> {
  chapter({ zh: '七、自动告警', en: 'An alarm' });
  await play(
    { by: 'machine', article: 'OPS-21', zh: '五次以别的用途请求数据', en: 'ask five times for another purpose' },
    async () => {
      for (let n = 0; n < 4; n++) await machine.page('?limit=1&purpose=other');
      return refused({ status: 403, article: 'OPS-21' })(await machine.page('?limit=1&purpose=other'));
    },
  );
  const found = await play(
    {
      by: 'data-clerk',
      article: 'POLICY-50',
      zh: '告警：闸门的计数、阈值与证据',
      en: 'the alarm: counters of the gate, threshold, evidence',
    },
    async (me) => {
      // Time that passes sets off what comes round: nobody waits for the next look at the counters.
      await me.post('/local/clock', { add: '+1m' });
      const { value } = await eventually('an alarm about this channel', 30, async () => {
        const { items } = list.parse((await me.get('/alarms?status=answered&limit=20')).body);
        for (const { id } of items) {
          const { data } = answered.safeParse((await me.get(`/alarms/${id}`)).body);
          if (data?.alarm.channel === channel) return data;
        }
        return undefined;
      });
      const { id, alarm } = value;
      const counted = await me.get(`/alarms/${id}/documents/${alarm.evidence.document}`);
      holds(counted.text.includes('beyond:purpose'), 'the counters, by the term that was exceeded', counted.text);
      return { result: `200 ${alarm.seen} 次，阈值 ${alarm.threshold}`, value: alarm.done['open-case'].case };
    },
  );
  const stopped = await play(
    {
      by: 'data-clerk',
      article: 'POLICY-32',
      zh: '依协议自身的条款，通道已暂停，待人确认',
      en: 'by the agreement’s own rule the channel is suspended, for a person to confirm',
    },
    async (me) => stoppedBy(await me.get(`/cases/${found}`), found),
  );
  await play(
    { by: 'machine', article: 'POLICY-32', zh: '紧接着的请求：拒绝', en: 'the next request: refused' },
    async () => refused({ status: 403, article: 'POLICY-32' })(await machine.page('?limit=1')),
  );
  await play({ by: 'data-clerk', article: 'POLICY-6', zh: '由人确认', en: 'a person confirms it' }, async (me) =>
    accepted('confirmed')(await me.post(`/cases/${found}/confirm`)),
  );
  await lifted(play, stopped);
  await play(
    {
      by: 'machine',
      article: 'POLICY-3',
      zh: '整改后恢复：照约定的用途取数',
      en: 'reinstated: data for the agreed purpose',
    },
    async () => {
      const { status, headers } = await machine.page('?limit=10');
      holds(status === 200, '200', `${status}`);
      return { result: `200 ${headers.get('shuqi-rows')} 行`, value: undefined };
    },
  );
}

/** Evidence of rectification, a proposal and a second person: nothing opens by itself. @see POLICY-3 */
async function lifted(play: Stage['play'], { case: id, measure }: Stopped): Promise<void> {
  const at = `/cases/${id}`;
  await play(
    { by: 'bashu-operator', article: 'POLICY-3', zh: '提交整改证据', en: 'hand in the rectification' },
    async (me) =>
      accepted('confirmed')(await me.post(`${at}/rectification`, { evidence: [paper('程序已改为声明约定用途')] })),
  );
  await play({ by: 'data-clerk', article: 'POLICY-3', zh: '建议恢复', en: 'propose reinstatement' }, async (me) =>
    accepted('confirmed')(await me.post(`${at}/reinstatement`, { measures: [measure] })),
  );
  await play(
    { by: 'data-deputy', article: 'POLICY-3', zh: '另一人批准恢复', en: 'a second person approves it' },
    async (me) => accepted('confirmed')(await me.post(`${at}/reinstatement/approval`)),
  );
}

const list = z.object({ items: z.array(z.object({ id: z.string() })) });
const answered = z.object({
  id: z.string(),
  alarm: z.object({
    channel: z.string(),
    seen: z.number(),
    threshold: z.number(),
    evidence: z.object({ document: z.string() }),
    done: z.object({ 'open-case': z.object({ case: z.string() }) }),
  }),
});
const emergency = z.object({
  case: z.object({
    status: z.literal('emergency'),
    measures: z.tuple([z.object({ measure: z.string(), verb: z.literal('suspend'), article: z.string() })]),
  }),
});

function stoppedBy(answer: Answer, id: string): Seen<Stopped> {
  const [one] = emergency.parse(answer.body).case.measures;
  return { result: '200 emergency', article: one.article, value: { case: id, measure: one.measure } };
}
