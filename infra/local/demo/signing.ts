import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Answer, Client } from '../client.ts';
import { newKey, type OwnKey, signatureOf } from './keys.ts';
import { paper } from './paper.ts';
import { accepted, holds, refused, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';

/** Both sides sign, the operator first: the order is free, whose key it is is not. @see ESL-3, ESL-13 */
export async function bothSign(stage: Stage, agreement: string): Promise<void> {
  const { play } = stage;
  await play(
    {
      by: 'bashu-operator',
      article: 'ESL-13',
      zh: '读取待签文本并核对摘要',
      en: 'read the text to be signed and check its hash',
    },
    (me) => readText(me, agreement),
  );
  const operator = await registered(stage, { person: 'bashu-operator', organization: 'bashu-data', by: 'bashu-admin' });
  const grantor = await registered(stage, {
    person: 'grantor-signer',
    organization: 'dz-grantor',
    by: 'centre-engineer',
  });
  await play(
    {
      by: 'data-clerk',
      article: 'ESL-3',
      zh: '由主管部门代签：无此职权',
      en: 'the authority signs instead: the wrong role',
    },
    async (me) => refused({ status: 403, article: 'ESL-3' })(await sign(me, agreement, 'grantor', grantor)),
  );
  const unknown = await newKey();
  await play(
    { by: 'bashu-operator', article: 'ESL-13', zh: '用未登记的密钥签署', en: 'sign with a key that is not registered' },
    async (me) => refused({ status: 422, article: 'ESL-13' })(await sign(me, agreement, 'operator', unknown)),
  );
  await play({ by: 'bashu-operator', article: 'ESL-13', zh: '乙方签署', en: 'the operator signs' }, async (me) =>
    accepted('partly-signed')(await sign(me, agreement, 'operator', operator)),
  );
  await play({ by: 'grantor-signer', article: 'ESL-13', zh: '甲方签署', en: 'the grantor signs' }, async (me) =>
    accepted('signed')(await sign(me, agreement, 'grantor', grantor)),
  );
}

const members = z.object({
  items: z.array(
    z.object({ person: z.string(), name: z.string(), roles: z.array(z.string()), keys: z.array(z.string()) }),
  ),
});
const MOST_KEYS = 4;

/** A new signing key, entered among the person's keys; the oldest of four makes room. */
async function registered(
  { play }: Stage,
  { person, organization, by }: { person: string; organization: string; by: string },
): Promise<OwnKey> {
  const key = await newKey();
  await play(
    { by, article: 'POLICY-10', zh: `登记签署人 ${person} 的公钥`, en: `register the signing key of ${person}` },
    async (me) => {
      const path = `/organizations/${organization}/members`;
      const list = await me.get(path);
      const found = members.parse(list.body).items.find((one) => one.person === person);
      holds(found !== undefined, `${person} among the members`, list.text);
      const { name, roles, keys } = found;
      const changed = { name, roles, keys: [...keys, key.thumbprint].slice(-MOST_KEYS) };
      const version = { 'if-match': list.headers.get('etag') ?? '' };
      return accepted()(await me.put(`${path}/${person}`, changed, version));
    },
  );
  return key;
}

const signing = z.object({ textHash: z.string(), protected: z.string(), toSign: z.string() });

/** A detached JWS over the hash of the text. @see RFC 7515 appendix F, RFC 7797 */
async function sign(me: Client, agreement: string, side: 'grantor' | 'operator', key: OwnKey): Promise<Answer> {
  const input = signing.parse((await me.post(`/agreements/${agreement}/signing-input`, { jwk: key.jwk })).body);
  return me.post(`/agreements/${agreement}/signatures`, {
    side,
    authority: { kind: 'legal-representative', document: paper('法定代表人身份证明') },
    electronic: true,
    textHash: input.textHash,
    jws: `${input.protected}..${signatureOf(key, input.toSign)}`,
  });
}

/** What will be signed is the hash of exactly these bytes. */
async function readText(me: Client, agreement: string): Promise<Seen<string>> {
  const { text, headers } = await me.get(`/agreements/${agreement}/text`);
  const hash = createHash('sha256').update(text).digest('base64');
  holds(headers.get('repr-digest') === `sha-256=:${hash}:`, `the digest ${hash}`, headers.get('repr-digest'));
  holds(text.includes(agreement), 'a text that names its agreement', text.slice(0, 200));
  return { result: `${Buffer.byteLength(text)} 字节，摘要相符`, value: text };
}
