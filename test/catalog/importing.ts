import { createHash } from 'node:crypto';
import { mergeDrafts } from '../../functions/catalog/intake/duplicates.ts';
import type { Draft } from '../../functions/catalog/intake/entry.ts';
import { intake, type Run, type Sink } from '../../functions/catalog/intake/intake.ts';
import type { Outcome } from '../../functions/catalog/intake/report.ts';
import type { Row } from '../../functions/catalog/intake/rows.ts';
import { type Ground, isRefusal } from '../../shared/domain/decision.ts';

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** A catalogue in memory that keeps drafts as the service would, and says what it was asked. */
export function catalogue(refuses: (draft: Draft) => readonly Ground[] = () => []) {
  const drafts = new Map<string, Draft>();
  const posts: string[] = [];
  const sink: Sink = {
    post: async (draft, key) => {
      posts.push(`${draft.entry.name}`);
      const refused = refuses(draft);
      if (refused.length === 0) drafts.set(key, draft);
      return refused;
    },
    merge: async (later, key) => {
      const kept = drafts.get(key);
      if (!kept) return sink.post(later, key);
      drafts.set(key, mergeDrafts(kept, later));
      return [];
    },
  };
  return { sink, drafts, posts };
}

export async function* given(...cells: Record<string, unknown>[]): AsyncGenerator<Row> {
  for (const [at, one] of cells.entries()) yield { number: at + 1, cells: one };
}

/** Runs an import that must not be refused, and collects its outcomes. */
export async function run(source: AsyncIterable<Row>, sink: Sink, options: Partial<Run> = {}) {
  const outcomes: Outcome[] = [];
  const result = await intake(source, sink, {
    file: 'f',
    digest,
    onOutcome: (one) => void outcomes.push(one),
    ...options,
  });
  if (isRefusal(result)) throw new Error('refused');
  return { ...result, outcomes };
}

export const row = (name: string, more: Record<string, unknown> = {}) => ({
  标题: name,
  数源单位: '市统计局',
  ...more,
});
export const articles = (reasons: readonly object[]) => reasons.map((one) => ('article' in one ? one.article : ''));
