import { createTable, localClient, startDynamo } from '../../infra/local/dynamodb.ts';
import { admissionBench } from './admission.ts';
import { bundles } from './bundles.ts';
import { commandsBench } from './commands.ts';
import { logBench } from './log.ts';
import { print, type Section } from './report.ts';
import { revocationBench } from './revocation.ts';

type Bench = (client: ReturnType<typeof localClient>, table: string) => Promise<Section | readonly Section[]>;

const benches: Readonly<Record<string, Bench>> = {
  gate: admissionBench,
  revocation: revocationBench,
  commands: commandsBench,
  bundles,
  log: logBench,
};

/** `npm run bench [-- gate|revocation|commands|bundles|log] [--json]`: figures of this machine, each beside a baseline of the same run. */
const words = process.argv.slice(2).filter((word) => word !== '--json');
const wanted = words.length > 0 ? words : Object.keys(benches);
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
    await createTable(client, table);
    const bench = benches[name];
    if (bench) sections.push(...[await bench(client, table)].flat());
  }
  print(sections, process.argv.includes('--json'));
} finally {
  await dynamo.stop();
}
