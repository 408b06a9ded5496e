import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Area → what it may import: own areas (by path prefix) and packages. Longest prefix decides. */
const rules: readonly { area: string; own: readonly string[]; packages: readonly RegExp[] }[] = [
  { area: 'shared/law/', own: ['shared/law/'], packages: [] },
  { area: 'shared/domain/', own: ['shared/domain/', 'shared/law/'], packages: [/^zod/] },
  { area: 'shared/ledger/', own: ['shared/ledger/'], packages: [] },
  {
    area: 'shared/store/',
    own: ['shared/store/', 'shared/domain/', 'shared/law/', 'shared/ledger/'],
    packages: [/^zod/, /^@aws-sdk\//, /^node:crypto$/, /^jose$/],
  },
  {
    area: 'shared/http/',
    own: ['shared/http/', 'shared/law/', 'shared/domain/decision.ts'],
    packages: [/^zod/, /^hono/, /^node:crypto$/, /^jose$/],
  },
  { area: 'shared/', own: ['shared/'], packages: [/^zod/, /^standardwebhooks$/] },
  { area: 'functions/', own: ['shared/'], packages: [/^(?!aws-cdk-lib|constructs|@aws-sdk\/client-dynamodb)/] },
  {
    area: 'infra/aws/',
    own: ['infra/aws/', 'shared/store/table.ts'],
    packages: [/^aws-cdk-lib/, /^constructs$/, /^cdk-nag$/, /^node:/, /^@aws-sdk\/credential-provider-env$/],
  },
  { area: 'infra/', own: ['infra/', 'functions/', 'shared/'], packages: [/./] },
];

const files = ['shared', 'functions', 'infra'].flatMap(sources);

describe('import directions', () => {
  it.each(files)('%s', (file) => {
    const found = rules.find(({ area }) => file.startsWith(area));
    const strange = importsOf(file).filter((target) => !allowed(file, target, found));
    expect(strange).toEqual([]);
  });

  it('has no function that imports another function', () => {
    const crossing = files
      .filter((file) => file.startsWith('functions/'))
      .flatMap((file) => {
        const own = file.split('/').slice(0, 2).join('/');
        return importsOf(file).filter((target) => target.startsWith('functions/') && !target.startsWith(`${own}/`));
      });
    expect(crossing).toEqual([]);
  });
});

describe('the shape of the house', () => {
  it('keeps every file within 300 lines', () => {
    const long = [...files, ...sources('test')].filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 301,
    );
    expect(long).toEqual([]);
  });

  it('reads the environment in one place only', () => {
    const readers = files.filter((file) => !file.startsWith('infra/') && /process\.env/.test(code(file)));
    expect(readers).toEqual(['shared/config.ts']);
  });

  it('knows status codes only in the border', () => {
    const strange = files.filter(
      (file) => /^shared\/(law|domain|ledger|store)\//.test(file) && /\bnew Response\(/.test(code(file)),
    );
    expect(strange).toEqual([]);
  });

  it('gives every function folder a handler, routes and a schema', () => {
    const scheduled = ['deadline', 'sequencer'];
    const folders = readdirSync(join(root, 'functions'));
    const lacking = folders.flatMap((folder) => {
      const present = readdirSync(join(root, 'functions', folder));
      const wanted = scheduled.includes(folder) ? ['handler.ts'] : ['handler.ts', 'routes.ts', 'schema.ts'];
      return wanted.filter((file) => !present.includes(file)).map((file) => `${folder}/${file}`);
    });
    expect(lacking).toEqual([]);
  });
});

function allowed(file: string, target: string, rule: (typeof rules)[number] | undefined): boolean {
  if (!rule) return false;
  const local = /^(shared|functions|infra|test)\//.test(target);
  if (!local) return rule.packages.some((known) => known.test(target));
  const own = file.startsWith('functions/') ? [...rule.own, `${file.split('/').slice(0, 2).join('/')}/`] : rule.own;
  return own.some((prefix) => target.startsWith(prefix));
}

/** What a file imports at run time or for its types: own files by path from the root, packages by name. */
function importsOf(file: string): string[] {
  const found = [
    ...code(file).matchAll(/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/g),
  ];
  return found.map((match) => {
    const target = match[1] ?? match[2] ?? '';
    return target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target;
  });
}

const code = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}
