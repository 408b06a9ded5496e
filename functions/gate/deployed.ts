import { createPrivateKey } from 'node:crypto';
import { readConfig } from '../../shared/config.ts';
import type { Border } from '../../shared/http/app.ts';
import { tokenVerifier } from '../../shared/http/token.ts';
import { heldKey, tokenSigner } from '../../shared/http/token-signer.ts';
import { report, serviceFromEnvironment } from '../../shared/service.ts';
import { environmentBucket } from '../../shared/store/object-storage.ts';
import { findTokenKey } from '../../shared/store/token-keys.ts';
import { bucketUpstream } from './bucket.ts';
import { folderUpstream } from './folder.ts';
import { type GateService, gateService } from './service.ts';
import type { Upstream } from './upstream.ts';

/** The gate as deployed. @throws when a setting is missing */
export function gateFromEnvironment(): GateService {
  const { SHUQI_RECEIPT_KEY, SHUQI_PSEUDONYM_SECRET, SHUQI_UPSTREAM, SHUQI_STREAMING } = readConfig();
  if (!SHUQI_RECEIPT_KEY || !SHUQI_PSEUDONYM_SECRET || !SHUQI_UPSTREAM) {
    throw new Error('the gate needs SHUQI_RECEIPT_KEY, SHUQI_PSEUDONYM_SECRET and SHUQI_UPSTREAM');
  }
  const service = serviceFromEnvironment();
  return gateService(service, {
    skew: service.skew,
    verify: tokenVerifier({
      findKey: (kid) => findTokenKey(service.store, kid),
      issuer: service.origin,
      now: service.clock.real,
    }),
    upstream: upstreamOf(SHUQI_UPSTREAM),
    // Held in memory: a call of the key service for each delivery would take longer than the delivery.
    receipts: tokenSigner(heldKey(createPrivateKey(SHUQI_RECEIPT_KEY))),
    master: Buffer.from(SHUQI_PSEUDONYM_SECRET, 'hex'),
    // What Lambda streams at most, with room for the headers.
    streamBytes: SHUQI_STREAMING === 'no' ? 0 : 200_000_000,
    alarm: (what, where) => console.error(JSON.stringify({ level: 'alarm', what, where })),
  });
}

/** The border around the gate's routes: nobody's session is looked up, and no organization machine comes along. */
export function gateBorder(deps: GateService): Border<GateService> {
  return {
    deps,
    origin: deps.origin,
    domainNow: deps.clock.domain,
    findCaller: async () => undefined,
    // The gate tells its reasons as problems of its own, so this is asked for nothing else.
    titleOf: () => ({ zh: '没有找到', en: 'Not found' }),
    report,
  };
}

function upstreamOf(place: string): Upstream {
  const bucket = environmentBucket(place);
  return bucket ? bucketUpstream(bucket) : folderUpstream(place);
}
