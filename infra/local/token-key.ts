import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { heldKey, type SigningKey } from '../../shared/http/token-signer.ts';
import { damaged } from './terminal.ts';

/**
 * A key that signs access tokens or receipts in the local run: from `file` (PKCS #8, mode 0600), made at the first
 * start. Throws Trouble, one line, when the file is there but holds no such key.
 */
export function fileKey(file: string): SigningKey {
  if (existsSync(file)) return read(file);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // `wx`: of two processes that start at once, the second fails instead of replacing the first one's key.
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return heldKey(privateKey);
}

function read(file: string): SigningKey {
  chmodSync(file, 0o600);
  try {
    return heldKey(createPrivateKey(readFileSync(file)));
  } catch (cause) {
    throw damaged(file, cause);
  }
}
