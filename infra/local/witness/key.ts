import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { isKeyName, noteKey } from '../../../shared/ledger/key.ts';
import type { NoteSigner } from '../../../shared/ledger/note.ts';
import { rawEd25519 } from '../../../shared/store/log-key.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { Trouble } from '../terminal.ts';

const kept = z.strictObject({ name: z.string().refine(isKeyName), privateKey: z.string() });

/**
 * The Ed25519 key that a witness cosigns with: from `file` (mode 0600), made at the first start under `name`. A later
 * start keeps the name in the file. @throws Trouble when the file holds no such key, or the name is none
 */
export function witnessKey(file: string, name: string): NoteSigner {
  if (!existsSync(file)) make(file, name);
  chmodSync(file, 0o600);
  try {
    const { name: own, privateKey: pem } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    const privateKey = createPrivateKey(pem);
    const key = noteKey(own, 'cosignature', rawEd25519(createPublicKey(privateKey)), sha256);
    return { key, sign: (message) => Uint8Array.from(sign(null, message, privateKey)) };
  } catch (cause) {
    // Never replaced: people's policies name it.
    throw new Trouble(
      {
        zh: `读不出见证密钥 ${file}：请从备份恢复`,
        en: `the witness key in ${file} cannot be read: bring it back from a copy`,
      },
      { cause },
    );
  }
}

function make(file: string, name: string): void {
  if (!isKeyName(name)) throw new Trouble({ zh: `名称不可用：${name}`, en: `not a name for a key: ${name}` });
  const { privateKey } = generateKeyPairSync('ed25519');
  const content = { name, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
  // `wx`: of two processes that start at once, the second fails instead of replacing the first one's key.
  writeFileSync(file, JSON.stringify(content), { mode: 0o600, flag: 'wx', flush: true });
}
