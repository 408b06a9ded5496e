import { calculateJwkThumbprint, exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../shared/domain/decision.ts';
import { givenJwk, MAX_LIVE_KEYS, putKey } from '../../shared/store/machine-keys.ts';
import { type Machine, pairOf, tokenWorld } from './token-world.ts';

const { store, as, channelOf, beta } = await tokenWorld();

describe('machine keys', () => {
  const jwkOf = (alg: Machine['alg'] = 'EdDSA') => exportJWK(pairOf(alg).publicKey);

  it('201: its thumbprint is that of RFC 7638; the same key again changes nothing', async () => {
    const ann = await as('ann');
    const jwk = await jwkOf('ES256');
    const first = await ann.post('/organizations/alpha/keys', {
      jwk: { ...jwk, kid: 'mine', alg: 'ES256', use: 'sig' },
    });
    expect(first.status).toBe(201);
    expect(first.body.thumbprint).toBe(await calculateJwkThumbprint(jwk));
    expect((await ann.post('/organizations/alpha/keys', { jwk })).body.thumbprint).toBe(first.body.thumbprint);
    const listed = (await ann.get('/organizations/alpha/keys')).body.items;
    expect(listed.filter((one: Machine) => one.thumbprint === first.body.thumbprint)).toHaveLength(1);
  });

  it('422: a private key, a key off the curve, and a key that somebody has', async () => {
    const ann = await as('ann');
    const { privateKey } = pairOf('EdDSA');
    expect((await ann.post('/organizations/alpha/keys', { jwk: await exportJWK(privateKey) })).status).toBe(422);
    const off = { ...(await jwkOf('ES256')), x: 'A'.repeat(43) };
    expect((await ann.post('/organizations/alpha/keys', { jwk: off })).problem.article).toBe('POLICY-9');
    const jwk = await jwkOf();
    await (await as('bob')).post('/organizations/beta/keys', { jwk });
    expect((await ann.post('/organizations/alpha/keys', { jwk })).status).toBe(422);
  });

  it('404: another organization’s keys, and a channel of another organization', async () => {
    const ann = await as('ann');
    const jwk = await jwkOf();
    expect((await ann.get('/organizations/beta/keys')).status).toBe(404);
    expect((await ann.post('/organizations/beta/keys', { jwk })).status).toBe(404);
    expect((await ann.post('/organizations/alpha/keys', { jwk, channel: 'c-beta' })).status).toBe(404);
    const gone = await ann.send('DELETE', `/organizations/alpha/keys/${beta.thumbprint}`, {});
    expect(gone.status).toBe(404);
  });

  it('200, then 404: revoked once and for all; it never comes back', async () => {
    const ann = await as('ann');
    const jwk = await jwkOf();
    const { thumbprint } = (await ann.post('/organizations/alpha/keys', { jwk })).body;
    expect((await ann.send('DELETE', `/organizations/alpha/keys/${thumbprint}`, {})).status).toBe(200);
    expect((await ann.send('DELETE', `/organizations/alpha/keys/${thumbprint}`, {})).status).toBe(404);
    expect((await ann.post('/organizations/alpha/keys', { jwk })).status).toBe(422);
  });

  it('422: one more than fits', async () => {
    const most = await Promise.all(Array.from({ length: MAX_LIVE_KEYS }, () => jwkOf()));
    const put = (jwk: object) => putKey(store, { organization: 'full', jwk: givenJwk.parse(jwk), by: 'ann' });
    for (const jwk of most) expect(isRefusal(await put(jwk))).toBe(false);
    expect(isRefusal(await put(await jwkOf()))).toBe(true);
  });

  it('422: a fifth key for one channel; a revoked one makes room', async () => {
    await channelOf('alpha', 'c-four');
    const ann = await as('ann');
    const add = async () => ann.post('/organizations/alpha/keys', { jwk: await jwkOf(), channel: 'c-four' });
    const four = [await add(), await add(), await add(), await add()];
    expect(four.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await add()).status).toBe(422);
    await ann.send('DELETE', `/organizations/alpha/keys/${four[0]?.body.thumbprint}`, {});
    expect((await add()).status).toBe(201);
  });
});
