import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lawPage } from '../../infra/law.ts';
import type { Article } from '../../shared/law/articles/article.ts';
import { type ArticleId, isArticleId } from '../../shared/law/articles/titles.ts';
import { articles } from '../../shared/law/articles.ts';
import { type TermId, terms } from '../../shared/law/terms.ts';

const all: [ArticleId, Article][] = Object.keys(articles)
  .filter(isArticleId)
  .map((id) => [id, articles[id]]);
const root = fileURLToPath(new URL('../..', import.meta.url));

describe('articles', () => {
  test('every article of the regulation is there, 1 to 53', () => {
    const numbers = all.flatMap(([id]) => (id.startsWith('DZ-') ? [Number(id.slice(3))] : []));
    expect(numbers).toEqual(Array.from({ length: 53 }, (_, at) => at + 1));
  });

  test.each(all)('%s says something in both languages and names its source', (_, article) => {
    for (const text of [article.title, article.says, article.source]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.zh).not.toMatch(/\p{Script=Han}[,;:?(]/u);
      expect(text.en).toMatch(/[a-z]{3}/);
    }
  });

  test.each(all)('%s ends after it starts', (_, { since, until }) => {
    if (until !== undefined) expect(since !== undefined && since < until).toBe(true);
  });

  test('our own rules admit that nobody has adopted them yet', () => {
    for (const [id, { rank, source }] of all) {
      const own = id.startsWith('POLICY-') || id.startsWith('LOCAL-');
      expect(rank === 'policy' || rank === 'local').toBe(own);
      if (own) expect(source.en).toContain('adopting decision: none yet');
    }
  });

  test('names that every object has are no articles', () => {
    expect(isArticleId('toString')).toBe(false);
    expect(isArticleId('DZ-54')).toBe(false);
  });

  test('an article that code cites is not marked as left undone', () => {
    const code = ['shared/domain', 'functions'].map(source).join('\n');
    const cited = all.filter(([id]) => code.includes(`'${id}'`));
    // When this names an id: set its standing to `partly` or `enforced` in shared/law/articles.
    const undone = cited.filter(([, { standing }]) => standing === 'planned' || standing === 'none');
    expect(undone.map(([id]) => id)).toEqual([]);
    expect(cited.map(([id]) => id)).toContain('DZ-43');
  });
});

describe('npm run law', () => {
  test('a rule: what it says, its source, its numbers, where it lives', () => {
    const { text, exit } = lawPage('REG-12');
    expect(exit).toBe(0);
    expect(text).toContain(articles['REG-12'].says.zh);
    expect(text).toContain('10 working-days');
    expect(text).toMatch(/shared\/law\/periods\.ts:\d+/);
    expect(text).toMatch(/shared\/domain\/registration-table\.ts:\d+/);
    expect(text.split('\n').length).toBeLessThan(90);
  });

  test('the id may be lower case or name a clock', () => {
    expect(lawPage('reg-9(1)').text).toContain('clock REG-9(1)');
    expect(lawPage('DZ-20').text).toContain('clock DZ-20(extension)');
    expect(lawPage('SH809').text).toContain('never guessed');
  });

  test('an unknown id: says so, lists near ones, exit 2', () => {
    expect(lawPage('DZ-54')).toMatchObject({ exit: 2, text: expect.stringContaining('near: DZ-53 DZ-52') });
    expect(lawPage('nothing')).toMatchObject({ exit: 2, text: expect.stringContaining('series: DZ REG') });
  });

  test('no id: every id with its title', () => {
    expect(lawPage(undefined).text.split('\n').length).toBe(all.length);
  });
});

test('one legal verb, one English word, one Chinese one', () => {
  const ids = Object.keys(terms) as TermId[];
  expect(new Set(ids.map((id) => terms[id].zh)).size).toBe(ids.length);
  expect(new Set(ids.map((id) => terms[id].en)).size).toBe(ids.length);
});

function source(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}
