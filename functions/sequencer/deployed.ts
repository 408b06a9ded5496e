import { KMSClient } from '@aws-sdk/client-kms';
import { readConfig } from '../../shared/config.ts';
import { createClient } from '../../shared/store/client.ts';
import { kmsLogKey } from '../../shared/store/log-key.ts';
import { openStore } from '../../shared/store/store.ts';
import { keptBucket } from './bucket.ts';
import { type Sequenced, sequence } from './sequence.ts';
import type { Sequencer } from './service.ts';
import { witnessesIn } from './witnesses.ts';

/** Batches of writes take longer than what a gate may wait for. */
const limits = { connectionMs: 1_000, requestMs: 5_000, attempts: 3 };

/** The sequencer as deployed: the key service signs, a bucket with object lock keeps. @throws when a setting is missing */
export async function sequencerFromEnvironment(): Promise<Sequencer> {
  const config = readConfig();
  const { SHUQI_TABLE, SHUQI_CURSOR_KEY, SHUQI_ORIGIN, SHUQI_LOG_KEY, SHUQI_CHECKPOINT_BUCKET } = config;
  if (!SHUQI_LOG_KEY || !SHUQI_CHECKPOINT_BUCKET) {
    throw new Error('the sequencer needs SHUQI_LOG_KEY and SHUQI_CHECKPOINT_BUCKET');
  }
  const client = new KMSClient();
  const { region, credentials } = client.config;
  const name = `${new URL(SHUQI_ORIGIN).host}/log`;
  return {
    store: openStore(createClient({ limits }), SHUQI_TABLE, Buffer.from(SHUQI_CURSOR_KEY, 'hex')),
    // Two of them, `old,new`, while the key changes; first published with both, then `new` alone.
    signers: await Promise.all(SHUQI_LOG_KEY.split(',').map((key) => kmsLogKey(client, key, name))),
    kept: keptBucket({
      name: SHUQI_CHECKPOINT_BUCKET,
      region: await region(),
      access: () => credentials(),
      now: Date.now,
    }),
    witnesses: config.SHUQI_WITNESSES ? witnessesIn(config.SHUQI_WITNESSES) : [],
    unheard: (witness, error) => console.error(JSON.stringify({ level: 'error', witness, message: String(error) })),
  };
}

/**
 * What the stream and the sweep call. What they bring along is ignored: a bell says that something waits, not what.
 * @throws when the log stands still, so that the alarm on failures rings until a person re-arms it
 */
export function ringing(deployed: () => Promise<Sequencer>): () => Promise<Sequenced> {
  let asked: Promise<Sequencer> | undefined;
  return async () => {
    // A failed start is tried again by the next bell.
    asked ??= deployed().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    const done = await sequence(await asked);
    if (done.halted) throw new Error(`the log stands still: ${done.halted}`);
    return done;
  };
}
