import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/agreement/routes.ts';
import { contentHeads } from '../../shared/domain/agreement-contents.ts';
import { thresholds } from '../../shared/law/thresholds.ts';
import { freshTable } from '../dynamodb.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  type Ground,
  prepared,
  type SigningKey,
  signed,
  signingKeyOf,
} from './agreement-world.ts';
import { city } from './city.ts';
import { type Answered, type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
await settleCity(service, [...agreementSeats, 'cyber', 'audit']);
const { anyone, as } = open(routes, service);
const [signer, ann, bob] = [await as('signer'), await as('ann'), await as('bob')];

const protection = { alarms: ['outside-hours', 'over-quota'], authority: 'authority' } as const;
let ground: Ground;
let keys: { readonly grantor: SigningKey; readonly operator: SigningKey };
let id: string;
beforeAll(async () => {
  ground = await prepared(service);
  keys = { grantor: await signingKeyOf(service, 'signer'), operator: await signingKeyOf(service, 'ann') };
  id = (await done(signer.post('/agreements', { ...body(), protection }))).body.id;
});

const body = () => agreementBody(service, ground);
const cited = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
const sign = (who: Client, side: 'grantor' | 'operator') => done(signed(who, id, side, keys[side]));
const page = (query = '', who = ann) => done(who.get(`/agreements/${id}/print${query}`));
const headings = ({ text }: Answered) => [...text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, heading]) => heading);
const titled = ['数据范围', '例外及其依据', '甲方声明', '电子形式与签名', '自动保护'];
const appendices = titled.map((title, at) => `附件${'一二三四五'[at]}　${title}`);

describe('GET /agreements/{id}/print', () => {
  test('a page in Chinese: all thirteen contents in their order, then five appendices, then the two sides', async () => {
    const answer = await page();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.text).toMatch(/^<!doctype html><html lang="zh-CN">/);
    const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三'];
    const contents = Object.values(contentHeads).map(({ zh }, at) => `${ordinals[at]}、${zh}`);
    expect(contents).toHaveLength(13);
    const sides = ['甲方（实施机构）', '乙方（授权运营单位）'];
    expect(headings(answer)).toEqual([...contents, ...appendices, ...sides]);
    expect(answer.text).toContain('草案');
  });

  test('appendix five says on which alarms, and who then has the case', async () => {
    const { text } = await page();
    for (const alarm of protection.alarms) expect(text).toContain(thresholds[alarm].what.zh);
    expect(text).toContain(`监管单位：${city.authority.title}`);
  });

  test('who has signed stands below, with the digest of the text; the other side has its room', async () => {
    await done(signer.post(`/agreements/${id}/propose`));
    expect((await page()).text.match(/（签章）/g)).toHaveLength(2);
    await sign(ann, 'operator');
    const half = await page();
    expect(half.text.match(/（签章）/g)).toHaveLength(1);
    expect(half.text).toContain(keys.operator.thumbprint);
    await sign(signer, 'grantor');
    const { text } = await page();
    expect(text).not.toContain('（签章）');
    const { textHash } = (await done(ann.get(`/agreements/${id}`))).body.agreement.terms;
    expect(text.replaceAll(' ', '')).toContain(textHash);
  });

  test('404 for another operator and for a version that is not there, 401 without session', async () => {
    expect((await bob.get(`/agreements/${id}/print`)).status).toBe(404);
    expect((await ann.get(`/agreements/${id}/print?version=2`)).status).toBe(404);
    expect((await anyone.get(`/agreements/${id}/print`)).status).toBe(401);
  });
});

describe('the agreement’s own rule for automatic protection (POLICY-50)', () => {
  const amending = (own?: object) => {
    const { contents, scope } = body();
    return ann.post(`/agreements/${id}/amendments`, { contents, scope, ...own });
  };
  const rule = async () => (await done(ann.get(`/agreements/${id}`))).body.agreement.terms.protection;

  test.each([
    ['an operator', 'beta'],
    ['an operating agency', 'agency'],
    ['an auditor', 'audit'],
    ['nobody', 'nowhere'],
  ])('422 DZ-43 for %s as the authority: it cannot supervise', async (_, authority) => {
    const answer = await signer.post('/agreements', { ...body(), protection: { ...protection, authority } });
    expect([answer.status, ...cited(answer)]).toEqual([422, ['DZ-43', '/protection/authority']]);
  });

  test('201 for a data authority, a competent department and a security organ', async () => {
    for (const authority of ['authority', 'source', 'cyber']) {
      const answer = await signer.post('/agreements', { ...body(), protection: { ...protection, authority } });
      expect([authority, answer.status]).toEqual([authority, 201]);
    }
  });

  test('422 for no alarm, and for one that the platform does not know', async () => {
    for (const alarms of [[], ['weather']]) {
      const answer = await signer.post('/agreements', { ...body(), protection: { ...protection, alarms } });
      expect(answer.status).toBe(422);
    }
  });

  test('an amendment drops it, another adds it again, each once both have signed', async () => {
    await done(signer.post(`/agreements/${id}/effect`));
    expect(cited(await amending({ protection: { ...protection, authority: 'beta' } }))).toEqual([
      ['DZ-43', '/protection/authority'],
    ]);
    await done(amending());
    expect(headings(await page('?version=2'))).not.toContain(appendices[4]);
    await sign(ann, 'operator');
    expect(await rule()).toEqual(protection);
    await sign(signer, 'grantor');
    expect(await rule()).toBeUndefined();
    expect(headings(await page('?version=1'))).toContain(appendices[4]);

    const other = { alarms: ['many-refused'], authority: 'cyber' };
    await done(amending({ protection: other }));
    await sign(signer, 'grantor');
    expect(await rule()).toBeUndefined();
    await sign(ann, 'operator');
    expect(await rule()).toEqual(other);
    expect((await page()).text).toContain(city.cyber.title);
  });
});
