// zod/mini: every function reads its settings, the gate too, whose bundle must stay small.
import * as z from 'zod/mini';

const environment = z.object({
  SHUQI_TABLE: z.string().check(z.minLength(3), z.maxLength(255)),
  /** `https://host` of the platform: audience of assertions, issuer of tokens, origin of sessions. */
  SHUQI_ORIGIN: z.url(),
  /** 32 bytes, hexadecimal: signs list cursors. */
  SHUQI_CURSOR_KEY: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** OpenID Connect issuer at which people sign in. */
  SHUQI_ISSUER: z.optional(z.url()),
  SHUQI_CLIENT_ID: z.optional(z.string().check(z.maxLength(200))),
  /** Absent: a public client, with PKCE alone. */
  SHUQI_CLIENT_SECRET: z.optional(z.string().check(z.maxLength(500))),
  /** KMS key that signs access tokens. */
  SHUQI_TOKEN_KEY: z.optional(z.string().check(z.maxLength(2_048))),
  /** P-256 private key (PKCS #8, PEM) that signs receipts of deliveries; not the tokens' own: the gate makes no tokens. */
  SHUQI_RECEIPT_KEY: z.optional(z.string().check(z.maxLength(2_048))),
  /** Where datasets lie: the regional domain name of a bucket, or a folder of a mounted file system. */
  SHUQI_UPSTREAM: z.optional(z.string().check(z.maxLength(500))),
  /** `no` where the API in front of the gate cannot stream: then there are pages only. */
  SHUQI_STREAMING: z.optional(z.enum(['yes', 'no'])),
  /** 32 bytes, hexadecimal: of these the keys of pseudonyms are made. Another value breaks every list of excluded subjects. */
  SHUQI_PSEUDONYM_SECRET: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** 32 bytes, hexadecimal: of these the secrets of webhook subscriptions are made. Another value breaks all of them. */
  SHUQI_WEBHOOK_SECRET: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** KMS key that signs checkpoints. */
  SHUQI_LOG_KEY: z.optional(z.string().check(z.maxLength(2_048))),
  SHUQI_CHECKPOINT_BUCKET: z.optional(z.string().check(z.maxLength(63))),
  /** Witnesses that are asked to cosign: a C2SP policy with their addresses. */
  SHUQI_WITNESSES: z.optional(z.string().check(z.maxLength(3_000))),
});
export type Config = z.infer<typeof environment>;

/** The settings of a deployed function, checked once at start. The only reader of process.env. @throws when one is missing */
export const readConfig = (): Config => environment.parse(process.env);
