import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kept } from '../../functions/sequencer/kept.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { openStore } from '../../shared/store/store.ts';
import { atOnce, type Latencies, type Model, model } from './model.ts';

/** What a call takes inside one region: assumed, on the slow side of what is commonly measured; not measured by us. */
export const assumed: Latencies = { get: 4, put: 6, update: 6, query: 8, batch: 15, transact: 20 };
export const SIGN_MS = 20;
export const KEEP_MS = 40;

/** A log in the modelled store: signing and keeping take their time too, once the latencies are switched on. */
export interface Modelled {
  readonly store: Model;
  readonly sequencer: Sequencer;
}

/** An empty one, its latencies off. */
export function modelled(): Modelled {
  const store = model({
    // What a sequencer that nobody kills never reads, and leaves whose full tile stands (the first for a proof).
    forgets: ({ pk }) => /^log#(index|batch)#/.test(pk?.S ?? ''),
    replaces: ({ pk, sk }) => {
      const [, tile] = /^log#tile#0#([1-9]\d*)$/.exec(pk?.S ?? '') ?? [];
      return tile !== undefined && sk?.S === 'tile' ? `log#leaf#${tile}` : undefined;
    },
  });
  const held = heldLogKey('shuqi.bench/log', generateKeyPairSync('ed25519').privateKey);
  const slow = async (ms: number) => store.latencies !== atOnce && (await pause(ms));
  let newest: string | undefined;
  const kept: Kept = {
    newest: async () => {
      await slow(KEEP_MS);
      return newest;
    },
    keep: async (_, note) => {
      await slow(KEEP_MS);
      newest = note;
      return note;
    },
  };
  const sign = async (message: Uint8Array) => {
    await slow(SIGN_MS);
    return held.sign(message);
  };
  const sequencer = { store: openStore(store.dynamo, 'model', randomBytes(32)), signers: [{ ...held, sign }], kept };
  return { store, sequencer };
}
