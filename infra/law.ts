import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Article, standings } from '../shared/law/articles/article.ts';
import { type ArticleId, isArticleId } from '../shared/law/articles/titles.ts';
import { articles } from '../shared/law/articles.ts';
import { type PeriodId, periods } from '../shared/law/periods.ts';
import { legalRoles } from '../shared/law/roles.ts';
import type { Period } from '../shared/law/time.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where a rule can live: what it says, its guard, its route, its test. */
const places = ['shared', 'functions', 'test'];
const MAX_LINES = 60;
const MAX_NEAR = 8;

/** `npm run law -- DZ-43`: what the rule says and where it lives. Returns the page and the exit code (2: no such rule). */
export function lawPage(argument: string | undefined): { readonly text: string; readonly exit: 0 | 2 } {
  if (argument === undefined) return { text: index(), exit: 0 };
  const id = argument.trim().toUpperCase().replace(/\(.*$/, '');
  return isArticleId(id) ? { text: page(id), exit: 0 } : { text: unknown(argument), exit: 2 };
}

function index(): string {
  return ids()
    .map((id) => `${id.padEnd(10)} ${articles[id].title.zh} · ${articles[id].title.en}`)
    .join('\n');
}

function page(id: ArticleId): string {
  const article: Article = articles[id];
  const { title, says, source, rank, standing, since, until } = article;
  const force = since ? `  in force ${since} … ${until ?? ''}` : '';
  return [
    `${id}  ${title.zh} · ${title.en}`,
    '',
    says.zh,
    says.en,
    '',
    source.zh,
    source.en,
    `rank ${rank}${force}  ${standings[standing].zh} · ${standings[standing].en}`,
    ...clocksOf(id).flatMap(clockLines),
    '',
    ...lives(id),
  ].join('\n');
}

const ids = (): ArticleId[] => Object.keys(articles).filter(isArticleId);

/** `REG-9` has the clocks `REG-9(1)` and `REG-9(4)`. */
function clocksOf(id: ArticleId): PeriodId[] {
  return (Object.keys(periods) as PeriodId[]).filter((period) => period.replace(/\(.*$/, '') === id);
}

function clockLines(id: PeriodId): string[] {
  const { what, who, from, values, ...may } = { extension: undefined, restart: undefined, ...periods[id] };
  const dated = values.map(({ value, ...days }) => {
    const until = 'until' in days ? days.until : '';
    return `  ${amount(value)}  (${days.since} … ${until})`;
  });
  return [
    '',
    `clock ${id}: ${what.zh} · ${what.en}`,
    `  ${who.map((role) => legalRoles[role].zh).join('、')} · ${who.join(', ')}; from ${from.zh} · ${from.en}`,
    ...(dated.length > 0 ? dated : ['  没有数值，不作猜测 · no value: never guessed']),
    ...(may.extension ? [`  extension: ${may.extension.zh} · ${may.extension.en}`] : []),
    ...(may.restart ? [`  restart: ${may.restart.zh} · ${may.restart.en}`] : []),
  ];
}

function amount(period: Period): string {
  if (period.unit === 'yearly') return `each year by ${period.month}-${period.day}`;
  if (period.unit === 'date') return `until ${period.on}`;
  return `${period.count} ${period.unit}${period.count === 1 ? '' : 's'}`;
}

/** Lines that name the rule, tests last; file names count (`test/law/REG-12.test.ts`). */
function lives(id: ArticleId): string[] {
  const mention = new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  const found = places.flatMap((place) =>
    sources(join(root, place)).flatMap((file) => {
      const path = file.slice(root.length);
      const lines = readFileSync(file, 'utf8').split('\n');
      const hits = lines.flatMap((line, at) => (mention.test(line) ? [`${path}:${at + 1}  ${line.trim()}`] : []));
      return hits.length === 0 && mention.test(path) ? [`${path}:1`] : hits;
    }),
  );
  if (found.length === 0) return ['没有代码引用 · cited nowhere yet'];
  const more = found.length - MAX_LINES;
  const shown = found.slice(0, MAX_LINES).map((line) => (line.length > 120 ? `${line.slice(0, 119)}…` : line));
  return more > 0 ? [...shown, `… ${more} more`] : shown;
}

function sources(folder: string): string[] {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name));
  } catch {
    // A fresh clone may lack a folder that nothing lives in yet.
    return [];
  }
}

function unknown(argument: string): string {
  const known = ids();
  const [series] = argument.trim().toUpperCase().split('-');
  const near = known.filter((id) => id.startsWith(`${series}-`));
  const number = Number(argument.match(/\d+/)?.[0] ?? 0);
  const distance = (id: string): number => Math.abs(Number(id.match(/\d+$/)?.[0] ?? 0) - number);
  near.sort((a, b) => distance(a) - distance(b));
  const hint = near.length > 0 ? `near: ${near.slice(0, MAX_NEAR).join(' ')}` : `series: ${seriesOf(known).join(' ')}`;
  return `没有编号 ${argument} 的规则 · no rule ${argument}\n${hint}`;
}

const seriesOf = (known: readonly string[]): string[] => [...new Set(known.map((id) => id.split('-')[0] ?? id))];

// Run as a command; imported by its test.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text, exit } = lawPage(process.argv[2]);
  (exit === 0 ? console.log : console.error)(text);
  process.exitCode = exit;
}
