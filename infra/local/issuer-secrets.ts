import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { damaged } from './terminal.ts';

const secretText = z.string().min(32).max(200);

const schema = z.strictObject({
  signingKey: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string(),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  }),
  cookieKey: secretText,
  clientSecret: secretText,
});

/** What the local issuer must not lose between runs: its signing key (JWK), its cookie key, the console's secret. */
export type IssuerSecrets = z.infer<typeof schema>;

/**
 * Reads the secrets from `file`, or makes them and writes it (mode 0600, folder 0700).
 * Throws Trouble, one line, when the file is there but not readable as such.
 */
export function issuerSecrets(file: string): IssuerSecrets {
  if (existsSync(file)) return read(file);
  const made = make();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // `wx`: of two processes that start at once, the second fails instead of replacing the first one's keys.
  writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  return made;
}

function read(file: string): IssuerSecrets {
  chmodSync(file, 0o600);
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function make(): IssuerSecrets {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = () => randomBytes(32).toString('base64url');
  return schema.parse({
    signingKey: { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' },
    cookieKey: secret(),
    clientSecret: secret(),
  });
}
