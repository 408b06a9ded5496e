import { createHmac } from 'node:crypto';
import { readConfig } from '../../shared/config.ts';
import { type Service, serviceFromEnvironment } from '../../shared/service.ts';

/** What this function works with besides the others: of this secret those of the partners are made, so that none is kept. */
export interface CreditService extends Service {
  readonly webhookSecret: Uint8Array;
}

/** The deployed function's. @throws when its secret is missing: without it nothing that comes in could be checked */
export function creditFromEnvironment(): CreditService {
  const { SHUQI_WEBHOOK_SECRET } = readConfig();
  if (SHUQI_WEBHOOK_SECRET === undefined) throw new Error('SHUQI_WEBHOOK_SECRET is missing');
  return { ...serviceFromEnvironment(), webhookSecret: Buffer.from(SHUQI_WEBHOOK_SECRET, 'hex') };
}

/** The secret of one generation of a partner, never one of a subscription: the word before it is another. */
export function partnerSecret(master: Uint8Array, partner: string, generation: number): string {
  return `whsec_${createHmac('sha256', master).update(`partner|${partner}|${generation}`).digest('base64')}`;
}
