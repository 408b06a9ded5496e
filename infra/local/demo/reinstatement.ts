import type { Agreed } from './agreement.ts';
import { type Emergency, order, placed, shut } from './emergency.ts';
import { paper } from './paper.ts';
import { accepted, refused } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** Chapter 9: another authority's case holds too; the first is reinstated by two, the other's hold stays. @see POLICY-3 */
export async function reinstated(
  { chapter, play }: Stage,
  agreed: Agreed,
  { channel, machine }: Channel,
  closed: Emergency,
): Promise<Emergency> {
  chapter({ zh: '九、恢复供给', en: 'Reinstatement' });
  const other = await play(
    {
      by: 'cyber-guard',
      article: 'DZ-43',
      zh: '网信部门另案暂停同一通道',
      en: 'the cyberspace office suspends it in another case',
    },
    async (me) => placed(await me.post('/cases/emergency', order(agreed, channel, 'suspend', '安全漏洞通报'))),
  );
  await play({ by: 'machine', article: 'DZ-43', zh: '两案的理由一并告知', en: 'refused for both cases' }, async () =>
    shut(await machine.page(), [closed.measure, other.measure]),
  );
  const at = `/cases/${closed.case}`;
  const asked = { measures: [closed.measure] };
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-3',
      zh: '没有整改证据就建议恢复',
      en: 'propose reinstatement without evidence',
    },
    async (me) => refused({ status: 422, article: 'POLICY-3' })(await me.post(`${at}/reinstatement`, asked)),
  );
  await play(
    { by: 'bashu-operator', article: 'POLICY-3', zh: '提交整改证据', en: 'hand in evidence of rectification' },
    async (me) => accepted('confirmed')(await me.post(`${at}/rectification`, { evidence: [paper('整改报告')] })),
  );
  await play({ by: 'data-clerk', article: 'POLICY-3', zh: '建议恢复', en: 'propose reinstatement' }, async (me) =>
    accepted('confirmed')(await me.post(`${at}/reinstatement`, asked)),
  );
  await play(
    {
      by: 'data-clerk',
      article: 'POLICY-3',
      zh: '同一人批准恢复：须两人',
      en: 'the same person approves: it takes two',
    },
    async (me) => refused({ status: 422, article: 'POLICY-3' })(await me.post(`${at}/reinstatement/approval`)),
  );
  await play(
    { by: 'data-deputy', article: 'POLICY-3', zh: '另一人批准恢复', en: 'a second person approves it' },
    async (me) => accepted('confirmed')(await me.post(`${at}/reinstatement/approval`)),
  );
  await play(
    {
      by: 'machine',
      article: 'DZ-43',
      zh: '另案的暂停仍在：只剩其理由',
      en: 'the other case still holds: its reason alone',
    },
    async () => shut(await machine.page(), [other.measure]),
  );
  return other;
}
