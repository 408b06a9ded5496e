// Builds the `shuqi` command: infra/local/shuqi.ts → dist/shuqi.js. Runs at `npm ci` (prepare) and before `npm start`.
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const esbuild = await import('esbuild').catch(() => undefined);
if (!esbuild) {
  // `npm ci --omit=dev`: what is installed then runs nothing locally, so there is nothing to build.
  console.warn('esbuild 未安装，跳过构建；esbuild is not installed: nothing built');
  process.exit(0);
}

const { metafile } = await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['infra/local/shuqi.ts'],
  outdir: dist,
  bundle: true,
  // Packages stay in node_modules; each subcommand becomes a chunk of its own, read only when it is asked for.
  packages: 'external',
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  metafile: true,
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});

// Chunks of earlier builds go only now: a server that runs from them never meets a gap.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(dist)) if (!made.has(name)) rmSync(join(dist, name), { recursive: true });
chmodSync(join(dist, 'shuqi.js'), 0o755);
