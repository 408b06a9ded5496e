import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { keptBucket } from '../../functions/sequencer/bucket.ts';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import type { Kept } from '../../functions/sequencer/kept.ts';
import { logFileKey } from '../../infra/local/log-key.ts';
import { formatNote, parseNote, signNote, verifyNote } from '../../shared/ledger/note.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { kmsLogKey, type LogSigner } from '../../shared/store/log-key.ts';
import { signedHeaders } from '../../shared/store/object-storage.ts';
import { check } from '../ledger/crypto.ts';

const NAME = 'shuqi.test/log';
const text = `${NAME}\n1\nAAAA\n`;

/** Signs, reads the note back, and checks it with another implementation of the same check. */
async function expectSigned(signer: LogSigner) {
  const parsed = parseNote(formatNote({ text, signatures: [await signNote(text, signer)] }));
  if (!parsed.ok) throw new Error(parsed.code);
  expect(await verifyNote(parsed.note, [signer.key], check)).toMatchObject({ ok: true });
  expect(await verifyNote(parsed.note, [signer.key], checkSignature)).toMatchObject({ ok: true });
  const other = { ...parsed.note, text: text.replace('1', '2') };
  expect(await verifyNote(other, [signer.key], checkSignature)).toMatchObject({ ok: false });
}

describe('key file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shuqi-key-')), 'keys', 'log-key.json');

  test('is made at the first start, for its owner alone, and keeps its name on another port', async () => {
    const first = logFileKey(file, '127.0.0.1:3000/log');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(logFileKey(file, '127.0.0.1:4000/log').key).toEqual(first.key);
    await expectSigned(first);
  });

  test('a damaged one is not replaced', () => {
    const good = readFileSync(file);
    writeFileSync(file, 'x');
    expect(() => logFileKey(file, NAME)).toThrow(/cannot be read/);
    expect(readFileSync(file, 'utf8')).toBe('x');
    writeFileSync(file, good);
  });
});

describe('key service', () => {
  const service = (curve: 'ed25519' | 'P-256', seen: unknown[]) => {
    const { publicKey, privateKey } =
      curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: curve });
    const send = async (command: unknown) => {
      if (command instanceof GetPublicKeyCommand) {
        const PublicKey = publicKey.export({ format: 'der', type: 'spki' });
        return { PublicKey, KeySpec: curve === 'ed25519' ? 'ECC_NIST_EDWARDS25519' : 'ECC_NIST_P256' };
      }
      if (!(command instanceof SignCommand)) throw new Error('another operation');
      const { SigningAlgorithm, MessageType, Message = new Uint8Array() } = command.input;
      seen.push([SigningAlgorithm, MessageType, Message.length]);
      // The service signs a digest as it is; node:crypto cannot, so here the text itself stands for it.
      const message = curve === 'ed25519' ? Message : Buffer.from(text);
      return { Signature: sign(curve === 'ed25519' ? null : 'sha256', message, privateKey) };
    };
    return { send: send as never };
  };

  test('Ed25519: raw message, never pre-hashed', async () => {
    const seen: unknown[] = [];
    await expectSigned(await kmsLogKey(service('ed25519', seen), 'key-1', NAME));
    expect(seen).toEqual([['ED25519_SHA_512', 'RAW', text.length]]);
  });

  test('P-256 where a region lacks it: the digest, and the DER signature as it came', async () => {
    const seen: unknown[] = [];
    await expectSigned(await kmsLogKey(service('P-256', seen), 'key-1', NAME));
    expect(seen).toEqual([['ECDSA_SHA_256', 'DIGEST', 32]]);
  });
});

test('a request is signed as in the example that the object store publishes', () => {
  const headers = signedHeaders({
    access: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    region: 'us-east-1',
    now: () => Date.UTC(2013, 4, 24),
    method: 'GET',
    host: 'examplebucket.s3.amazonaws.com',
    path: '/test.txt',
    query: {},
    headers: { range: 'bytes=0-9' },
    body: '',
  });
  expect(headers.authorization).toContain('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
});

describe.each<[string, () => Kept]>([
  ['folder', () => keptFolder(mkdtempSync(join(tmpdir(), 'shuqi-kept-')))],
  ['bucket', () => keptBucket({ ...place, fetch: objects() })],
])('checkpoints kept in a %s', (_, make) => {
  test('the largest is the newest, and one that stands is never replaced', async () => {
    const kept = make();
    expect(await kept.newest()).toBeUndefined();
    for (const size of [9, 10, 1_000_000, 11]) expect(await kept.keep(size, `note ${size}`)).toBe(`note ${size}`);
    expect(await kept.newest()).toBe('note 1000000');
    expect(await kept.keep(10, 'another past')).toBe('note 10');
    expect(await kept.keep(1_000_000, 'another past')).toBe('note 1000000');
    expect(await kept.newest()).toBe('note 1000000');
  });
});

test('a bucket that refuses is no empty bucket', async () => {
  const kept = keptBucket({ ...place, fetch: async () => new Response('AccessDenied', { status: 403 }) });
  await expect(kept.newest()).rejects.toThrow(/403/);
  await expect(kept.keep(1, 'note')).rejects.toThrow(/403/);
});

const place = {
  name: 'checkpoints',
  region: 'cn-north-1',
  access: async () => ({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' }),
  now: Date.now,
};

/** An object store as far as three requests go; now and then it is busy. */
function objects(): typeof fetch {
  const stored = new Map<string, string>();
  let asked = 0;
  return async (input, init) => {
    const { hostname, pathname, searchParams } = new URL(String(input));
    expect(hostname).toBe('checkpoints.s3.cn-north-1.amazonaws.com.cn');
    asked += 1;
    if (asked % 4 === 0) return new Response('SlowDown', { status: 503 });
    if (searchParams.get('list-type') === '2') {
      const [first] = [...stored.keys()].toSorted();
      return new Response(`<ListBucketResult>${first ? `<Key>${first.slice(1)}</Key>` : ''}</ListBucketResult>`);
    }
    const headers = new Headers(init?.headers);
    if (init?.method === 'PUT') {
      expect(headers.get('x-amz-checksum-sha256')).toHaveLength(44);
      expect(headers.get('if-none-match')).toBe('*');
      if (stored.has(pathname)) return new Response('PreconditionFailed', { status: 412 });
      stored.set(pathname, String(init.body));
      return new Response('');
    }
    const found = stored.get(pathname);
    return new Response(found ?? 'NoSuchKey', { status: found === undefined ? 404 : 200 });
  };
}
