import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mutant, mutants } from './mutants.ts';

/** `npx tsx test/fault/mutate.ts [part of a name]`: breaks a copy of the gate in each way and sees its test fail. */
const root = resolve(import.meta.dirname, '../..');
const [wanted = ''] = process.argv.slice(2);

const copy = mkdtempSync(join(tmpdir(), 'shuqi-mutants-'));
try {
  for (const name of ['functions', 'shared', 'infra', 'test', 'vitest.config.ts', 'tsconfig.json', 'package.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(resolve(root, 'node_modules'), join(copy, 'node_modules'));
  const survivors = mutants.filter(({ name }) => name.includes(wanted)).filter((one) => !killed(one));
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}

function killed({ name, file, edits, killer: [test, title] }: Mutant): boolean {
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    edits.reduce((text, [find, put]) => text.replace(find, () => put), sound),
  );
  const pattern = title.replace('%s', '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const run = spawnSync('npx', ['vitest', 'run', test, '-t', pattern], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  writeFileSync(path, sound);
  const said = `${run.stdout}${run.stderr}`;
  // A test that did not run, or a copy that does not load, kills nothing.
  const failed = run.status !== 0 && /Tests\s.*\d+ failed/.test(said);
  console.log(`${failed ? 'killed  ' : 'SURVIVES'}  ${name}  ←  ${test}: ${title}`);
  if (!failed) console.log(said.slice(-2_000));
  return failed;
}
