import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { noteKey } from '../../shared/ledger/key.ts';
import { type LogSigner, rawEd25519 } from '../../shared/store/log-key.ts';
import { sha256 } from '../../shared/store/store.ts';

const kept = z.strictObject({ origin: z.string(), privateKey: z.string() });

/**
 * The Ed25519 key that signs checkpoints in the local run: from `file` (mode 0600), made at the first start under the
 * name `origin`. A log keeps its name for ever, so a later start on another port keeps the name in the file.
 * Throws an Error of one line when the file is there but holds no such key.
 */
export function logFileKey(file: string, origin: string): LogSigner {
  if (existsSync(file)) return read(file);
  const { privateKey } = generateKeyPairSync('ed25519');
  const content = { origin, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // `wx`: of two processes that start at once, the second fails instead of replacing the first one's key.
  writeFileSync(file, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
  return heldLogKey(origin, privateKey);
}

/** A signer whose key this process holds. */
export function heldLogKey(origin: string, privateKey: KeyObject): LogSigner {
  const key = noteKey(origin, 'ed25519', rawEd25519(createPublicKey(privateKey)), sha256);
  return { key, sign: (message) => Uint8Array.from(sign(null, message, privateKey)), custody: 'file' };
}

function read(file: string): LogSigner {
  chmodSync(file, 0o600);
  try {
    const { origin, privateKey } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    return heldLogKey(origin, createPrivateKey(privateKey));
  } catch (cause) {
    // Never "delete it, a new one is made": what was signed with it is shown to people, and the log is its name and key.
    throw new Error(`the log key in ${file} cannot be read: bring it back from a copy, or start over with --fresh`, {
      cause,
    });
  }
}
