import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { type Decision, type Envelope, type In, type Machine, refuse, type Transitions } from './decision.ts';
import { MAX_KEYS } from './gate.ts';
import { cannotHold, cannotLift, type Hold, hold, holds, withHold, withoutMeasures } from './hold.ts';
import { channelFact } from './regulatory.ts';
import { channelStates } from './states.ts';
import { id, instant, jurisdiction, sha256 } from './values.ts';

/** What a channel rests on: an agreement (DZ-30), a sharing grant (DZ-20) or an opening grant with undertaking (DZ-27, 29). */
export const basis = z.strictObject({ kind: z.enum(['agreement', 'sharing', 'opening']), id });

/** Links never change: one dataset, to one organization, on one basis. */
const links = {
  organization: id,
  dataset: id,
  basis,
  /** The implementing body 实施机构 whose agreement it is, or the authority that granted. */
  grantor: id,
  jurisdiction,
  /** Hash of the scope document: the fields this channel may supply. */
  scope: sha256,
  /** Ended channel that this one stands in for. */
  replaces: id.optional(),
  /** JWK thumbprints that may fetch data here; absent: every live key of the organization. */
  keys: z
    .array(z.string().regex(/^[\w-]{43}$/))
    .max(MAX_KEYS)
    .optional(),
};
const opened = { ...links, from: instant, until: instant, firstSupplyAt: instant.optional() };

/** Supply channel 数据供给通道. `closed` is terminal: afterwards a new channel names the old one in `replaces`. */
export const channelState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('requested'), ...links, requestedAt: instant }),
  z.strictObject({ status: z.literal('open'), ...opened }),
  z.strictObject({ status: z.literal('held'), ...opened, holds }),
  z.strictObject({
    status: z.literal('closed'),
    ...links,
    closedAt: instant,
    reason: z.enum(['decision', 'expiry', 'parties']),
  }),
]);
export type Channel = z.infer<typeof channelState>;

export const channelEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('requested'), at: instant, ...links }),
  z.strictObject({ type: z.literal('keyed'), at: instant, keys: links.keys.unwrap() }),
  z.strictObject({ type: z.literal('opened'), at: instant, from: instant, until: instant }),
  z.strictObject({ type: z.literal('supplied-first'), at: instant, serial: z.int().positive() }),
  z.strictObject({ type: z.literal('held'), at: instant, hold }),
  z.strictObject({ type: z.literal('released'), at: instant, case: id, measures: z.array(id).min(1) }),
  z.strictObject({ type: z.literal('closed'), at: instant, reason: z.enum(['decision', 'expiry', 'parties']) }),
]);
export type ChannelEvent = z.infer<typeof channelEvent>;

type Requested = Extract<ChannelEvent, { type: 'requested' }>;
export type ChannelCommand = Envelope &
  (
    | ({ type: 'request' } & Omit<Requested, 'type' | 'at'>)
    | { type: 'register-keys'; keys: string[] }
    /** Those that may be used no longer; when none is left, nobody may fetch here. */
    | { type: 'drop-keys'; keys: readonly string[] }
    | { type: 'open'; from: Hold['at']; until: Hold['at'] }
    | { type: 'record-first-supply'; serial: number }
    | { type: 'hold'; hold: Hold }
    | { type: 'release'; case: string; measures: string[] }
    | { type: 'close'; reason: 'decision' | 'expiry' | 'parties' }
  );

type Command<K extends ChannelCommand['type']> = Extract<ChannelCommand, { type: K }>;
type Live = In<Channel, 'open'> | In<Channel, 'held'>;

const transitions: Transitions<Channel, ChannelCommand, ChannelEvent> = {
  request: {
    by: ['operator', 'source-unit'],
    article: 'DZ-30',
    label: { zh: '申请开通供给通道', en: 'request a channel' },
    tells: ['grantor'],
    none: ({ type: _, actor: __, ...asked }) => [{ type: 'requested', ...asked }],
  },
  open: {
    by: ['operating-agency'],
    article: 'DZ-30',
    label: { zh: '开通供给通道', en: 'open the channel' },
    tells: ['grantor', 'operator'],
    requested: ({ at, from, until }) =>
      until <= from || until <= at
        ? refuse(
            'OPS-14',
            { zh: '截止时间须晚于起始时间和当前时间', en: 'it must end after it begins and after now' },
            '/until',
          )
        : [{ type: 'opened', at, from, until }],
  },
  'register-keys': {
    by: ['operator', 'source-unit'],
    article: 'DZ-30',
    label: { zh: '登记通道密钥', en: 'register the channel keys' },
    requested: key,
    open: key,
    held: key,
  },
  'drop-keys': {
    by: ['system'],
    article: 'DZ-48',
    label: { zh: '停用受托方密钥', en: 'drop keys of a processor' },
    tells: ['operator'],
    requested: dropKeys,
    open: dropKeys,
    held: dropKeys,
  },
  'record-first-supply': {
    by: ['system'],
    article: 'REG-9',
    label: { zh: '记录首次供给', en: 'record the first supply' },
    open: firstSupply,
    held: firstSupply,
  },
  hold: {
    by: [...supervisors, 'operating-agency', 'right-holder', 'system'],
    article: 'DZ-43',
    label: { zh: '采取措施', en: 'place a measure' },
    tells: ['grantor', 'operator'],
    open: place,
    held: place,
  },
  release: {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '恢复供给', en: 'lift a measure' },
    tells: ['grantor', 'operator'],
    held: lift,
  },
  close: {
    by: ['grantor', 'data-authority', 'system'],
    article: 'DZ-43',
    label: { zh: '关闭供给通道', en: 'close the channel' },
    tells: ['grantor', 'operator'],
    requested: end,
    open: end,
    held: end,
  },
};

/** Supply channel 供给通道: requested → open ⇄ held → closed. @see DZ-30, DZ-43 */
export const channel: Machine<Channel, ChannelCommand, ChannelEvent> = {
  aggregate: 'channel',
  label: { zh: '供给通道', en: 'channel' },
  states: channelStates,
  state: channelState,
  event: channelEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  regulatory: channelFact,
  parties: (state) =>
    state.status === 'none'
      ? {}
      : { operator: state.organization, 'source-unit': state.organization, grantor: state.grantor },
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : {
          jurisdiction: state.jurisdiction,
          party: state.organization,
          rests: [`dataset#${state.dataset}`, `${state.basis.kind}#${state.basis.id}`],
        },
};

function key({ at, keys }: Command<'register-keys'>): Decision<ChannelEvent> {
  return [{ type: 'keyed', at, keys }];
}

function dropKeys({ at, keys }: Command<'drop-keys'>, state: In<Channel, 'requested'> | Live): Decision<ChannelEvent> {
  return [{ type: 'keyed', at, keys: (state.keys ?? []).filter((one) => !keys.includes(one)) }];
}

function firstSupply({ at, serial }: Command<'record-first-supply'>, state: Live): Decision<ChannelEvent> {
  return state.firstSupplyAt ? [] : [{ type: 'supplied-first', at, serial }];
}

function place({ at, hold }: Command<'hold'>, state: Live): Decision<ChannelEvent> {
  return cannotHold(state.status === 'held' ? state.holds : {}, hold) ?? [{ type: 'held', at, hold }];
}

function lift({ at, case: caseId, measures }: Command<'release'>, state: In<Channel, 'held'>): Decision<ChannelEvent> {
  return cannotLift(state.holds, caseId, measures) ?? [{ type: 'released', at, case: caseId, measures }];
}

function end({ at, reason }: Command<'close'>): Decision<ChannelEvent> {
  return [{ type: 'closed', at, reason }];
}

function evolve(state: Channel, event: ChannelEvent): Channel {
  if (event.type === 'requested') {
    const { type: _, at, ...asked } = event;
    return { status: 'requested', requestedAt: at, ...asked };
  }
  if (state.status === 'none' || state.status === 'closed') return state;
  switch (event.type) {
    case 'keyed':
      return { ...state, keys: event.keys };
    case 'opened': {
      const { status: _, ...rest } = state;
      return { ...linksOf(rest), status: 'open', from: event.from, until: event.until };
    }
    case 'supplied-first':
      return state.status === 'requested' ? state : { ...state, firstSupplyAt: event.at };
    case 'held':
      return state.status === 'requested'
        ? state
        : { ...state, status: 'held', holds: withHold(state.status === 'held' ? state.holds : {}, event.hold) };
    case 'released': {
      if (state.status !== 'held') return state;
      const left = withoutMeasures(state.holds, event.measures);
      if (Object.keys(left).length > 0) return { ...state, holds: left };
      const { holds: _, ...rest } = state;
      return { ...rest, status: 'open' };
    }
    case 'closed':
      return { ...linksOf(state), status: 'closed', closedAt: event.at, reason: event.reason };
  }
}

type Links = Omit<In<Channel, 'requested'>, 'status' | 'requestedAt'>;

function linksOf({ organization, dataset, basis, grantor, jurisdiction, scope, replaces, keys }: Links): Links {
  return {
    organization,
    dataset,
    basis,
    grantor,
    jurisdiction,
    scope,
    ...(replaces && { replaces }),
    ...(keys && { keys }),
  };
}
