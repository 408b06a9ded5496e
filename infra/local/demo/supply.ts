import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as z from 'zod';
import { instant } from '../../../shared/domain/values.ts';
import { addYears, localDate, startOfDay } from '../../../shared/law/time.ts';
import type { Answer } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { newKey, type OwnKey } from './keys.ts';
import { type Machine, machineOf } from './machine.ts';
import { domainNow } from './paper.ts';
import { accepted, eventually, holds, idOf, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';

/** An open channel and the machine that fetches there. */
export interface Channel {
  readonly channel: string;
  readonly machine: Machine;
  readonly key: OwnKey;
  /** Registration that the first supply made due. */
  readonly due: string;
}

/** Chapter 4: a channel within the agreement, real rows over it, and the clock that the first supply starts. @see DZ-30, REG-9 */
export async function supplied(stage: Stage, agreed: Agreed): Promise<Channel> {
  stage.chapter({ zh: '四、供给通道', en: 'The channel' });
  const { channel, key } = await opened(stage, agreed);
  const machine = await fetched(stage, agreed, channel, key);
  const due = await clockStarted(stage, agreed);
  return { channel, machine, key, due };
}

/** A channel within the agreement, opened, with a key of its own. */
export async function opened(
  { play }: Stage,
  { agreement, dataset, fields, purpose }: Agreed,
): Promise<{ channel: string; key: OwnKey }> {
  const asked = { dataset, basis: { kind: 'agreement', id: agreement }, purpose };
  await play(
    { by: 'bashu-operator', article: 'OPS-21', zh: '申请协议以外的字段', en: 'request a field beyond the agreement' },
    async (me) =>
      refused({ status: 422, article: 'OPS-21' })(
        await me.post('/channels', { ...asked, fields: [...fields, '主键'] }),
      ),
  );
  const requested = await play(
    { by: 'bashu-operator', article: 'DZ-30', zh: '在协议范围内申请供给通道', en: 'request a channel within it' },
    async (me) => accepted('requested')(await me.post('/channels', { ...asked, fields })),
  );
  const at = `/channels/${idOf(requested)}`;
  const key = await newKey();
  await play(
    { by: 'bashu-operator', article: 'DZ-30', zh: '登记通道公钥', en: "register the machine's public key" },
    async (me) => accepted('requested')(await me.put(`${at}/keys`, { keys: [key.jwk] })),
  );
  await play({ by: 'centre-engineer', article: 'DZ-30', zh: '开通供给通道', en: 'open the channel' }, async (me) => {
    const from = await domainNow(me);
    return accepted('open')(await me.post(`${at}/open`, { from, until: startOfDay(addYears(localDate(from), 2)) }));
  });
  return { channel: idOf(requested), key };
}

async function fetched(
  { play, origin }: Stage,
  { fields, purpose }: Agreed,
  channel: string,
  key: OwnKey,
): Promise<Machine> {
  const machine = await play(
    {
      by: 'machine',
      article: 'POLICY-9',
      zh: '以私钥断言换取访问令牌',
      en: 'a token for a signed assertion (RFC 7523)',
    },
    async (me) => {
      const value = machineOf(me, 'bashu-data', { channel, purpose }, key);
      const { seconds } = await value.signIn();
      holds(seconds <= 300, 'at most five minutes', `${seconds} s`);
      return { result: `200 有效 ${seconds} 秒`, value };
    },
  );
  const first = await play(
    {
      by: 'machine',
      article: 'OPS-21',
      zh: '取第一页：只有协议约定的字段',
      en: 'the first page: the agreed fields only',
    },
    async () => firstPage(await machine.page('?limit=1000'), fields),
  );
  await play(
    { by: 'machine', article: 'DZ-43', zh: '核对供给记录与签名回执', en: 'the delivery record and its signed receipt' },
    () => recorded(machine, first, origin),
  );
  await play({ by: 'machine', article: 'DZ-30', zh: '翻页取完全部数据', en: 'page by page to the end' }, () =>
    remaining(machine, first),
  );
  return machine;
}

function firstPage(answer: Answer, fields: readonly string[]): Seen<Answer> {
  const lines = answer.text.split('\r\n');
  const rows = Number(answer.headers.get('shuqi-rows'));
  holds(
    answer.status === 200 && lines[0] === fields.join(','),
    `200 and ${fields.join(',')}`,
    `${answer.status} ${lines[0]}`,
  );
  // No cell of this table holds a line break, so lines are rows; the last line end leaves an empty text.
  holds(rows === 1000 && lines.length === rows + 2, '1000 rows', `${rows} told, ${lines.length - 2} lines`);
  const codes = lines.slice(1, -1).filter((line) => /(^|,)[0-9A-Z]{18}(,|$)/.test(line)).length;
  holds(codes > rows / 2, 'a credit code in most rows', `${codes}`);
  return { result: `200 ${rows} 行，${fields.length} 个字段`, value: answer };
}

/** What the platform recorded is what arrived, and it signed for it before the first byte. */
async function recorded(machine: Machine, { text, headers }: Answer, origin: string): Promise<Seen<void>> {
  const name = headers.get('shuqi-delivery') ?? '';
  const record = await machine.delivery(name);
  const digest = createHash('sha256').update(text).digest('hex');
  holds(record.completeness === 'complete' && record.rows === 1000, 'complete, 1000 rows', record);
  holds(
    record.digest === digest && record.bytes === Buffer.byteLength(text),
    `the bytes that arrived, ${digest}`,
    record,
  );
  const keys = createRemoteJWKSet(new URL('/.well-known/receipt-keys.json', origin));
  const { payload } = await jwtVerify(headers.get('shuqi-receipt') ?? '', keys, { issuer: origin, typ: 'receipt+jwt' });
  holds(payload.delivery === name && payload.channel === machine.channel, `a receipt for ${name}`, payload);
  return { result: `完整 ${record.bytes} 字节，摘要相符`, value: undefined };
}

const MAX_PAGES = 50;

async function remaining(machine: Machine, first: Answer): Promise<Seen<void>> {
  let [rows, pages] = [Number(first.headers.get('shuqi-rows')), 1];
  for (let next = first.headers.get('shuqi-next-cursor'); next !== null && pages < MAX_PAGES; pages++) {
    const page = await machine.page(`?limit=5000&cursor=${encodeURIComponent(next)}`);
    holds(page.status === 200, 'the next page', page.text);
    rows += Number(page.headers.get('shuqi-rows'));
    next = page.headers.get('shuqi-next-cursor');
  }
  holds(rows >= 3000, 'the whole table, 3000 rows at least', `${rows} rows`);
  return { result: `${rows} 行，${pages} 页`, value: undefined };
}

const clocks = z.object({
  items: z.array(
    z.object({
      rule: z.string(),
      stream: z.object({ kind: z.string(), id: z.string() }),
      dueAt: instant,
      daysLeft: z.number(),
    }),
  ),
});
const dueFor = z.object({ registration: z.object({ status: z.literal('due'), agreement: z.string() }) });

/** The first supply made a registration due: its clock stands among the operator's deadlines. */
function clockStarted({ play }: Stage, { agreement }: Agreed): Promise<string> {
  return play(
    {
      by: 'bashu-operator',
      article: 'REG-9',
      zh: '首次供给已起算登记期限',
      en: 'the first supply has started the clock to register',
    },
    async (me) => {
      const { value } = await eventually('a clock of REG-9(1) for this agreement', 30, async () => {
        const { items } = clocks.parse((await me.get('/deadlines?limit=200')).body);
        for (const one of items.filter(({ rule }) => rule === 'REG-9(1)')) {
          const { body } = await me.get(`/registrations/${one.stream.id}`);
          if (dueFor.safeParse(body).data?.registration.agreement === agreement) return one;
        }
        return undefined;
      });
      holds(value.daysLeft >= 20, 'twenty working days, so at least as many days', `${value.daysLeft} days`);
      return { result: `应于 ${localDate(value.dueAt)} 零时前申请`, value: value.stream.id };
    },
  );
}
