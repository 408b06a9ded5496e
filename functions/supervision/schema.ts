import * as z from 'zod';
import { id, instant } from '../../shared/domain/values.ts';
import { type LegalRole, supervisors } from '../../shared/law/roles.ts';

/** Whoever looks at every proceeding of supervision in its jurisdiction; the parties see their own. */
export const watchers: readonly LegalRole[] = [...supervisors, 'head', 'auditor'];

const text = z.object({ zh: z.string(), en: z.string() });

export const workListView = z.object({
  /** From an index, which follows a change within moments. */
  asOf: instant,
  items: z.array(
    z.object({
      kind: z.string(),
      label: text,
      id,
      status: z.string(),
      state: text,
      title: z.string().optional(),
      period: z.string().optional(),
      dueAt: instant.optional(),
      overdue: z.boolean(),
    }),
  ),
  /** True when one kind had more than is looked through. */
  more: z.boolean(),
});
