import * as z from 'zod/mini';
import { notice } from '../../shared/domain/notice.ts';
import { subscription } from '../../shared/domain/subscription.ts';
import { instant } from '../../shared/domain/values.ts';
import { noticeView } from '../../shared/notice-view.ts';
import { spread } from '../../shared/store/deliveries.ts';
import { listByParty } from '../../shared/store/lists.ts';
import { waiting } from '../../shared/store/queues.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import type { CloudEvent } from '../../shared/webhooks.ts';
import type { NotificationService } from './service.ts';

/** Subscriptions of one organization that are sent to. */
export const MAX_SUBSCRIPTIONS = 4;

const to = z.array(z.string());
const message = z.object({
  id: z.string(),
  stream: z.object({ kind: z.string(), id: z.string() }),
  what: z.string(),
  at: instant,
  data: z.json(),
});
const queued = z.union([z.object({ notice, to }), z.object({ message, to })]);
type Queued = z.infer<typeof queued>;

/** What waits to be told becomes a delivery for each subscription that wants it, once, in one transaction. */
export async function spreadNotices({ store, origin }: NotificationService): Promise<void> {
  for (;;) {
    const entries = await waiting(store, 'notice', queued);
    for (const { id, value } of entries) {
      const event = eventOf(value, origin);
      const body = JSON.stringify(event);
      const wanting = await Promise.all(value.to.map((organization) => subscribed(store, organization, kindOf(value))));
      const now = store.now();
      const deliveries = wanting.flat().map((one) => ({
        ...{ subscription: one, message: event.id, body, attempts: 0 },
        ...{ at: now, since: now },
      }));
      await spread(store, id, deliveries);
    }
    if (entries.length === 0) return;
  }
}

const kindOf = (value: Queued): string => ('notice' in value ? value.notice.stream.kind : value.message.stream.kind);

/** The index says which there are, each stream what it wants now: one disabled a moment ago is not sent to. */
async function subscribed(store: Context, party: string, kind: string): Promise<readonly string[]> {
  const query = { party, kind: 'subscription', status: 'active' };
  const { items } = await listByParty(store, query, { limit: MAX_SUBSCRIPTIONS });
  const found = await Promise.all(
    items.map(async ({ id }) => {
      const { state } = await loadHead(store, subscription, id);
      const wanted = state.status === 'active' && (state.kinds.includes('all') || state.kinds.includes(kind));
      return wanted && state.organization === party ? [id] : [];
    }),
  );
  return found.flat();
}

/** The envelope: type `shuqi.<kind>.<what>`, the stream as subject, the time of the domain clock. @see CloudEvents 1.0 */
function eventOf(value: Queued, source: string): CloudEvent {
  const common = { specversion: '1.0', source, datacontenttype: 'application/json' } as const;
  const named = ({ kind, id }: { kind: string; id: string }) => `${kind}/${id}`;
  if ('message' in value) {
    const { id, stream, what, at, data } = value.message;
    return { ...common, id, type: `shuqi.${stream.kind}.${what}`, subject: named(stream), time: at, data };
  }
  const told = value.notice;
  const what = told.reason === 'step' || told.reason === 'started' ? told.step?.command : undefined;
  return {
    ...common,
    id: told.id,
    type: `shuqi.${told.stream.kind}.${what ?? `clock-${told.reason}`}`,
    subject: named(told.stream),
    time: told.at,
    // Views hold texts and numbers only; what is absent is left out, as JSON does.
    data: JSON.parse(JSON.stringify(noticeView(told, told.at))),
  };
}
