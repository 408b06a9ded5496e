import * as z from 'zod';
import { localDate } from '../../../shared/law/time.ts';
import { type Answer, problemOf } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { domainNow, paper } from './paper.ts';
import { accepted, holds, idOf, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** Chapter 10: due process to a proposal; the grantor's notice, once delivered, ends the agreement. @see POLICY-2, CC-565 */
export async function terminated(stage: Stage, { agreement }: Agreed, { machine, key }: Channel): Promise<void> {
  stage.chapter({ zh: '十、终止与结算', en: 'Termination' });
  const found = await decided(stage, agreement);
  await ended(stage, agreement, found);
  await stage.play(
    { by: 'machine', article: 'CC-565', zh: '再取数据：协议已终止', en: 'the next request: the agreement has ended' },
    async () => refusedByTermination(await machine.page()),
  );
  await closed(stage, found.case);
  await settled(stage, agreement);
  await stage.play(
    { by: 'bashu-operator', article: 'POLICY-9', zh: '撤销机器密钥', en: "revoke the machine's key" },
    async (me) => accepted()(await me.remove(`/organizations/bashu-data/keys/${key.thumbprint}`)),
  );
  await stage.play(
    { by: 'machine', article: 'POLICY-9', zh: '用已撤销的密钥换令牌', en: 'ask for a token with the revoked key' },
    async () => {
      const { status, text } = await machine.askToken();
      holds(status === 401 && text.includes('invalid_client'), '401 invalid_client', `${status} ${text}`);
      return { result: '401 invalid_client', value: undefined };
    },
  );
}

const supplied = z.object({ agreement: z.object({ terms: z.object({ datasets: z.array(z.string()).min(1) }) }) });

/** Nothing is settled before every dataset was returned or deleted, each with its certificate. @see CC-567 */
async function settled({ play }: Stage, agreement: string): Promise<void> {
  const at = `/agreements/${agreement}`;
  const certificate = paper('结算证明');
  await play(
    { by: 'grantor-signer', article: 'CC-567', zh: '结算：数据尚未删除', en: 'settle: nothing was deleted yet' },
    async (me) => refused({ status: 422, article: 'CC-567' })(await me.post(`${at}/settlement`, { certificate })),
  );
  await play(
    {
      by: 'bashu-operator',
      article: 'CC-567',
      zh: '逐项删除数据并提交证明',
      en: 'delete each dataset, with a certificate',
    },
    async (me) => {
      const { datasets } = supplied.parse((await me.get(at)).body).agreement.terms;
      for (const dataset of datasets) {
        const body = {
          dataset,
          how: 'deleted',
          on: localDate(await domainNow(me)),
          certificate: paper('数据删除证明'),
        };
        accepted('terminated')(await me.post(`${at}/disposals`, body));
      }
      return { result: `200 ${datasets.length} 项`, value: undefined };
    },
  );
  await play({ by: 'grantor-signer', article: 'CC-567', zh: '结算清理', en: 'settle' }, async (me) => {
    const compensation = { owed: 'none', document: paper('双方无补偿赔偿') };
    return accepted('settled')(await me.post(`${at}/settlement`, { certificate, compensation }));
  });
}

/** The party is told its remedies, then the case is closed. @see POLICY-5 */
async function closed({ play }: Stage, id: string): Promise<void> {
  const at = `/cases/${id}`;
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-5',
      zh: '未告知救济途径即结案：不可',
      en: 'close the case before the remedies are told',
    },
    async (me) => refused({ status: 422, article: 'POLICY-5' })(await me.post(`${at}/close`)),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-5', zh: '告知复议与诉讼途径', en: 'tell the remedies: review and suit' },
    async (me) => accepted('executed')(await me.post(`${at}/remedy`, { document: paper('救济途径告知') })),
  );
  await play({ by: 'data-clerk', article: 'POLICY-5', zh: '结案', en: 'close the case' }, async (me) =>
    accepted('closed')(await me.post(`${at}/close`)),
  );
}

interface Decided {
  readonly case: string;
  readonly measure: string;
}

/** Report, notice, delivery, reply, decision: then the proposal goes out (POLICY-5). */
async function decided(stage: Stage, agreement: string): Promise<Decided> {
  const { play } = stage;
  const reported = await play(
    { by: 'data-clerk', article: 'DZ-43', zh: '报告违反协议的行为', en: 'report a breach of the agreement' },
    async (me) =>
      accepted('reported')(
        await me.post('/cases', { subject: 'bashu-data', agreement, facts: [paper('转授数据的证据')] }),
      ),
  );
  const at = `/cases/${idOf(reported)}`;
  await play({ by: 'data-clerk', article: 'DZ-43', zh: '立案', en: 'take on the case' }, async (me) =>
    accepted('accepted')(await me.post(`${at}/accept`, {})),
  );
  const grounds = [
    { kind: 'article', article: 'DZ-43' },
    { kind: 'clause', agreement, clause: '违约责任' },
  ];
  const notice = paper('告知书');
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-5',
      zh: '告知书只写条款不写协议：不予接受',
      en: 'a notice without the clause of the agreement',
    },
    async (me) =>
      refused({ status: 422, article: 'POLICY-5' })(
        await me.post(`${at}/notice`, { grounds: grounds.slice(0, 1), notice }),
      ),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-5', zh: '告知法规条款与协议条款', en: 'give notice: article and clause' },
    async (me) => accepted('noticed')(await me.post(`${at}/notice`, { grounds, notice })),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-5', zh: '登记告知送达', en: 'record that the notice arrived' },
    async (me) =>
      accepted('noticed')(
        await me.post(`${at}/delivery`, { delivery: { at: await domainNow(me), proof: paper('送达回证') } }),
      ),
  );
  await play({ by: 'bashu-operator', article: 'LOCAL-6', zh: '陈述申辩', en: 'reply' }, async (me) =>
    accepted('replied')(await me.post(`${at}/reply`, { reply: paper('陈述申辩意见') })),
  );
  return proposed(stage, at, agreement);
}

const measures = z.object({ case: z.object({ measures: z.array(z.object({ measure: z.string() })).length(1) }) });

/** The authority decides and proposes; it cannot end the agreement itself. @see POLICY-2 */
async function proposed({ play }: Stage, at: string, agreement: string): Promise<Decided> {
  const target = { kind: 'agreement', id: agreement };
  // POLICY-30: why this measure, and why none of the milder ones.
  const chosen = { reasons: paper('终止授权的理由'), skips: paper('限制、暂停、关闭均不足以制止的说明') };
  const order = { verb: 'terminate', target, article: 'DZ-43', clause: '违约责任', authority: paper('处置决定') };
  const decision = await play(
    { by: 'data-clerk', article: 'DZ-43', zh: '作出决定：建议终止授权', en: 'decide: propose to terminate' },
    async (me) => {
      const body = { decision: paper('处置决定书'), measures: [{ ...order, ...chosen, addressee: 'dz-grantor' }] };
      return accepted('decided')(await me.post(`${at}/decision`, body));
    },
  );
  const [one] = measures.parse(decision.body).case.measures;
  holds(one !== undefined, 'the proposal as a measure', decision.text);
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-5',
      zh: '决定未送达即执行：不可',
      en: 'carry it out before it is delivered: not so',
    },
    async (me) => refused({ status: 422, article: 'POLICY-5' })(await me.post(`${at}/measures`, one)),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-5', zh: '登记决定送达', en: 'record that the decision arrived' },
    async (me) =>
      accepted('decided')(
        await me.post(`${at}/delivery`, { delivery: { at: await domainNow(me), proof: paper('送达回证') } }),
      ),
  );
  await play(
    { by: 'data-clerk', article: 'POLICY-2', zh: '向实施机构提出终止建议', en: 'send the proposal to the grantor' },
    async (me) => accepted('executing')(await me.post(`${at}/measures`, one)),
  );
  return { case: idOf(decision), measure: one.measure };
}

/** The grantor's part: notice, delivery, and its answer to the case. */
async function ended({ play }: Stage, agreement: string, { case: id, measure }: Decided): Promise<void> {
  const at = `/agreements/${agreement}`;
  await play(
    { by: 'grantor-second', article: 'POLICY-2', zh: '发出终止通知', en: 'serve the notice of termination' },
    async (me) =>
      accepted('notice-served')(await me.post(`${at}/termination/notice`, { document: paper('终止通知书') })),
  );
  await play(
    {
      by: 'grantor-second',
      article: 'CC-565',
      zh: '登记通知送达：协议终止',
      en: 'record its delivery: the agreement ends',
    },
    async (me) => {
      const body = { deliveredAt: await domainNow(me), proof: paper('送达回证') };
      return accepted('terminated')(await me.post(`${at}/termination/delivery`, body));
    },
  );
  await play(
    {
      by: 'grantor-second',
      article: 'POLICY-2',
      zh: '答复终止建议，案件执行完毕',
      en: 'answer the proposal: the case is carried out',
    },
    async (me) => {
      const body = { measure, accepted: true, document: paper('答复函') };
      return accepted('executed')(await me.post(`/cases/${id}/answer`, body));
    },
  );
}

/** The basis refuses for good, beside the hold of the other case. */
function refusedByTermination(answer: Answer): Seen<void> {
  const told = problemOf(answer);
  const ended = told?.grounds?.find(({ gate, article }) => gate === 'basis' && article === 'CC-565');
  holds(answer.status === 403 && ended !== undefined, '403, basis CC-565', answer.text);
  return { result: `403 ${ended.detail}`, article: 'CC-565', value: undefined };
}
