import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from './mutants.ts';

const read = (file: string) => readFileSync(join(resolve(import.meta.dirname, '../..'), file), 'utf8');

it.each(mutants)('$name: still there to be broken, and the test that kills it too', ({ file, edits, killer }) => {
  const source = read(file);
  for (const [find, put] of edits) {
    expect(source.split(find)).toHaveLength(2);
    expect(put).not.toBe(find);
  }
  const [test, title] = killer;
  expect(read(test)).toContain(title);
});
