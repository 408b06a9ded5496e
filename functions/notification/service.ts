import { createHmac } from 'node:crypto';
import { readConfig } from '../../shared/config.ts';
import { type Service, serviceFromEnvironment } from '../../shared/service.ts';

/** What this function works with besides the others: the secret of secrets, and whether this machine itself may be sent to. */
export interface NotificationService extends Service {
  /** 32 bytes. Secrets of subscriptions are made from it, so that none stands in the table. */
  readonly webhookSecret: Uint8Array;
  /** Only in the local run and in tests: webhooks may go to this machine, without TLS. */
  readonly loopback: boolean;
  /** Milliseconds for one attempt; absent: ten seconds. */
  readonly timeLimit?: number;
}

/** The deployed function's. @throws when its secret is missing: without it nothing could be signed */
export function notificationFromEnvironment(): NotificationService {
  const { SHUQI_WEBHOOK_SECRET } = readConfig();
  if (SHUQI_WEBHOOK_SECRET === undefined) throw new Error('SHUQI_WEBHOOK_SECRET is missing');
  return {
    ...serviceFromEnvironment(),
    webhookSecret: Buffer.from(SHUQI_WEBHOOK_SECRET, 'hex'),
    loopback: false,
  };
}

/** The secret of one generation of a subscription, as the receiver is given it. @see standardwebhooks 1.1 */
export function secretOf(master: Uint8Array, subscription: string, generation: number): string {
  return `whsec_${createHmac('sha256', master).update(`webhook|${subscription}|${generation}`).digest('base64')}`;
}
