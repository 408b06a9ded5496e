import { createHash } from 'node:crypto';
import * as z from 'zod';
import { demandedParts, fileParts } from '../../../shared/domain/registration-file.ts';
import type { Particulars } from '../../../shared/domain/registration-particulars.ts';
import { instant } from '../../../shared/domain/values.ts';
import { type Instant, millis } from '../../../shared/law/time.ts';
import type { Answer, Client } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { domainNow, paper } from './paper.ts';
import { accepted, holds, idOf, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';

/** Chapter 5: the product is registered: file, formal review by another hand, notice, code. @see REG-10 … REG-13 */
export async function registered(stage: Stage, agreed: Agreed, due: string): Promise<void> {
  stage.chapter({ zh: '五、产品登记', en: 'The registration' });
  const at = `/registrations/${due}`;
  await filed(stage, agreed, at);
  await coded(stage, at, await noticed(stage, at));
}

const given = ['subject', 'legality'] as const;
const lacking = demandedParts({ category: 'product', registrants: [''] })
  .filter((part) => !given.some((one) => one === part))
  .map((part) => `/file/${part}`);

/** From an incomplete file to its acceptance. */
async function filed({ play, mark }: Stage, { agreement, dataset }: Agreed, at: string): Promise<void> {
  const application = {
    category: 'product',
    title: `企业信用核验服务 ${mark}`,
    description: '核验企业名称、性质与统一社会信用代码是否一致（演示）',
    agency: 'dz-registry',
    datasets: [dataset],
    agreement,
    file: Object.fromEntries(given.map((part) => [part, paper(fileParts[part].label.zh)])),
  };
  await play(
    {
      by: 'bashu-operator',
      article: 'REG-9',
      zh: '申请首次登记，九件材料交了两件',
      en: 'apply, with two of the nine parts of the file',
    },
    async (me) => accepted('applied')(await me.post(`${at}/application`, application)),
  );
  await play(
    {
      by: 'registrar',
      article: 'REG-10',
      zh: '受理：所缺材料一次性全部告知',
      en: 'accept: all missing parts are told at once',
    },
    async (me) => refused({ status: 422, article: 'REG-10', pointers: lacking })(await me.post(`${at}/accept`)),
  );
  await play({ by: 'registrar', article: 'REG-10', zh: '退回补正', en: 'return it for completion' }, async (me) =>
    accepted('returned')(await me.post(`${at}/return`)),
  );
  await play(
    { by: 'bashu-operator', article: 'REG-10', zh: '补齐材料后重新提交', en: 'hand in the rest' },
    async (me) => accepted('applied')(await me.post(`${at}/resubmission`, { file: await rest(me) })),
  );
  await play({ by: 'registrar', article: 'REG-10', zh: '受理', en: 'accept it' }, async (me) =>
    accepted('accepted')(await me.post(`${at}/accept`)),
  );
}

/** The other parts; internal review and deposit of evidence were made just before. */
async function rest(me: Client) {
  const { resource, product, scenario, risk } = fileParts;
  const papers = Object.entries({ resource, product, scenario, risk }).map(([part, { label }]) => [
    part,
    paper(label.zh),
  ]);
  // Deposited in our own log: the file stays with the operator, hash and time are the log’s.
  const hash = createHash('sha256').update(paper(product.label.zh).text).digest('hex');
  const deposit = { deposit: idOf(await me.post('/deposits', { hash })) };
  const now = await domainNow(me);
  const internalReview = { reviewedAt: now, record: paper(fileParts.internalReview.label.zh) };
  return { ...Object.fromEntries(papers), deposit, internalReview, particulars };
}

const particulars: Particulars = {
  industry: 'I',
  source: 'authorized',
  records: 3_000,
  bytes: 360_000,
  formats: ['interface', 'csv'],
  frequency: 'monthly',
  area: '511700',
  personal: false,
  level: 'general',
};

const open = z.object({ clocks: z.array(z.object({ rule: z.string(), dueAt: instant })) });

/** Reviewed by another hand and published; gives the first moment after the notice. */
async function noticed({ play }: Stage, at: string): Promise<Instant> {
  await play(
    {
      by: 'bashu-operator',
      article: 'REG-11',
      zh: '申请人自行审核：无此职权',
      en: 'review it oneself: the wrong role',
    },
    async (me) => refused({ status: 403, article: 'REG-11' })(await me.post(`${at}/review`)),
  );
  await play(
    { by: 'registry-examiner', article: 'REG-11', zh: '另一人作形式审核', en: 'another hand passes the formal review' },
    async (me) => accepted('reviewed')(await me.post(`${at}/review`)),
  );
  const published = await play(
    { by: 'registrar', article: 'REG-12', zh: '公示', en: 'publish the notice' },
    async (me) => accepted('in-notice')(await me.post(`${at}/notice`)),
  );
  await play(
    { by: 'registrar', article: 'REG-12', zh: '公示期未满赋码', en: 'assign the code before the notice ends' },
    async (me) => refused({ status: 422, article: 'REG-12' })(await me.post(`${at}/code`)),
  );
  const notice = open.parse(published.body).clocks.find(({ rule }) => rule === 'REG-12');
  holds(notice !== undefined, 'the clock of the notice', published.text);
  return notice.dueAt;
}

const certificate = z.object({ number: z.string(), expiresOn: z.string(), title: z.string() });

/** The domain clock passes the notice; then the code, and the record. */
async function coded({ play }: Stage, at: string, after: Instant): Promise<void> {
  await play(
    { by: 'anyone', article: 'REG-12', zh: '业务时钟拨到公示期满之后', en: 'the domain clock moves past the notice' },
    async (me) => {
      const minutes = Math.ceil((millis(after) - millis(await domainNow(me))) / 60_000) + 1;
      const answer = await me.post('/local/clock', { add: `+${minutes}m` });
      const now = await domainNow(me);
      holds(now >= after, `past ${after}`, `${now} ${answer.text}`);
      return { result: `200 ${now.slice(0, 16)}Z`, value: undefined };
    },
  );
  await play({ by: 'registrar', article: 'REG-13', zh: '赋码', en: 'assign the code' }, async (me) =>
    accepted('coded')(await me.post(`${at}/code`)),
  );
  const number = await play(
    { by: 'bashu-operator', article: 'REG-13', zh: '查看登记凭证', en: 'read the record' },
    async (me) => read(await me.get(`${at}/certificate`)),
  );
  await play(
    { by: 'anyone', article: 'REG-13', zh: '凭编号查询公开登记', en: 'look the number up in the public register' },
    async (me) => read(await me.get(`/registry/${number}`, { accept: 'application/json' })),
  );
}

function read(answer: Answer): Seen<string> {
  const told = certificate.safeParse(answer.body).data;
  holds(told !== undefined && /^511700-\d{4}-\d{6}$/.test(told.number), 'a number of this city', answer.text);
  return { result: `编号 ${told.number}，有效至 ${told.expiresOn}`, value: told.number };
}
