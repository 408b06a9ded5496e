import * as fc from 'fast-check';
import {
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  subscription,
} from '../../../shared/domain/subscription.ts';
import { actor, documentOf } from '../given.ts';
import type { Book, Walk } from './walk.ts';

const admin = actor('admin', 'alpha', 'administrator');
const system = actor('system', 'platform', 'system');
const kinds = fc.constantFrom<string[]>(['all'], ['case', 'registration']);

const book: Book<SubscriptionCommand> = {
  subscribe: kinds.map((some) => (at) => ({
    ...{ type: 'subscribe', at, actor: admin, jurisdiction: '511700', kinds: some },
    endpoint: documentOf('endpoint'),
  })),
  change: kinds.map((some) => (at) => ({
    ...{ type: 'change', at, actor: admin, kinds: some },
    endpoint: documentOf('endpoint'),
  })),
  rotate: fc.constant((at) => ({ type: 'rotate', at, actor: admin })),
  disable: fc.constant((at) => ({ type: 'disable', at, actor: admin })),
  'give-up': fc.constant((at) => ({ type: 'give-up', at, actor: system })),
  enable: fc.constant((at) => ({ type: 'enable', at, actor: admin })),
  remove: fc.constant((at) => ({ type: 'remove', at, actor: admin })),
};

export const subscriptionWalk: Walk<Subscription, SubscriptionCommand, SubscriptionEvent> = {
  machine: subscription,
  rare: ['remove'],
  book,
  cast: [admin, system, actor('other', 'beta', 'administrator'), actor('ann', 'alpha', 'operator')],
};
