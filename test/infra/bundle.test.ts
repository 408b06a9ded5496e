import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundleLimit } from '../../infra/aws/bundling.ts';
import { bundleBytes } from '../bench/bundles.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'shuqi-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(readdirSync(join(root, 'functions')))('keeps the bundle of %s within its limit', async (name) => {
  const bytes = await bundleBytes(join(root, `functions/${name}/handler.ts`), join(folder, `${name}.mjs`));
  expect(bytes).toBeLessThanOrEqual(bundleLimit(name));
});
