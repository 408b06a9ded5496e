import { planContents } from '../../../shared/domain/plan-contents.ts';
import { preconditions } from '../../../shared/domain/plan-preconditions.ts';
import { securityConditions } from '../../../shared/domain/qualification-schema.ts';
import { addYears, localDate } from '../../../shared/law/time.ts';
import type { Client } from '../client.ts';
import { domainNow, paper } from './paper.ts';
import { accepted, idOf, ifMatch, refused } from './seen.ts';
import type { Stage } from './stage.ts';

/** Chapter 2: an approved plan for these datasets, and the operator qualified, selected and decided upon. Gives its qualification. */
export async function planned(stage: Stage, datasets: readonly string[]): Promise<string> {
  stage.chapter({ zh: '二、实施方案与运营机构', en: 'The plan and the operator' });
  return qualified(stage, await published(stage, datasets));
}

const heads = Object.entries(planContents).map(
  ([content, { zh }]) => [content, `${zh}：见方案正文（演示文本）。`] as const,
);
const whole = Object.fromEntries(heads);
const begun = Object.fromEntries(heads.slice(0, 7));
const unwritten = heads.slice(7).map(([content]) => `/contents/${content}`);

/** @see OPS-9, OPS-11, OPS-18 */
async function published({ play, mark }: Stage, datasets: readonly string[]): Promise<string> {
  const drafted = await play(
    {
      by: 'grantor-signer',
      article: 'OPS-9',
      zh: '编制实施方案，十二项写了七项',
      en: 'draft a plan: seven of its twelve contents',
    },
    async (me) =>
      accepted('drafted')(
        await me.post('/plans', { title: `企业信息授权运营实施方案 ${mark}`, datasets, contents: begun }),
      ),
  );
  const at = `/plans/${idOf(drafted)}`;
  const minutes = paper('集体决策会议纪要');
  await play(
    {
      by: 'grantor-signer',
      article: 'OPS-9',
      zh: '记录集体决策：未写内容逐项列出',
      en: 'decide: what is not written is listed',
    },
    async (me) =>
      refused({ status: 422, article: 'OPS-9', pointers: unwritten })(await me.post(`${at}/decision`, { minutes })),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-9', zh: '补齐十二项内容', en: 'complete the twelve contents' },
    async (me) => accepted('drafted')(await me.put(at, { datasets, contents: whole }, ifMatch(drafted))),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-11', zh: '记录集体决策', en: 'record the collective decision' },
    async (me) => accepted('decided')(await me.post(`${at}/decision`, { minutes })),
  );
  const approval = { approval: paper('市人民政府批复'), number: `达市府函演示${mark}号` };
  await play(
    { by: 'grantor-signer', article: 'OPS-11', zh: '自行批准方案：无此职权', en: 'approve it oneself: the wrong role' },
    async (me) => refused({ status: 403, article: 'OPS-11' })(await me.post(`${at}/approval`, approval)),
  );
  await play(
    {
      by: 'mayor-office',
      article: 'DZ-30',
      zh: '批准方案：六项前提尚未审查',
      en: 'approve it: none of the six preconditions was checked',
    },
    async (me) => refused({ status: 422, article: 'DZ-30', grounds: 6 })(await me.post(`${at}/approval`, approval)),
  );
  await play(
    {
      by: 'grantor-signer',
      article: 'DZ-30',
      zh: '逐项审查：秘密、国家安全、公共利益、商业秘密、隐私、数据安全',
      en: 'check each: secrets, national security, public interest, trade secrets, privacy, data security',
    },
    async (me) => {
      for (const [precondition, { zh }] of Object.entries(preconditions)) {
        const document = paper(`对${zh}影响的审查意见`);
        accepted('decided')(await me.post(`${at}/checks`, { precondition, finding: 'safe', document }));
      }
      return { result: '200 六项均无危害', value: undefined };
    },
  );
  await play({ by: 'mayor-office', article: 'OPS-11', zh: '批准实施方案', en: 'approve the plan' }, async (me) =>
    accepted('approved')(await me.post(`${at}/approval`, approval)),
  );
  await play({ by: 'grantor-signer', article: 'OPS-18', zh: '公布实施方案', en: 'publish the plan' }, async (me) =>
    accepted('published')(await me.post(`${at}/publication`)),
  );
  return idOf(drafted);
}

/** @see DZ-30, OPS-12, OPS-13 */
async function qualified({ play }: Stage, plan: string): Promise<string> {
  const shown = Object.entries(securityConditions).map(([one, { zh }]) => [one, paper(`${zh}证明`)] as const);
  const applied = await play(
    {
      by: 'bashu-operator',
      article: 'OPS-12',
      zh: '申请运营资格，六项条件交了五项',
      en: 'apply: five of six conditions shown',
    },
    async (me) =>
      accepted('applied')(await me.post('/qualifications', { plan, evidence: Object.fromEntries(shown.slice(0, 5)) })),
  );
  const at = `/qualifications/${idOf(applied)}`;
  await play(
    {
      by: 'grantor-signer',
      article: 'POLICY-11',
      zh: '认定条件：尚未申报利益冲突',
      en: 'find it qualified: no interests declared yet',
    },
    async (me) => refused({ status: 422, article: 'POLICY-11' })(await me.post(`${at}/qualify`, await twoYears(me))),
  );
  await play(
    { by: 'grantor-signer', article: 'POLICY-11', zh: '申报无利益冲突', en: 'declare no conflict of interest' },
    async (me) =>
      accepted('applied')(await me.post(`${at}/interests`, { interest: 'none', document: paper('无利益冲突声明') })),
  );
  await play(
    {
      by: 'grantor-signer',
      article: 'DZ-30',
      zh: '认定条件：缺一项即不予认定',
      en: 'find it qualified: one condition lacks',
    },
    async (me) =>
      refused({ status: 422, article: 'DZ-30', grounds: 1 })(await me.post(`${at}/qualify`, await twoYears(me))),
  );
  await play({ by: 'bashu-operator', article: 'DZ-30', zh: '补交材料', en: 'hand in the rest' }, async (me) =>
    accepted('applied')(await me.post(`${at}/evidence`, { evidence: Object.fromEntries(shown.slice(5)) })),
  );
  await play(
    { by: 'grantor-signer', article: 'DZ-30', zh: '认定符合规定安全条件', en: 'find the security conditions met' },
    async (me) => accepted('qualified')(await me.post(`${at}/qualify`, await twoYears(me))),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-12', zh: '公开招标确定运营机构', en: 'select it by open tender' },
    async (me) =>
      accepted('selected')(await me.post(`${at}/selection`, { way: 'open-tender', record: paper('公开招标记录') })),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-13', zh: '记录集体决策', en: 'record the collective decision' },
    async (me) => accepted('decided')(await me.post(`${at}/decision`, { minutes: paper('集体决策会议纪要') })),
  );
  return idOf(applied);
}

const twoYears = async (me: Client) => ({ validUntil: addYears(localDate(await domainNow(me)), 2) });
