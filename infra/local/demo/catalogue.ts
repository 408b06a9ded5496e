import { accepted, idOf, ifMatch, refused } from './seen.ts';
import type { Stage } from './stage.ts';

/** A published dataset and its fields. */
export interface Catalogued {
  readonly dataset: string;
  readonly fields: readonly string[];
}

/** Chapter 1: a dataset is catalogued. @see DZ-13 */
export async function catalogued({ chapter, play, mark }: Stage): Promise<Catalogued> {
  chapter({ zh: '一、编目', en: 'The catalogue entry' });
  const started = { name: `企业信用修复结果 ${mark}`, items: written.items };
  const drafted = await play(
    {
      by: 'market-cataloguer',
      article: 'DZ-13',
      zh: '编制条目，先填名称和信息项',
      en: 'draft an entry: name and fields',
    },
    async (me) => accepted('draft')(await me.post('/datasets', { entry: started })),
  );
  const id = idOf(drafted);
  const at = `/datasets/${id}`;
  await play(
    {
      by: 'market-cataloguer',
      article: 'DZ-13',
      zh: '提交：缺项一次性全部告知',
      en: 'submit: all that is missing is told at once',
    },
    async (me) => refused({ status: 422, article: 'DZ-13', pointers: lacking })(await me.post(`${at}/submit`)),
  );
  await play({ by: 'market-cataloguer', article: 'DZ-13', zh: '补齐条目', en: 'complete it' }, async (me) =>
    accepted('draft')(await me.put(at, { entry: { ...started, ...written } }, ifMatch(drafted))),
  );
  await play(
    {
      by: 'market-cataloguer',
      article: 'POLICY-9',
      zh: '用旧版本再改一次：不覆盖',
      en: 'edit the old version again: nothing is overwritten',
    },
    async (me) => refused({ status: 412, article: 'POLICY-9' })(await me.put(at, { entry: started }, ifMatch(drafted))),
  );
  await play({ by: 'market-cataloguer', article: 'DZ-13', zh: '提交审核', en: 'submit for review' }, async (me) =>
    accepted('submitted')(await me.post(`${at}/submit`)),
  );
  await play(
    {
      by: 'market-cataloguer',
      article: 'DZ-13',
      zh: '自己审核自己的条目：无此职权',
      en: 'approve the own entry: the wrong role',
    },
    async (me) => refused({ status: 403, article: 'DZ-13' })(await me.post(`${at}/approve`)),
  );
  const returned = await play(
    { by: 'data-clerk', article: 'DZ-13', zh: '退回并说明理由', en: 'return it with a reason' },
    async (me) => accepted('returned')(await me.post(`${at}/return`, { reason: '请补充条目说明' })),
  );
  await play({ by: 'market-cataloguer', article: 'DZ-13', zh: '按意见修改', en: 'mend it' }, async (me) => {
    const entry = { ...started, ...written, description: '市场主体信用修复的受理与结果（演示）' };
    return accepted('returned')(await me.put(at, { entry }, ifMatch(returned)));
  });
  await play({ by: 'market-cataloguer', article: 'DZ-13', zh: '再次提交', en: 'submit it again' }, async (me) =>
    accepted('submitted')(await me.post(`${at}/submit`)),
  );
  await play({ by: 'data-deputy', article: 'DZ-13', zh: '审核通过', en: 'approve it' }, async (me) =>
    accepted('approved')(await me.post(`${at}/approve`)),
  );
  await play({ by: 'centre-engineer', article: 'DZ-13', zh: '发布目录', en: 'publish it' }, async (me) =>
    accepted('published')(await me.post(`${at}/publish`)),
  );
  return { dataset: id, fields: written.items.map(({ name }) => name) };
}

const item = (name: string, type: string) => ({ name, type, personal: false, sensitive: false });

/** Everything but the name. */
const written = {
  items: [
    item('企业名称', 'text'),
    item('统一社会信用代码', 'text'),
    item('修复事项', 'text'),
    item('修复日期', 'date'),
  ],
  formats: ['csv'],
  sharing: { attribute: 'unconditional' },
  opening: { attribute: 'conditional', grounds: '含经营信息，须签订开放利用承诺后获取' },
  type: 'table',
  conditions: '按目录载明的用途使用',
  frequency: 'weekly',
  level: 'general',
  contact: '数据管理科（演示）',
  contactDetails: '0818-0000000',
  kind: 'government',
  legalBasis: '依法履行信用监管职责（演示）',
  necessity: '提供信用修复结果查询所需（演示）',
  highValue: false,
} as const;

const lacking = Object.keys(written)
  .filter((member) => member !== 'items')
  .map((member) => `/entry/${member}`);
