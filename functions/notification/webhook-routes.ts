import { commandsOn } from '../../shared/command.ts';
import { isRefusal, notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import {
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  subscription,
} from '../../shared/domain/subscription.ts';
import { type Caller, type Route, reply, routesFor } from '../../shared/http/route.ts';
import { instant } from '../../shared/law/time.ts';
import { readingRoutes } from '../../shared/reading.ts';
import { deadPlace, listDead, replayDead } from '../../shared/store/deliveries.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Given } from '../../shared/store/given.ts';
import { listByParty } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { addressDefect } from './destination.ts';
import { type NotificationService, secretOf } from './service.ts';
import { MAX_SUBSCRIPTIONS } from './spread.ts';
import {
  deadParams,
  deadView,
  pageQuery,
  replayedView,
  webhookBody,
  webhookParams,
  webhooksQuery,
  webhooksView,
  webhookView,
} from './webhook-schema.ts';

const tag = 'notification';
const base = '/webhooks';
const by = ['administrator'] as const;
const unknown = notFound('foreign', 'POLICY-22');
const { member } = routesFor<NotificationService>();
const example = { url: 'https://example.gov.cn/shuqi', kinds: ['case', 'registration'] };

const command = commandsOn<Subscription, SubscriptionCommand, SubscriptionEvent, NotificationService>(subscription, {
  tag,
  base,
  view: viewOf,
  replyShape: webhookView,
});

/** Webhook subscriptions 推送订阅 of an organization, kept by its administrator; and what could not be delivered. @see POLICY-22 */
export const webhookRoutes: Route<NotificationService>[] = [
  revealing(
    command({
      id: 'subscribeWebhook',
      command: 'subscribe',
      path: '',
      body: webhookBody,
      example,
      make: async ({ body: { url, kinds }, input, deps }) =>
        wrongAddress(input.body.url, deps) ??
        (await tooMany(deps.store, input.caller)) ?? { kinds, endpoint: url, jurisdiction: input.caller.jurisdiction },
    }),
  ),
  command({
    id: 'changeWebhook',
    command: 'change',
    path: '/{id}',
    method: 'put',
    body: webhookBody,
    example,
    ifMatch: 'required',
    make: ({ body: { url, kinds }, input, deps }) => wrongAddress(input.body.url, deps) ?? { kinds, endpoint: url },
  }),
  revealing(command({ id: 'rotateWebhookSecret', command: 'rotate', path: '/{id}/secret' })),
  command({ id: 'disableWebhook', command: 'disable', path: '/{id}/disable' }),
  command({ id: 'enableWebhook', command: 'enable', path: '/{id}/enable' }),
  command({ id: 'removeWebhook', command: 'remove', path: '/{id}/remove' }),
  member({
    id: 'listWebhooks',
    method: 'get',
    path: base,
    tag,
    summary: { zh: '本单位的推送订阅', en: 'Webhook subscriptions of your organization' },
    by,
    query: webhooksQuery,
    reply: webhooksView,
    handle: async ({ query: { status, ...page }, caller }, { store }) =>
      reply(await listByParty(store, { party: caller.organization, kind: 'subscription', status }, page)),
  }),
  member({
    id: 'readWebhook',
    method: 'get',
    path: `${base}/{id}`,
    tag,
    summary: { zh: '查看推送订阅', en: 'Read a webhook subscription' },
    by,
    params: webhookParams,
    reply: webhookView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, subscription, params.id);
      return mayRead(caller, found.state) ? reply(await viewOf(store, found), { version: found.version }) : unknown;
    },
  }),
  member({
    id: 'listDeadLetters',
    method: 'get',
    path: `${base}/{id}/dead-letters`,
    tag,
    summary: { zh: '未能送达的推送及原因', en: 'What could not be delivered, and why' },
    by,
    params: webhookParams,
    query: pageQuery,
    reply: deadView,
    handle: async ({ params, query, caller }, { store }) => {
      if (!(await isOwn(store, caller, params.id))) return unknown;
      const { items, ...rest } = await listDead(store, params.id, query);
      const shown = items.map((letter) => ({
        place: deadPlace(letter),
        message: letter.message,
        because: letter.because,
        attempts: letter.attempts,
        since: instant(letter.since),
        diedAt: instant(letter.diedAt),
        event: JSON.parse(letter.body),
      }));
      return reply({ items: shown, ...rest });
    },
  }),
  member({
    id: 'replayDeadLetter',
    method: 'post',
    path: `${base}/{id}/dead-letters/{place}/replay`,
    tag,
    summary: { zh: '重新推送', en: 'Send a dead letter on its way again' },
    by,
    params: deadParams,
    reply: replayedView,
    handle: async ({ params: { id, place }, caller }, { store }) => {
      const own = await isOwn(store, caller, id);
      return own && (await replayDead(store, id, place)) ? reply({ replayed: true }) : unknown;
    },
  }),
];

/** Every step of a subscription, for its own organization. */
export const webhookHistory = readingRoutes({
  tag,
  base,
  by,
  name: 'Webhook',
  machine: subscription,
  article: 'POLICY-22',
  mayRead,
});

function mayRead(caller: Caller, state: Subscription): boolean {
  return state.status !== 'none' && state.organization === caller.organization;
}

const isOwn = async (store: Context, caller: Caller, id: string): Promise<boolean> =>
  mayRead(caller, (await loadHead(store, subscription, id)).state);

function wrongAddress({ content }: Given, { loopback }: NotificationService): Refusal | undefined {
  const defect = addressDefect(String(content), loopback);
  return defect && refuse('POLICY-22', defect, '/url');
}

/** Counted by the index: two subscriptions of the same moment may pass, and the fifth is not sent to. */
async function tooMany(store: Context, { organization: party }: Caller): Promise<Refusal | undefined> {
  const query = { party, kind: 'subscription', status: 'active' };
  const { items } = await listByParty(store, query, { limit: MAX_SUBSCRIPTIONS });
  if (items.length < MAX_SUBSCRIPTIONS) return undefined;
  const detail = { zh: `每个主体最多 ${MAX_SUBSCRIPTIONS} 个订阅`, en: `at most ${MAX_SUBSCRIPTIONS} subscriptions` };
  return refuse('POLICY-22', detail);
}

/** Adds the secret to the answer, after everything that is kept of it: a retry makes it again from its number. */
function revealing(route: Route<NotificationService>): Route<NotificationService> {
  if (route.access !== 'member') return route;
  return {
    ...route,
    handle: async (input: Parameters<typeof route.handle>[0], deps: NotificationService) => {
      const answer = await route.handle(input, deps);
      if (answer instanceof Response || isRefusal(answer)) return answer;
      const shown = webhookView.parse(JSON.parse(answer.body));
      if (shown.generation === undefined) return answer;
      const secret = secretOf(deps.webhookSecret, shown.id, shown.generation);
      return { ...answer, body: JSON.stringify({ ...shown, secret }) };
    },
  };
}

async function viewOf(store: Context, { id, version, state }: Loaded<Subscription>) {
  if (state.status === 'none' || state.status === 'removed') return { id, version, status: state.status };
  const url = String((await getDocument(store, state.endpoint))?.content ?? '');
  const { status, kinds, generation } = state;
  return { id, version, status, kinds, url, generation, ...(state.status === 'disabled' && { cause: state.cause }) };
}
