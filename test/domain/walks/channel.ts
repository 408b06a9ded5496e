import * as fc from 'fast-check';
import type { Channel, ChannelCommand, ChannelEvent } from '../../../shared/domain/channel.ts';
import { channel } from '../../../shared/domain/channel.ts';
import { people } from '../examples.ts';
import { actor, hashOf, after as shift } from '../given.ts';
import { cases, measures, placed } from './holds.ts';
import type { Book, Walk } from './walk.ts';

const asked = {
  organization: 'shuju-company',
  dataset: 'weather',
  basis: { kind: 'agreement', id: 'agreement-1' },
  grantor: 'data-bureau',
  jurisdiction: '511700',
  scope: hashOf('a'),
} as const;

const book: Book<ChannelCommand> = {
  request: fc
    .constantFrom<{ replaces?: string; keys?: string[] }>({}, { replaces: 'channel-0' }, { keys: ['k'.repeat(43)] })
    .map((more) => (at) => ({
      type: 'request',
      at,
      actor: people.operator,
      ...asked,
      ...more,
    })),
  'register-keys': fc.constantFrom('k', 'l').map((letter) => (at) => ({
    type: 'register-keys',
    at,
    actor: people.operator,
    keys: [letter.repeat(43)],
  })),
  'drop-keys': fc.constantFrom('k', 'l').map((letter) => (at) => ({
    type: 'drop-keys',
    at,
    actor: people.system,
    keys: [letter.repeat(43)],
  })),
  open: fc.constantFrom(0, 1, 400 * 86_400_000).map((ms) => (at) => ({
    type: 'open',
    at,
    actor: people.agency,
    from: at,
    until: shift(at, ms),
  })),
  'record-first-supply': fc.integer({ min: 1 }).map((serial) => (at) => ({
    type: 'record-first-supply',
    at,
    actor: people.system,
    serial,
  })),
  hold: placed.map((hold) => (at) => ({ type: 'hold', at, actor: people.authority, hold: hold(at) })),
  release: fc.tuple(cases, measures).map(([caseId, lifted]) => (at) => ({
    type: 'release',
    at,
    actor: people.authority,
    case: caseId,
    measures: lifted,
  })),
  close: fc.constantFrom('decision' as const, 'expiry' as const, 'parties' as const).map((reason) => (at) => ({
    type: 'close',
    at,
    actor: people.grantor,
    reason,
  })),
};

export const channelWalk: Walk<Channel, ChannelCommand, ChannelEvent> = {
  machine: channel,
  rare: ['close'],
  book,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhou', 'other', 'operator')],
};
