import { createPrivateKey } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { localClient } from '../../infra/local/dynamodb.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { openStore } from '../../shared/store/store.ts';
import { recordingSigner } from './recording-signer.ts';

/* A sequencer as a process of its own, to be killed: what it works with comes on its input, the steps go out. */

const told = z.object({
  address: z.url(),
  table: z.string(),
  kept: z.string(),
  /** File of all that was ever signed, a line each: size and root. */
  signed: z.string(),
  key: z.string(),
  waitAt: z.string().optional(),
});

const { address, table, kept, signed, key, waitAt } = told.parse(JSON.parse(await text(process.stdin)));
const client = localClient(address);

const done = await sequence({
  store: openStore(client, table, new Uint8Array(32)),
  // Written down before it is signed: no signature can exist that is not in the file.
  signers: [
    recordingSigner(createPrivateKey(key), ({ size, root }) => appendFileSync(signed, `${size} ${hex(root)}\n`)),
  ],
  kept: keptFolder(kept),
  reached: async (step) => {
    if (waitAt === undefined) console.log(step);
    if (step !== waitAt) return;
    console.log(step);
    await new Promise(() => setInterval(() => undefined, 60_000));
  },
});
client.destroy();
if (done.halted) throw new Error(`halted: ${done.halted}`);
