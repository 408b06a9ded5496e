import * as z from 'zod';
import type { ClocksRecomputed } from './clock-change.ts';
import { articleId, id, instant, openClock } from './values.ts';

const text = z.strictObject({ zh: z.string().max(400), en: z.string().max(400) });

/**
 * Why an organization is told: `step`: a row `tells` it · `started`: a clock began that it must keep · `soon`: three days
 * are left · `overdue`: it is late, told each day · `over`: a right has lapsed, told once · `recomputed`: by a new calendar.
 */
export const reason = z.enum(['step', 'started', 'soon', 'overdue', 'over', 'recomputed']);
export type Reason = z.infer<typeof reason>;

/** What one organization is told 通知. Nothing personal and nothing confidential: words of our tables, ids, and times. */
export const notice = z.strictObject({
  /** Of the event it tells of, or made from the clock and the moment of a reminder: the same notice has the same id. */
  id,
  reason,
  stream: z.strictObject({ kind: z.string().max(40), id }),
  /** What people call such a stream, and how its lists name this one. */
  of: text,
  title: z.string().max(300).optional(),
  step: z.strictObject({ command: z.string().max(40), label: text, article: articleId }).optional(),
  /** The clocks it is about; with `step`, those that the reader must keep. */
  clocks: z.array(openClock).max(8),
  /** For `recomputed`: the same clocks as they stood before. */
  were: z.array(openClock).max(8).optional(),
  /** Earlier reminders that nobody could send in time, and that this one stands for. */
  missed: z.int().positive().optional(),
  at: instant,
});
export type Notice = z.infer<typeof notice>;

/** Its form in the store; any machine's stream may carry it. @see ClocksRecomputed */
export const clocksRecomputed = z.strictObject({
  type: z.literal('clocks-recomputed'),
  at: instant,
  changes: z
    .array(z.strictObject({ from: openClock, to: openClock }))
    .min(1)
    .max(8),
}) satisfies z.ZodType<ClocksRecomputed>;
