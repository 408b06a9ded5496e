import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { aliases, bundleLimit, bundling } from '../../infra/aws/bundling.ts';
import { median, type Section } from './report.ts';

const root = resolve(import.meta.dirname, '../..');
const functions = readdirSync(join(root, 'functions'));

const environment = {
  SHUQI_TABLE: 'bench',
  SHUQI_ORIGIN: 'https://shuqi.example',
  SHUQI_CURSOR_KEY: '0'.repeat(64),
  SHUQI_ISSUER: 'https://sign-in.example',
  SHUQI_CLIENT_ID: 'bench',
  SHUQI_TOKEN_KEY: 'bench',
  SHUQI_LOG_KEY: 'bench',
  SHUQI_CHECKPOINT_BUCKET: 'bench',
  SHUQI_UPSTREAM: tmpdir(),
  SHUQI_PSEUDONYM_SECRET: '0'.repeat(64),
  SHUQI_WEBHOOK_SECRET: '0'.repeat(64),
  SHUQI_RECEIPT_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString(),
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** The least that talks to DynamoDB: a client and three commands. */
const bare = `import { DynamoDBClient, GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
export const handler = [new DynamoDBClient({}), GetItemCommand, QueryCommand, TransactWriteItemsCommand];`;

/** Bundles one file as a function is bundled; its size in bytes. */
export async function bundleBytes(entry: string, outfile: string, alias = aliases): Promise<number> {
  const { banner, ...options } = bundling;
  const { metafile } = await build({
    ...options,
    mainFields: [...options.mainFields],
    banner: { js: banner },
    absWorkingDir: root,
    alias: { ...alias },
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    metafile: true,
    logLevel: 'error',
  });
  return Object.values(metafile.outputs)[0]?.bytes ?? Number.NaN;
}

/** Bundle sizes and import times of every function, against a bare SDK client bundled the same way. */
export async function bundles(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'shuqi-bundles-'));
  try {
    const entry = join(root, 'bare-client.bench.mjs');
    writeFileSync(entry, bare);
    const base = {
      name: 'bare client',
      bytes: await bundleBytes(entry, join(folder, 'bare.mjs'), {}).finally(() => rmSync(entry)),
    };
    const made = [];
    for (const name of functions) {
      const bytes = await bundleBytes(join(root, `functions/${name}/handler.ts`), join(folder, `${name}.mjs`));
      made.push({ name, bytes });
    }
    // Disclosure reads its API document from beside its bundle; what it says does not matter to the import.
    writeFileSync(join(folder, 'openapi.json'), '{}');
    const baseMs = importMs(join(folder, 'bare.mjs'));
    return {
      title: 'Bundles',
      method: 'Minified ESM as deployed; import time is the median of 5 child processes, less an empty one.',
      rows: [
        { what: `${base.name}: size · import`, value: `${kb(base.bytes)} · ${baseMs.toFixed(0)} ms` },
        ...made.map(({ name, bytes }) => {
          const ms = importMs(join(folder, `${name}.mjs`));
          return {
            what: `${name}: size · import · ratio to the bare client`,
            value: `${kb(bytes)} · ${ms.toFixed(0)} ms · ${(ms / baseMs).toFixed(2)}`,
            target: `≤ ${bundleLimit(name) / 1024} KB · ≤ 1.5`,
          };
        }),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;

/** Milliseconds that an import takes inside its process. */
function importMs(file: string): number {
  // Lambda's own global, which a function that streams reads when it is loaded.
  const script = `globalThis.awslambda={streamifyResponse:(f)=>f};const t=performance.now();await import(${JSON.stringify(file)});process.stdout.write(String(performance.now()-t));process.exit(0)`;
  const runs = Array.from({ length: 5 }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...environment, PATH: process.env.PATH ?? '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        encoding: 'utf8',
      }),
    ),
  );
  return median(runs);
}
