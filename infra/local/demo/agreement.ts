import { localDate } from '../../../shared/law/time.ts';
import type { Client } from '../client.ts';
import { ownRule } from './alarm.ts';
import type { Catalogued } from './catalogue.ts';
import { agreementContents } from './contents.ts';
import { domainNow } from './paper.ts';
import { accepted, idOf, ifMatch, refused } from './seen.ts';
import { bothSign } from './signing.ts';
import type { Stage } from './stage.ts';

/** What a channel may supply under the story's agreement: these fields of this dataset, for this purpose. */
export interface Agreed {
  readonly agreement: string;
  readonly dataset: string;
  readonly fields: readonly string[];
  readonly purpose: string;
}

/** What the agreement rests on and is about: a dataset that lies upstream, and the one that was just catalogued. */
export interface Ground {
  readonly qualification: string;
  readonly supplied: string;
  readonly catalogued: Catalogued;
}

const purpose = '普惠金融风险评估';
/** Of the five fields of the dataset: 主键 and 更新时间 stay out. */
const fields = ['企业名称', '性质', '统一社会信用代码'];

/** Chapter 3: an agreement, complete, within five years, signed by both sides. @see OPS-14, ESL-3 */
export async function agreed(stage: Stage, ground: Ground): Promise<Agreed> {
  stage.chapter({ zh: '三、授权运营协议', en: 'The agreement' });
  const agreement = await proposed(stage, ground);
  await bothSign(stage, agreement);
  const effect = `/agreements/${agreement}/effect`;
  await stage.play(
    {
      by: 'bashu-operator',
      article: 'OPS-13',
      zh: '运营方自行宣布生效：无此职权',
      en: 'put it into effect: the wrong role',
    },
    async (me) => refused({ status: 403, article: 'OPS-13' })(await me.post(effect)),
  );
  await stage.play({ by: 'grantor-signer', article: 'OPS-13', zh: '协议生效', en: 'put it into effect' }, async (me) =>
    accepted('in-effect')(await me.post(effect)),
  );
  return { agreement, dataset: ground.supplied, fields, purpose };
}

/** From a draft with gaps to a text that waits for signatures. */
async function proposed({ play, mark }: Stage, { qualification, supplied, catalogued }: Ground): Promise<string> {
  const datasets = [supplied, catalogued.dataset];
  const scope = { v: 1, datasets: { [supplied]: fields, [catalogued.dataset]: catalogued.fields }, purpose };
  const drafted = await play(
    { by: 'grantor-signer', article: 'OPS-14', zh: '起草协议，缺三处内容', en: 'draft it with three gaps' },
    async (me) => {
      const { disputes: _, other: __, ...most } = agreementContents(datasets, localDate(await domainNow(me)), 3);
      const { terminate: ___, ...breach } = most.breach;
      const title = `企业信息授权运营协议 ${mark}`;
      return accepted('drafted')(
        await me.post('/agreements', {
          ...{ qualification, title, scope, protection: ownRule },
          contents: { ...most, breach },
        }),
      );
    },
  );
  const at = `/agreements/${idOf(drafted)}`;
  const gaps = ['/contents/breach/terminate', '/contents/disputes', '/contents/other'];
  await play(
    {
      by: 'grantor-signer',
      article: 'OPS-14',
      zh: '提交签署：十三项中所缺一次告知',
      en: 'propose: the gaps in the thirteen contents',
    },
    async (me) => refused({ status: 422, article: 'OPS-14', pointers: gaps })(await me.post(`${at}/propose`)),
  );
  const written = async (me: Client, years: number) => {
    const contents = agreementContents(datasets, localDate(await domainNow(me)), years);
    return { contents, scope, protection: ownRule };
  };
  const long = await play(
    {
      by: 'grantor-signer',
      article: 'OPS-14',
      zh: '补齐内容，期限写成六年',
      en: 'complete it, for a term of six years',
    },
    async (me) => accepted('drafted')(await me.put(at, await written(me, 6), ifMatch(drafted))),
  );
  await play(
    { by: 'grantor-signer', article: 'OPS-14', zh: '提交签署：期限最长五年', en: 'propose: five years are the most' },
    async (me) =>
      refused({ status: 422, article: 'OPS-14', pointers: ['/contents/term/until'] })(await me.post(`${at}/propose`)),
  );
  await play({ by: 'grantor-signer', article: 'OPS-14', zh: '期限改为三年', en: 'make it three years' }, async (me) =>
    accepted('drafted')(await me.put(at, await written(me, 3), ifMatch(long))),
  );
  await play({ by: 'grantor-signer', article: 'OPS-14', zh: '提交签署', en: 'propose it for signature' }, async (me) =>
    accepted('proposed')(await me.post(`${at}/propose`)),
  );
  return idOf(drafted);
}
