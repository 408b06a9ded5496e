import type { ArticleId } from '../law/articles/titles.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { Gate, Links } from './gate.ts';
import { barredData, unreviewed } from './standing.ts';

/** The four streams that each can refuse alone, in the order in which their reasons are told. */
export const gateKinds = ['channel', 'basis', 'organization', 'dataset'] as const;
export type GateKind = (typeof gateKinds)[number];

/** What one request brings, all four gates read in one consistent batch. `now` is the domain clock. */
export interface Asking {
  readonly gates: Readonly<Partial<Record<GateKind, Gate>>>;
  /** The links by which the gates were read: claims of the token, or the channel's own. */
  readonly claimed: Links;
  /** The caller's organization. */
  readonly caller: string;
  /** Thumbprint of the key that the token was got with. */
  readonly key?: string;
  readonly now: Instant;
}

export interface Reason {
  readonly gate: GateKind;
  /** Which agreed term the request goes beyond; absent where it is no matter of terms. Alarms tell them apart. */
  readonly beyond?: 'validity' | 'scope' | 'purpose' | 'times' | 'quota';
  readonly article: ArticleId;
  readonly detail: Text;
  /** Who can lift it; absent when nobody can, or when only time or a repair helps. */
  readonly liftedBy?: readonly LegalRole[];
  readonly measure?: string;
}

/**
 * `not-found`: no such channel, or not the caller's (one answer for both). `refused`: by law or agreement, all reasons.
 * `unavailable`: the state cannot be read whole, so nothing is admitted (503, and an alarm).
 */
export type Admission =
  | { readonly admit: true; readonly scopes: readonly string[] }
  | {
      readonly admit: false;
      readonly kind: 'not-found' | 'refused' | 'unavailable';
      readonly reasons: readonly Reason[];
    };

/**
 * Whether a data request may pass, and under which scope documents (by hash; the effective scope is their
 * intersection). Fails closed: what is missing refuses. @see DZ-43
 */
export function admission(asking: Asking): Admission {
  const { channel } = asking.gates;
  if (channel?.links?.organization !== asking.caller) return { admit: false, kind: 'not-found', reasons: [notFound] };
  if (!sameLinks(channel.links, asking.claimed)) return { admit: false, kind: 'refused', reasons: [mismatch] };
  const missing = gateKinds.filter((kind) => !complete(kind, asking.gates[kind]));
  if (missing.length > 0) return { admit: false, kind: 'unavailable', reasons: missing.map(unreadable) };
  const present = gateKinds.flatMap((kind) => {
    const gate = asking.gates[kind];
    return gate ? [{ kind, gate }] : [];
  });
  const { basis = nothing, dataset = nothing } = asking.gates;
  const reasons = [
    ...present.flatMap(({ kind, gate }) => reasonsOf(kind, gate, asking)),
    ...barredData(dataset, basis, channel.links, asking.now),
  ];
  if (reasons.length > 0) return { admit: false, kind: 'refused', reasons };
  return { admit: true, scopes: [...new Set(present.flatMap(({ gate }) => scopesOf(gate)))] };
}

/** Both were seen to be there: this only tells the compiler. */
const nothing: Gate = { holds: {} };

const notFound: Reason = {
  gate: 'channel',
  article: 'POLICY-9',
  detail: { zh: '没有这个供给通道', en: 'there is no such channel' },
};

const mismatch: Reason = {
  gate: 'channel',
  article: 'POLICY-9',
  detail: {
    zh: '令牌所述的单位、数据或依据与通道不符，请重新取得令牌',
    en: 'the token names another organization, dataset or basis than the channel: get a new token',
  },
};

const unreadable = (gate: GateKind): Reason => ({
  gate,
  article: 'POLICY-9',
  detail: { zh: '暂时无法读取完整状态，不予放行，请稍后重试', en: 'the state cannot be read whole: try again later' },
});

/** A channel and its basis without a scope would supply everything: they count as unreadable. */
function complete(kind: GateKind, gate: Gate | undefined): boolean {
  return gate !== undefined && (gate.scope !== undefined || kind === 'organization' || kind === 'dataset');
}

function sameLinks(one: Links, other: Links): boolean {
  return (
    one.organization === other.organization &&
    one.dataset === other.dataset &&
    one.basis.kind === other.basis.kind &&
    one.basis.id === other.basis.id
  );
}

const scopesOf = (gate: Gate): string[] =>
  [gate.scope, ...Object.values(gate.holds).map((hold) => hold.scope)].filter((scope) => scope !== undefined);

function reasonsOf(kind: GateKind, gate: Gate, asking: Asking): Reason[] {
  return [
    ...refusing(kind, gate, asking),
    ...(kind === 'channel' ? strangeKey(gate, asking.key) : []),
    ...(kind === 'organization' ? abroad(gate) : []),
  ];
}

/** Why one gate refuses whoever asks, and for whatever rests on it: its end, its term, its measures, a missing review. */
export const refusing = (kind: GateKind, gate: Gate, asking: TermAsked): Reason[] => [
  ...ended(kind, gate),
  ...outsideTerm(kind, gate, asking),
  ...held(kind, gate),
  ...(kind === 'organization' ? unreviewed(gate, asking.now) : []),
];

type TermAsked = Pick<Asking, 'now'> & { readonly claimed: Pick<Links, 'basis'> };

function ended(kind: GateKind, { ended }: Gate): Reason[] {
  if (!ended) return [];
  const detail = { zh: `${names[kind].zh}已终止`, en: `the ${names[kind].en} has ended` };
  return [{ gate: kind, article: ended.article, detail, ...(ended.measure && { measure: ended.measure }) }];
}

function outsideTerm(kind: GateKind, { from, until }: Gate, { claimed, now }: TermAsked): Reason[] {
  const article = termArticle[claimed.basis.kind];
  if (from !== undefined && now < from) {
    const detail = { zh: `${names[kind].zh}自 ${from} 起有效`, en: `the ${names[kind].en} is valid from ${from}` };
    return [{ gate: kind, article, detail }];
  }
  if (until !== undefined && now >= until) {
    const detail = { zh: `${names[kind].zh}已于 ${until} 到期`, en: `the ${names[kind].en} expired at ${until}` };
    return [{ gate: kind, beyond: 'validity', article, detail }];
  }
  return [];
}

/** A restrict hold narrows by its scope; without one it would narrow nothing, so it refuses like the others. */
function held(kind: GateKind, { holds, consolidate }: Gate): Reason[] {
  const refusing = Object.values(holds).filter((hold) => hold.verb !== 'restrict' || hold.scope === undefined);
  const reasons: Reason[] = refusing.map(({ article, liftedBy, measure, verb }) => ({
    gate: kind,
    article,
    detail: {
      zh: `${names[kind].zh}已被${verb === 'close' ? '关闭' : '暂停'}`,
      en: `the ${names[kind].en} is ${verb === 'close' ? 'closed' : 'suspended'} by a measure`,
    },
    liftedBy,
    measure,
  }));
  return consolidate ? [...reasons, tooMany(kind)] : reasons;
}

const tooMany = (kind: GateKind): Reason => ({
  gate: kind,
  article: 'POLICY-4',
  detail: {
    zh: `${names[kind].zh}上的措施过多，合并前不予放行`,
    en: `the ${names[kind].en} carries more measures than fit: refused until they are consolidated`,
  },
  liftedBy: ['data-authority'],
});

function strangeKey({ keys }: Gate, key: string | undefined): Reason[] {
  if (!keys || (key !== undefined && keys.includes(key))) return [];
  const detail = { zh: '取得令牌的密钥不属于此通道', en: 'the key behind this token is not one of the channel’s' };
  return [{ gate: 'channel', article: 'POLICY-9', detail }];
}

/** Only an organization recorded as being in the mainland passes. */
function abroad({ mainland }: Gate): Reason[] {
  if (mainland === true) return [];
  const detail = {
    zh: '未登记为境内单位，默认不予提供',
    en: 'not recorded as a mainland organization: refused by default',
  };
  return [{ gate: 'organization', article: 'DSL-31', detail, liftedBy: ['data-authority'] }];
}

const names = {
  channel: { zh: '供给通道', en: 'channel' },
  basis: { zh: '供给依据', en: 'basis' },
  organization: { zh: '使用单位', en: 'organization' },
  dataset: { zh: '数据资源', en: 'dataset' },
} as const satisfies Record<GateKind, Text>;

/** Whose term it is: the agreement's, the sharing grant's, the opening grant's. */
const termArticle = {
  agreement: 'OPS-14',
  sharing: 'DZ-20',
  opening: 'DZ-29',
} as const satisfies Record<Links['basis']['kind'], ArticleId>;
