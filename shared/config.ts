import * as z from 'zod';

const environment = z.object({
  SHUQI_TABLE: z.string().min(3).max(255),
  /** `https://host` of the platform: audience of assertions, issuer of tokens, origin of sessions. */
  SHUQI_ORIGIN: z.url(),
  /** 32 bytes, hexadecimal: signs list cursors. */
  SHUQI_CURSOR_KEY: z.string().regex(/^[0-9a-f]{64}$/),
  /** OpenID Connect issuer at which people sign in. */
  SHUQI_ISSUER: z.url().optional(),
  SHUQI_CLIENT_ID: z.string().max(200).optional(),
  /** KMS key that signs access tokens. */
  SHUQI_TOKEN_KEY: z.string().max(2_048).optional(),
  /** KMS key that signs checkpoints. */
  SHUQI_LOG_KEY: z.string().max(2_048).optional(),
  SHUQI_UPSTREAM_BUCKET: z.string().max(63).optional(),
  SHUQI_CHECKPOINT_BUCKET: z.string().max(63).optional(),
});
export type Config = z.infer<typeof environment>;

/** The settings of a deployed function, checked once at start. The only reader of process.env. @throws when one is missing */
export const readConfig = (): Config => environment.parse(process.env);
