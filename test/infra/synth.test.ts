import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { grants } from '../../infra/aws/grants.ts';

it('synthesises offline, with a bundle for every function and the API document beside the one that serves it', () => {
  const root = resolve(import.meta.dirname, '../..');
  const output = mkdtempSync(join(tmpdir(), 'shuqi-synth-'));
  try {
    execFileSync(join(root, 'node_modules/.bin/cdk'), ['synth', '--quiet', '--output', output], {
      cwd: root,
      stdio: 'pipe',
    });
    const all = readdirSync(output, { recursive: true, encoding: 'utf8' });
    expect(all.filter((name) => name.endsWith('.template.json'))).toHaveLength(2);
    expect(all.filter((name) => name.endsWith('index.mjs')).length).toBeGreaterThanOrEqual(Object.keys(grants).length);
    expect(all.filter((name) => name.endsWith('openapi.json'))).toHaveLength(1);
  } finally {
    rmSync(output, { recursive: true });
  }
}, 300_000);
