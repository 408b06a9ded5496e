import { endOfDay, type Instant, type LocalDate, startOfDay } from '../law/time.ts';
import { type GateKind, type Reason, refusing } from './admission.ts';
import type { Ground } from './decision.ts';
import type { Gate } from './gate.ts';
import type { Scope } from './scope.ts';
import { onlyOf, ownFields, within } from './scope.ts';
import { barredData } from './standing.ts';

/** One gate on which a product rests: its agreement, its operator, a dataset, a channel. */
export interface UpstreamGate {
  readonly kind: GateKind;
  readonly id: string;
  readonly gate: Gate | undefined;
}

/** The gates of a product as one consistent batch read them, and the scope documents that they name. */
export interface Upstream {
  readonly gates: readonly UpstreamGate[];
  readonly scopes: Readonly<Record<string, Scope>>;
}

/** When, and of what; both days included. */
interface Offered {
  readonly scope: Scope;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/**
 * Why a product may not be sold now, all reasons with article and who lifts them; none when it may. Computed at each
 * use and never stored: a measure, an amendment or a last day counts from its own moment on. What cannot be read
 * refuses. @see DZ-43, OPS-14, OPS-21
 */
export function cutOff({ scope, from, until }: Offered, upstream: Upstream, now: Instant): readonly Reason[] {
  return [
    ...ownDays(from, until, now),
    ...upstream.gates.flatMap((one) => (one.gate ? cutBy(one, one.gate, now) : [unread(one.kind)])),
    ...barredBelow(upstream, now),
    ...beyond(scope, upstream),
    ...outlasting(until, upstream),
  ];
}

/** Whether only its own days keep a product from being sold: then it is not suspended, it is over or to come. */
export const outsideDays = ({ from, until }: Omit<Offered, 'scope'>, now: Instant): 'before' | 'after' | undefined =>
  now < startOfDay(from) ? 'before' : now >= endOfDay(until) ? 'after' : undefined;

/** The fields of `asked` that the agreement does not allow, with where they stand. @see OPS-21 */
export function notAllowed(asked: Scope, allowed: Scope): readonly Ground[] {
  return Object.keys(asked.datasets).flatMap((dataset) =>
    ownFields(asked, dataset).flatMap((field, at): Ground[] => {
      if (ownFields(allowed, dataset).includes(field)) return [];
      const detail = { zh: `协议未许可字段“${field}”`, en: `the agreement does not allow the field ${field}` };
      return [{ article: 'OPS-21', detail, pointer: `/scope/${dataset}/${at}` }];
    }),
  );
}

/** What a scope says of content: when and how much a channel supplies does not concern what was made of it. */
export const contentOf = ({ times: _, quota: __, ...content }: Scope): Scope => content;

function ownDays(from: LocalDate, until: LocalDate, now: Instant): readonly Reason[] {
  const outside = outsideDays({ from, until }, now);
  if (!outside) return [];
  const detail =
    outside === 'before'
      ? { zh: `产品自 ${from} 起有效`, en: `the product is valid from ${from}` }
      : { zh: `产品有效期已于 ${until} 届满`, en: `the product was valid until ${until}` };
  return [{ gate: 'basis', article: 'OPS-14', detail }];
}

/** An agreement is the only basis of a product. */
const cutBy = ({ kind, id }: UpstreamGate, gate: Gate, now: Instant): readonly Reason[] =>
  refusing(kind, gate, { now, claimed: { basis: { kind: 'agreement', id } } });

/** What has been listed, disputed or not assessed again since bars the product made of it, too. @see LOCAL-1, NDR-31 */
function barredBelow({ gates }: Upstream, now: Instant): readonly Reason[] {
  const agreement = gates.find(({ kind }) => kind === 'basis');
  return gates.flatMap(({ kind, id: dataset, gate }) => {
    if (kind !== 'dataset' || !gate || !agreement?.gate) return [];
    return barredData(gate, agreement.gate, { dataset, basis: { kind: 'agreement', id: agreement.id } }, now);
  });
}

const unread = (gate: GateKind): Reason => ({
  gate,
  article: 'POLICY-9',
  detail: { zh: '上游状态不存在或无法读取，不予放行', en: 'an upstream state is not there or cannot be read: refused' },
});

/** Against the agreement, each dataset, and every measure that narrows one of them. A channel narrows its own supply. */
function beyond(scope: Scope, { gates, scopes }: Upstream): readonly Reason[] {
  const content = contentOf(scope);
  return gates.flatMap(({ kind, id, gate }): Reason[] => {
    if (!gate || kind === 'channel') return [];
    const part = kind === 'dataset' ? onlyOf(content, id) : content;
    const fits = (hash: string | undefined) => {
      if (hash === undefined) return kind !== 'basis';
      const allowed = scopes[hash];
      return allowed !== undefined && within(part, contentOf(allowed));
    };
    const narrowed = Object.values(gate.holds).filter((hold) => hold.scope !== undefined && !fits(hold.scope));
    return [
      ...(fits(gate.scope) ? [] : [outside(kind)]),
      ...narrowed.map(({ article, liftedBy, measure }) => ({ ...outside(kind), article, liftedBy, measure })),
    ];
  });
}

const outside = (gate: GateKind): Reason => ({
  gate,
  article: 'OPS-21',
  detail: {
    zh: '产品超出现行协议、目录或措施允许的范围',
    en: 'the product goes beyond what agreement, catalogue or a measure allow now',
  },
});

/** An amendment may have shortened the agreement below what the product promises. */
function outlasting(until: LocalDate, { gates }: Upstream): readonly Reason[] {
  const basis = gates.find(({ kind }) => kind === 'basis')?.gate;
  if (basis?.until === undefined || endOfDay(until) <= basis.until) return [];
  const detail = { zh: '产品有效期不得晚于协议期限', en: 'a product does not outlast its agreement' };
  return [{ gate: 'basis', article: 'OPS-14', detail }];
}
