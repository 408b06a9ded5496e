import { join } from 'node:path';
import { folderUpstream } from '../../functions/gate/folder.ts';
import type { Service } from '../../shared/service.ts';
import { openStore } from '../../shared/store/store.ts';
import { loadCity } from './city/load.ts';
import { people } from './city/people.ts';
import { fillUpstream } from './city/upstream.ts';
import { movableClock } from './clock.ts';
import { watchStream } from './doorbell.ts';
import { createTable, localClient, startDynamo } from './dynamodb.ts';
import { keptSecret, takeFolder } from './folder.ts';
import { functionsOf, mounted, platform } from './functions.ts';
import { startIssuer } from './issuer-start.ts';
import { jobsOf } from './jobs.ts';
import { localRoutes, type Pace } from './local-routes.ts';
import { schedule } from './schedules.ts';
import { listen, platformListener } from './server.ts';
import { fileKey } from './token-key.ts';

export const TABLE = 'shuqi';

/** `data`: folder that keeps everything. `root`: the checkout, beside which real data may lie. `port` 0: any free one. */
export interface SystemOptions {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly root: string;
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

/** What starts pushes how it is stopped; stopping goes backwards. */
async function assemble(options: SystemOptions, stops: (() => unknown)[]): Promise<Omit<System, 'stop'>> {
  const server = await listen(options.port);
  stops.push(server.close);
  const folder = takeFolder(options.data, options);
  stops.push(folder.release);
  options.onStep('database');
  const dynamo = await startDynamo({ data: join(folder.path, 'dynamodb') });
  stops.push(dynamo.stop);
  folder.guard(dynamo.pid);
  const client = localClient(dynamo.address);
  stops.push(() => client.destroy());
  await createTable(client, TABLE);

  const origin = `http://127.0.0.1:${server.port}`;
  const clock = movableClock(folder.path);
  const store = openStore(client, TABLE, keptSecret(folder, 'cursor-key', 32));
  const service: Service = { store, clock, origin };
  const issuer = await startIssuer({ origin, data: folder.path, people });
  const upstream = join(folder.path, 'upstream');
  fillUpstream(upstream, options.root);
  const onProgress = (done: number, all: number) => options.onStep('city', done, all);
  await loadCity({ store, at: clock.domain(), issuer: issuer.issuer, onProgress });

  const keyIn = (name: string) => fileKey(join(folder.path, name));
  const pace: Pace = {};
  const { id: clientId, secret: clientSecret } = issuer.client;
  const functions = functionsOf({
    service,
    keys: { token: keyIn('token-key.pem'), receipt: keyIn('receipt-key.pem') },
    issuer: { issuer: issuer.issuer, clientId, clientSecret },
    upstream: { open: (...asked) => folderUpstream(upstream, pace).open(...asked) },
    report: options.report,
  });
  const rounds = schedule(jobsOf(service), options.report);
  stops.push(
    rounds.stop,
    watchStream({ address: dynamo.address, table: TABLE, ring: () => void rounds.ring('sequencer') }),
  );
  const local = mounted(
    'local',
    localRoutes,
    { ...service, clock, pace, afterMove: () => rounds.ring('deadline') },
    options,
  );
  const app = platform([...functions, local]);
  server.serve(platformListener(origin, app.fetch, issuer.handle));
  options.onStep('ready');
  return { origin, broken: dynamo.ended };
}
