import * as z from 'zod';
import { addYears, localDate } from '../../../shared/law/time.ts';
import type { Client } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { domainNow, paper } from './paper.ts';
import { accepted, holds, idOf, refused } from './seen.ts';
import type { Stage } from './stage.ts';
import type { Channel } from './supply.ts';

/** Chapter 6: what is made of the data is declared, reviewed twice, listed, and delivered. Gives the product. @see DZ-36, OPS-21 */
export async function onSale({ chapter, play, mark }: Stage, agreed: Agreed, { channel }: Channel): Promise<string> {
  chapter({ zh: '六、产品上架', en: 'The product on the market' });
  const { agreement, dataset, fields } = agreed;
  const declared = async (me: Client, form: 'verification' | 'copy', grain: 'answer' | 'record') => {
    const from = localDate(await domainNow(me));
    return me.post('/products', {
      ...{ agreement, title: `企业信用核验 ${mark}`, description: '核验企业名称与统一社会信用代码是否一致（演示）' },
      ...{ contact: '数据产品部', contactDetails: '0818-2100000', charge: 'public-good', form, grain, unit: 'call' },
      processing: { method: '逐次比对名称与代码，只返回是否一致，不返回原始记录。', output: ['是否一致'] },
      ...{ scope: { [dataset]: fields }, channels: [channel], from, until: addYears(from, 1) },
    });
  };
  await play(
    { by: 'bashu-operator', article: 'OPS-21', zh: '申报原样提供数据的产品', en: 'declare a plain copy of the data' },
    async (me) => refused({ status: 422, article: 'OPS-21' })(await declared(me, 'copy', 'record')),
  );
  const made = await play(
    { by: 'bashu-operator', article: 'OPS-21', zh: '申报核验产品', en: 'declare an answer instead' },
    async (me) => accepted('declared')(await declared(me, 'verification', 'answer')),
  );
  const at = `/products/${idOf(made)}`;
  await play(
    { by: 'bashu-operator', article: 'DZ-36', zh: '未经审核即上架', en: 'list it before any review' },
    async (me) => refused({ status: 409, article: 'DZ-36' })(await me.post(`${at}/listing`)),
  );
  await play(
    { by: 'centre-engineer', article: 'OPS-14', zh: '安全审核通过', en: 'pass the security review' },
    async (me) =>
      accepted('security-reviewed')(await me.post(`${at}/security-review`, { document: paper('安全审核意见') })),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-14', zh: '业务审核通过', en: 'pass the business review' },
    async (me) => accepted('reviewed')(await me.post(`${at}/business-review`, { document: paper('业务审核意见') })),
  );
  await play({ by: 'bashu-operator', article: 'DZ-36', zh: '产品上架', en: 'list it' }, async (me) =>
    accepted('listed')(await me.post(`${at}/listing`)),
  );
  await standing(play, idOf(made), 'on-sale', { zh: '公开页：在售', en: 'the public page: on sale' });
  await play(
    {
      by: 'bashu-operator',
      article: 'DZ-37',
      zh: '交付，用于公共治理，无偿',
      en: 'deliver it, free, for public governance',
    },
    async (me) => {
      const buyer = { name: '达州市农业农村局（演示）', creditCode: '11511700MB0000006R' };
      const condition = paper('公共治理使用协议');
      const body = { buyer, contract: `数合演示${mark}`, use: 'public-good', quantity: 100, unitPrice: 0, condition };
      return accepted('listed')(await me.post(`${at}/deliveries`, body));
    },
  );
  return idOf(made);
}

const shown = z.object({ standing: z.string() });

/** What anybody sees of a product: computed from the gates it rests on, at each look. */
export const standing = (
  play: Stage['play'],
  product: string,
  wanted: 'on-sale' | 'suspended',
  said: { readonly zh: string; readonly en: string },
): Promise<void> =>
  play({ by: 'anyone', article: 'DZ-36', ...said }, async (me) => {
    const answer = await me.get(`/market/${product}`, { accept: 'application/json' });
    const told = shown.safeParse(answer.body).data?.standing;
    holds(told === wanted, wanted, `${answer.status} ${told}`);
    return { result: `200 ${told}`, value: undefined };
  });
