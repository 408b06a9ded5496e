import { join } from 'node:path';
import { folderUpstream } from '../../functions/gate/folder.ts';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import type { Witness } from '../../functions/sequencer/witnesses.ts';
import type { Service } from '../../shared/service.ts';
import { watchSkew } from '../../shared/store/skew.ts';
import { openStore } from '../../shared/store/store.ts';
import { loadCity } from './city/load.ts';
import { people } from './city/people.ts';
import { fillUpstream } from './city/upstream.ts';
import { movableClock } from './clock.ts';
import { watchStream } from './doorbell.ts';
import { createTable, localClient, startDynamo, TABLE } from './dynamodb.ts';
import { type Folder, keptSecret, takeFolder } from './folder.ts';
import { functionsOf, mounted, platform } from './functions.ts';
import { startIssuer } from './issuer-start.ts';
import { jobsOf } from './jobs.ts';
import { localRoutes, type Pace } from './local-routes.ts';
import { logFileKey } from './log-key.ts';
import { logRoutes } from './log-routes.ts';
import { schedule } from './schedules.ts';
import { listen, platformListener } from './server.ts';
import { fileKey } from './token-key.ts';

/** `data`: folder that keeps everything. `root`: the checkout, beside which real data may lie. `port` 0: any free one. */
export interface SystemOptions {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly root: string;
  /** A revocation is rehearsed so often, in milliseconds; absent: only by hand. */
  readonly drillEveryMs?: number;
  /** Asked to cosign what the log publishes. */
  readonly witnesses?: readonly Witness[];
  readonly onStep: (step: Step, done?: number, all?: number) => void;
  readonly report: (what: string, error: unknown) => void;
}

export type Step = 'database' | 'city' | 'ready';

/** The whole platform on one port of this machine. */
export interface System {
  readonly origin: string;
  /** Resolves with the reason when the database ends by itself. */
  readonly broken: Promise<Error>;
  /** Lets running work end, then stops everything. */
  stop(): Promise<void>;
}

/** Starts everything. @throws Trouble with one line that says what to do; whatever had started is stopped */
export async function startSystem(options: SystemOptions): Promise<System> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    return { ...(await assemble(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => unknown)[];

/** What starts pushes how it is stopped; stopping goes backwards. */
async function assemble(options: SystemOptions, stops: Stops): Promise<Omit<System, 'stop'>> {
  const server = await listen(options.port);
  stops.push(server.close);
  const folder = takeFolder(options.data, options);
  stops.push(folder.release);
  options.onStep('database');
  const { client, dynamo } = await database(folder, stops);

  const origin = `http://127.0.0.1:${server.port}`;
  const clock = movableClock(folder.path);
  const store = openStore(client, TABLE, keptSecret(folder, 'cursor-key', 32));
  const service = { store, clock, origin };
  const notification = { ...service, webhookSecret: keptSecret(folder, 'webhook-secret', 32), loopback: true };
  const skew = watchSkew(client);
  const issuer = await startIssuer({ origin, data: folder.path, people });
  const onProgress = (done: number, all: number) => options.onStep('city', done, all);
  await loadCity({ store, at: clock.domain(), issuer: issuer.issuer, onProgress });
  const upstream = join(folder.path, 'upstream');
  fillUpstream(upstream, options.root);

  const jobs = jobsOf(notification, logOf(service, folder, options), skew, options.drillEveryMs);
  const rounds = schedule(jobs, options.report);
  const ringLog = () => rounds.ring('sequencer');
  const ring = () => void ringLog();
  stops.push(rounds.stop, watchStream({ address: dynamo.address, table: TABLE, ring }));
  ring(); // What waited when the last run ended.
  void rounds.ring('sealing'); // The hours that ended meanwhile, so that evidence can be made at once.

  const pace: Pace = {};
  const keyIn = (name: string) => fileKey(join(folder.path, name));
  const functions = functionsOf({
    service,
    notification,
    keys: { token: keyIn('token-key.pem'), receipt: keyIn('receipt-key.pem') },
    master: keptSecret(folder, 'pseudonym-secret', 32),
    issuer: { issuer: issuer.issuer, clientId: issuer.client.id, clientSecret: issuer.client.secret },
    upstream: { open: (...asked) => folderUpstream(upstream, pace).open(...asked) },
    skew,
    report: options.report,
  });
  const afterMove = async () => {
    await Promise.all([rounds.ring('deadline'), rounds.ring('detection')]);
  };
  const local = mounted(localRoutes, { ...service, clock, pace, afterMove }, options.report);
  const log = mounted(logRoutes, { ...service, ringLog }, options.report);
  const app = platform([...Object.values(functions), local, log]);
  server.serve(platformListener(origin, app.fetch, issuer.handle));
  stops.push(server.close); // Before what its answers need.
  options.onStep('ready');
  return { origin, broken: dynamo.ended };
}

/** The table in DynamoDB Local, its file in the data folder. */
async function database(folder: Folder, stops: Stops) {
  const dynamo = await startDynamo({ data: join(folder.path, 'dynamodb') });
  stops.push(dynamo.stop);
  folder.guard(dynamo.pid, dynamo.address);
  const client = localClient(dynamo.address);
  stops.push(() => client.destroy());
  await createTable(client, TABLE);
  return { client, dynamo };
}

/** What the sequencer works with: a key of this folder, and checkpoints kept beside the table, not in it. */
function logOf({ store, origin }: Service, { path }: Folder, { witnesses = [], report }: SystemOptions): Sequencer {
  const name = `${new URL(origin).host}/log`;
  return {
    store,
    signers: [logFileKey(join(path, 'log-key.json'), name)],
    kept: keptFolder(join(path, 'checkpoints')),
    witnesses,
    unheard: (name, error) => report(`witness ${name}`, error),
  };
}
