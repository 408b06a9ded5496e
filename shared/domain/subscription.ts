import * as z from 'zod';
import { type Decision, type Envelope, type In, type Machine, refuse, type Transitions } from './decision.ts';
import type { States } from './states.ts';
import { documentRef, id, instant, jurisdiction } from './values.ts';

/** Kinds of streams whose notices are sent, or `all`. */
export const MAX_KINDS = 20;
const written = {
  kinds: z.array(id).min(1).max(MAX_KINDS),
  /** The address stands in a document: it may carry a token of the receiver's. */
  endpoint: documentRef,
};
const links = { organization: id, jurisdiction };
const live = {
  ...links,
  ...written,
  /** Which secret signs; the secret itself stands nowhere, it is made from this number. */
  generation: z.int().positive(),
  rotatedAt: instant.optional(),
};
/** `asked`: by a person · `gone`: the receiver answered 410. */
const cause = z.enum(['asked', 'gone']);

/** Subscription 推送订阅: where an organization is sent what its inbox is told. Removed for good, never reused. */
export const subscriptionState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('active'), ...live }),
  z.strictObject({ status: z.literal('disabled'), ...live, cause }),
  z.strictObject({ status: z.literal('removed'), ...links, removedAt: instant }),
]);
export type Subscription = z.infer<typeof subscriptionState>;

export const subscriptionEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribed'), at: instant, by: id, ...links, ...written }),
  z.strictObject({ type: z.literal('changed'), at: instant, by: id, ...written }),
  z.strictObject({ type: z.literal('rotated'), at: instant, by: id }),
  z.strictObject({ type: z.literal('disabled'), at: instant, cause }),
  z.strictObject({ type: z.literal('enabled'), at: instant, by: id }),
  z.strictObject({ type: z.literal('removed'), at: instant, by: id }),
]);
export type SubscriptionEvent = z.infer<typeof subscriptionEvent>;

type Data<T extends SubscriptionEvent['type']> = Omit<Extract<SubscriptionEvent, { type: T }>, 'type' | 'at' | 'by'>;
export type SubscriptionCommand = Envelope &
  (
    | ({ type: 'subscribe' } & Omit<Data<'subscribed'>, 'organization'>)
    | ({ type: 'change' } & Data<'changed'>)
    | { type: 'rotate' }
    | { type: 'disable' }
    | { type: 'give-up' }
    | { type: 'enable' }
    | { type: 'remove' }
  );
type Command<K extends SubscriptionCommand['type']> = Extract<SubscriptionCommand, { type: K }>;
type Live = In<Subscription, 'active' | 'disabled'>;

/** How long the secret before a rotation still signs beside the new one. */
export const ROTATION_MS = 24 * 3_600_000;

const states: States<Subscription> = {
  none: { zh: '尚不存在', en: 'not there yet' },
  active: { zh: '推送中', en: 'active' },
  disabled: { zh: '已停用', en: 'disabled' },
  removed: { zh: '已删除', en: 'removed' },
};

const transitions: Transitions<Subscription, SubscriptionCommand, SubscriptionEvent> = {
  subscribe: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '订阅推送', en: 'subscribe to webhooks' },
    none: ({ type: _, actor, at, ...asked }) => [
      { type: 'subscribed', at, by: actor.person, organization: actor.organization, ...asked },
    ],
  },
  change: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '变更推送地址或范围', en: 'change where and what is sent' },
    active: change,
    disabled: change,
  },
  rotate: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '更换签名密钥', en: 'rotate the secret' },
    active: ({ at, actor }) => [{ type: 'rotated', at, by: actor.person }],
    disabled: ({ at, actor }) => [{ type: 'rotated', at, by: actor.person }],
  },
  disable: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '停用推送', en: 'disable it' },
    active: ({ at }) => [{ type: 'disabled', at, cause: 'asked' }],
  },
  'give-up': {
    by: ['system'],
    article: 'POLICY-22',
    label: { zh: '接收方已撤销，停用推送', en: 'disable what the receiver says is gone' },
    tells: ['administrator'],
    active: ({ at }) => [{ type: 'disabled', at, cause: 'gone' }],
  },
  enable: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '恢复推送', en: 'enable it again' },
    disabled: ({ at, actor }) => [{ type: 'enabled', at, by: actor.person }],
  },
  remove: {
    by: ['administrator'],
    article: 'POLICY-22',
    label: { zh: '删除订阅', en: 'remove the subscription' },
    active: ({ at, actor }) => [{ type: 'removed', at, by: actor.person }],
    disabled: ({ at, actor }) => [{ type: 'removed', at, by: actor.person }],
  },
};

/** Subscription 推送订阅: active ⇄ disabled → removed. @see POLICY-22 @see DZ-49 */
export const subscription: Machine<Subscription, SubscriptionCommand, SubscriptionEvent> = {
  aggregate: 'subscription',
  label: { zh: '推送订阅', en: 'webhook subscription' },
  states,
  state: subscriptionState,
  event: subscriptionEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { administrator: state.organization }),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, party: state.organization },
};

function change({ at, actor, kinds, endpoint }: Command<'change'>, state: Live): Decision<SubscriptionEvent> {
  if (state.endpoint.document === endpoint.document && state.kinds.join() === kinds.join()) {
    return refuse('POLICY-22', { zh: '没有变化', en: 'nothing would change' });
  }
  return [{ type: 'changed', at, by: actor.person, kinds, endpoint }];
}

function evolve(state: Subscription, event: SubscriptionEvent): Subscription {
  if (event.type === 'subscribed') {
    const { type: _, at: __, by: ___, ...asked } = event;
    return { status: 'active', ...asked, generation: 1 };
  }
  if (state.status === 'none' || state.status === 'removed') return state;
  switch (event.type) {
    case 'changed':
      return { ...state, kinds: event.kinds, endpoint: event.endpoint };
    case 'rotated':
      return { ...state, generation: state.generation + 1, rotatedAt: event.at };
    case 'disabled':
      return { ...state, status: 'disabled', cause: event.cause };
    case 'enabled': {
      if (state.status === 'active') return state;
      const { cause: _, ...rest } = state;
      return { ...rest, status: 'active' };
    }
    case 'removed':
      return {
        status: 'removed',
        organization: state.organization,
        jurisdiction: state.jurisdiction,
        removedAt: event.at,
      };
  }
}
