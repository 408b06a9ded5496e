import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createTable, localClient, startDynamo } from '../../infra/local/dynamodb.ts';
import { admissionBench } from './admission.ts';
import { bundles } from './bundles.ts';
import { commandsBench } from './commands.ts';
import { logBench } from './log.ts';
import { print, type Section } from './report.ts';
import { revocationBench } from './revocation.ts';

type Bench = (client: ReturnType<typeof localClient>, table: string) => Promise<Section | readonly Section[]>;

const benches: Readonly<Record<string, Bench>> = {
  gate: async (client, table) => [await admissionBench(client, table), ...(await revocationBench(client, table))],
  revocation: revocationBench,
  commands: commandsBench,
  bundles,
  log: logBench,
};

/** Everything; `revocation` is a part of `gate`. */
const all = Object.keys(benches).filter((name) => name !== 'revocation');

/**
 * `npm run bench [-- gate|revocation|commands|bundles|log] [--json] [--plot FILE.svg]`: figures of this machine, each
 * beside a baseline of the same run. `--plot` writes what was served after a revoke, of `gate` or `revocation`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, plot: { type: 'string' } },
});
const wanted = positionals.length > 0 ? positionals : all;
const unknown = wanted.filter((name) => !benches[name]);
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

const dynamo = await startDynamo({});
try {
  const client = localClient(dynamo.address);
  const sections: Section[] = [];
  for (const name of wanted) {
    const table = `bench-${name}`;
    // Only the log's bell follows a stream; it would make every write of the others slower.
    await createTable(client, table, { stream: name === 'log' });
    const bench = benches[name];
    if (bench) sections.push(...[await bench(client, table)].flat());
  }
  print(sections, values.json === true);
  const lines = sections.flatMap((section) => section.lines ?? []);
  if (values.plot !== undefined && lines.length > 0) {
    // Read only when asked for: the plotter is larger than all the benches.
    const { servedAfterRevoke } = await import('./plot.ts');
    writeFileSync(values.plot, servedAfterRevoke(lines));
  }
} finally {
  await dynamo.stop();
}
