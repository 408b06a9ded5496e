import * as z from 'zod';
import { instant } from '../../shared/domain/values.ts';
import { place } from '../../shared/store/inbox.ts';

export const inboxQuery = z.strictObject({
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  lang: z.enum(['zh', 'en']).optional(),
});
export const placeParams = z.strictObject({ place });

const text = z.object({ zh: z.string(), en: z.string() });
const clock = z.object({
  rule: z.string(),
  href: z.string(),
  what: text,
  startedAt: instant,
  dueAt: instant,
  until: text,
  provisional: z.boolean(),
  calendar: z.string(),
  lapses: z.boolean(),
  overdue: z.boolean(),
  daysLeft: z.int(),
  daysOver: z.int(),
  /** Whether it still runs: read from the stream just now. */
  running: z.boolean().optional(),
});
const told = z.object({
  place,
  read: z.boolean(),
  id: z.string(),
  reason: z.string(),
  at: instant,
  heading: text,
  of: text,
  title: z.string().optional(),
  stream: z.object({ kind: z.string(), id: z.string(), href: z.string() }),
  article: z.object({ id: z.string(), href: z.string() }),
  step: z.object({ command: z.string(), label: text }).optional(),
  clocks: z.array(clock),
  /** The same clocks as they stood before a schedule was loaded. */
  were: z.array(z.object({ rule: z.string(), dueAt: instant, until: text })).optional(),
  /** Earlier reminders that could not be sent in time, and that this one stands for. */
  missed: z.int().optional(),
  meanwhile: text,
  reply: z.object({ href: z.string(), text }),
});

export const inboxView = z.object({
  asOf: instant,
  unread: z.int(),
  /** True when there are more unread ones than were counted. */
  more: z.boolean(),
  /** What is overdue and still runs comes first, then the newest. */
  items: z.array(told),
  cursor: z.string().optional(),
});
export type InboxView = z.infer<typeof inboxView>;
export const unreadView = z.object({ unread: z.int(), more: z.boolean() });
export const readersView = z.object({ place, readBy: z.array(z.string()) });
export const readView = z.object({ read: z.boolean() });
