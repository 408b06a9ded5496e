import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { importJWK, jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { fileKey } from '../../infra/local/token-key.ts';
import { type TokenSigner, tokenSigner } from '../../shared/http/token-signer.ts';
import { joined, kmsKey } from '../../shared/store/kms-key.ts';

const data = mkdtempSync(join(tmpdir(), 'shuqi-key-'));
afterAll(() => rmSync(data, { recursive: true }));

async function verified(signer: TokenSigner) {
  const [jwk] = (await signer.jwks()).keys;
  if (!jwk) throw new Error('no key');
  const { payload, protectedHeader } = await jwtVerify(
    await signer.sign('at+jwt', { sub: 'alpha' }),
    await importJWK(jwk, 'ES256'),
  );
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid });
  return payload;
}

describe('a key of the key service', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kms = mockClient(KMSClient);

  it('signs digests so that the published key verifies, also when a number is short', async () => {
    // The mock has no curve: what the service would sign is signed here and comes back from it as DER.
    let made: Uint8Array = new Uint8Array();
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: publicKey.export({ format: 'der', type: 'spki' }) });
    kms.on(SignCommand).callsFake(() => ({ Signature: made }));
    const key = kmsKey(new KMSClient({}), 'key-1');
    const signer = tokenSigner({
      publicJwk: key.publicJwk,
      sign: (bytes) => {
        made = sign('sha256', bytes, privateKey);
        return key.sign(bytes);
      },
    });
    for (let count = 0; count < 600; count++) expect(await verified(signer)).toEqual({ sub: 'alpha' });
    const asked = kms.commandCalls(SignCommand)[0]?.args[0].input;
    expect(asked).toMatchObject({ KeyId: 'key-1', MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(asked?.Message).toHaveLength(32);
  });

  it('is asked again after a failure, and then only once', async () => {
    kms.reset();
    kms
      .on(GetPublicKeyCommand)
      .rejectsOnce(new Error('not now'))
      .resolves({ PublicKey: publicKey.export({ format: 'der', type: 'spki' }) });
    const signer = tokenSigner(kmsKey(new KMSClient({}), 'key-1'));
    await expect(signer.jwks()).rejects.toThrow('not now');
    await signer.jwks();
    await signer.jwks();
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(2);
  });

  it('refuses a key of another kind', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: rsa });
    await expect(kmsKey(new KMSClient({}), 'key-1').publicJwk()).rejects.toThrow();
  });

  it.each([[], [0x30, 0], [0x30, 6, 2, 1, 1, 3, 1, 1], [0x30, 3, 2, 9, 1], [0x30, 7, 2, 1, 1, 2, 1, 1, 0]])(
    'refuses bytes that are no signature',
    (...bytes) => {
      expect(() => joined(Uint8Array.from(bytes))).toThrow(RangeError);
    },
  );
});

describe('a key in a file', () => {
  it('is made once, for the owner’s eyes only, and found again', async () => {
    const file = join(data, 'keys', 'token.pem');
    const first = tokenSigner(fileKey(file));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await verified(first)).toEqual({ sub: 'alpha' });
    expect(await tokenSigner(fileKey(file)).jwks()).toEqual(await first.jwks());
  });

  it('names the file when it holds something else', () => {
    const file = join(data, 'broken.pem');
    writeFileSync(file, 'nothing');
    expect(() => fileKey(file)).toThrow(/broken.pem/);
  });
});
