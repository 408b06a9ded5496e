import * as z from 'zod/mini';
import { notice } from '../../shared/domain/notice.ts';
import { organization } from '../../shared/domain/organization.ts';
import { topics } from '../../shared/domain/regulatory-partner.ts';
import { subscription } from '../../shared/domain/subscription.ts';
import { instant } from '../../shared/domain/values.ts';
import { noticeView } from '../../shared/notice-view.ts';
import { entitledTo } from '../../shared/partners.ts';
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
/** Whoever is entitled to a topic is looked up when it is sent; `subject` is the organization that it is about. */
const entitled = z.object({ topic: z.enum(topics), jurisdiction: z.string(), subject: z.string() });
const queued = z.union([z.object({ notice, to }), z.object({ message, to }), z.object({ message, entitled })]);
type Queued = z.infer<typeof queued>;

/** What waits to be told becomes a delivery for each subscription that wants it, once, in one transaction. */
export async function spreadNotices({ store, origin }: NotificationService): Promise<void> {
  for (;;) {
    const entries = await waiting(store, 'notice', queued);
    for (const { id, value } of entries) {
      const audience =
        'entitled' in value ? await entitledTo(store, value.entitled.topic, value.entitled.jurisdiction) : value.to;
      const event = eventOf(await coded(store, value), origin);
      const body = JSON.stringify(event);
      const wanting = await Promise.all(audience.map((organization) => subscribed(store, organization, kindOf(value))));
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

/** With the credit code of the organization that a regulatory message is about: the code, and no name, leaves. */
async function coded(store: Context, value: Queued): Promise<Queued> {
  if (!('entitled' in value)) return value;
  const { state } = await loadHead(store, organization, value.entitled.subject);
  const subject = state.status === 'none' ? undefined : state.creditCode;
  const facts = z.record(z.string(), z.json()).parse(value.message.data);
  return { ...value, message: { ...value.message, data: { ...facts, ...(subject !== undefined && { subject }) } } };
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
