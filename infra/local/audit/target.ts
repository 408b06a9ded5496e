import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from '../../../functions/sequencer/folder.ts';
import type { NoteKey } from '../../../shared/ledger/key.ts';
import { createClient } from '../../../shared/store/client.ts';
import { type Context, openStore } from '../../../shared/store/store.ts';
import { localClient, startDynamo, TABLE } from '../dynamodb.ts';
import { databaseIn, isDataFolder, takeFolder } from '../folder.ts';
import { logFileKey } from '../log-key.ts';
import { Trouble } from '../terminal.ts';

/** What is audited, opened for reading. */
export interface Target {
  readonly store: Context;
  /** The log's keys as far as they are known beside the table. */
  readonly keys: readonly NoteKey[];
  /** The newest checkpoint kept beside the table. */
  readonly kept: string | undefined;
  /** Somebody may be writing meanwhile. */
  readonly live: boolean;
  /** Where the last audited checkpoint is kept unless told. */
  readonly since: string | undefined;
  close(): Promise<void>;
}

/** `endpoint`: a DynamoDB Local. `table` alone: the table of this account on AWS. Neither: the data folder. */
export interface Asked {
  readonly data: string;
  readonly endpoint: string | undefined;
  readonly table: string | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** More patient than a gate: nobody waits for a single read of an audit. */
const limits = { connectionMs: 2_000, requestMs: 20_000, attempts: 5 };

/** Opens what is asked for. @throws Trouble for a folder that is not ours, or a database that does not start */
export async function openTarget({ data, endpoint, table }: Asked): Promise<Target> {
  if (endpoint === undefined && table === undefined) return inFolder(data);
  const client = endpoint === undefined ? createClient({ limits }) : localClient(endpoint);
  return {
    ...{ store: readerOf(client, table ?? TABLE), keys: [], kept: undefined, live: true, since: undefined },
    close: async () => client.destroy(),
  };
}

/** The platform's own folder: beside a running platform through its database, else with a database of our own. */
async function inFolder(data: string): Promise<Target> {
  if (!isDataFolder(data)) throw nothingIn(data);
  const keyFile = join(data, 'log-key.json');
  const known = {
    // It is there: nothing is made. The name in the file counts.
    keys: existsSync(keyFile) ? [logFileKey(keyFile, '').key] : [],
    kept: existsSync(join(data, 'checkpoints')) ? await keptFolder(join(data, 'checkpoints')).newest() : undefined,
    since: join(data, 'audited.json'),
  };
  const address = databaseIn(data);
  if (address !== undefined) {
    const client = localClient(address);
    return { ...known, store: readerOf(client, TABLE), live: true, close: async () => client.destroy() };
  }
  const folder = takeFolder(data);
  try {
    const dynamo = await startDynamo({ data: join(data, 'dynamodb') });
    folder.guard(dynamo.pid, dynamo.address);
    const client = localClient(dynamo.address);
    // Its database ends only with an exit, and a signal alone is none.
    const exit = () => process.exit(130);
    for (const signal of signals) process.once(signal, exit);
    const close = async () => {
      for (const signal of signals) process.removeListener(signal, exit);
      client.destroy();
      await dynamo.stop();
      folder.release();
    };
    return { ...known, store: readerOf(client, TABLE), live: false, close };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** An audit makes no cursors. */
const readerOf = (client: Parameters<typeof openStore>[0], table: string): Context =>
  openStore(client, table, new Uint8Array(32));

const nothingIn = (data: string) =>
  new Trouble({
    zh: `文件夹 ${data} 里没有数契的数据：请先 npm start，或用 --data 指明`,
    en: `${data} holds no data of Shuqi: run npm start first, or name the folder with --data`,
  });
