import type { Agreement } from '../domain/agreement-schema.ts';
import { allowances, validity } from '../domain/agreement-term.ts';
import type { Channel } from '../domain/channel.ts';
import { marksOf } from '../domain/dataset-marks.ts';
import type { Dataset } from '../domain/dataset-schema.ts';
import { type Gate, gate } from '../domain/gate.ts';
import { GATE_HOLDS, type Holds } from '../domain/hold.ts';
import type { Organization } from '../domain/organization-schema.ts';
import { canonical as canonicalScope, scopeOf } from '../domain/scope.ts';
import type { Instant } from '../law/time.ts';
import { equal, hex, utf8 } from '../ledger/bytes.ts';
import type { Hash } from '../ledger/hash.ts';
import { canonical, isJson } from '../ledger/jcs.ts';

/**
 * What a state demands of its gate. `none`: there is none yet · `open`: exactly these values and holds · `ended`: refuses
 * for good since that moment. A stream that was closed before its gate was opened has none either.
 */
export type Demand =
  | { readonly gate: 'none' }
  | { readonly gate: 'open'; readonly values: Pick<Gate, (typeof told)[number]>; readonly holds: Holds }
  | { readonly gate: 'ended'; readonly since: Instant };

const none: Demand = { gate: 'none' };

export function organizationDemands(state: Organization): Demand {
  if (state.status === 'verified') {
    const { mainland, reviewed, holds } = state;
    return { gate: 'open', values: { mainland, ...(reviewed && { reviewed }) }, holds };
  }
  return state.status === 'closed' ? { gate: 'ended', since: state.closedAt } : none;
}

export function datasetDemands(state: Dataset, id: string, hash: Hash): Demand {
  if (state.status === 'withdrawn') return { gate: 'ended', since: state.withdrawnAt };
  if (state.status !== 'published') return none;
  const whole = scopeOf(
    id,
    state.entry.items.map(({ name }) => name),
  );
  const scope = hex(hash(utf8(canonicalScope(whole))));
  const exclusions = state.exclusions?.list;
  const values = { scope, ...marksOf(state), ...(exclusions && { exclusions }) };
  return { gate: 'open', values, holds: state.holds };
}

export function agreementDemands(state: Agreement): Demand {
  switch (state.status) {
    case 'in-effect':
    case 'notice-served':
      return {
        gate: 'open',
        values: { ...validity(state.terms), ...allowances(state.terms), scope: state.terms.scope },
        holds: state.holds,
      };
    case 'expired':
    case 'terminated':
    case 'settled':
      return { gate: 'ended', since: state.endedAt };
    default:
      return none;
  }
}

export function channelDemands(state: Channel): Demand {
  if (state.status === 'closed') return { gate: 'ended', since: state.closedAt };
  if (state.status !== 'open' && state.status !== 'held') return none;
  const { from, until, scope, organization, dataset, basis, keys } = state;
  const links = { organization, dataset, basis };
  return {
    gate: 'open',
    values: { from, until, scope, links, ...(keys && { keys }) },
    holds: state.status === 'held' ? state.holds : {},
  };
}

/** The members of a gate that are not what the state demands; empty when all are. */
export function gateFaults(item: object, demand: Exclude<Demand, { gate: 'none' }>): readonly string[] {
  const parsed = gate.safeParse(item);
  if (!parsed.success) return ['form'];
  const { holds, ended, consolidate } = parsed.data;
  if (demand.gate === 'ended') return refusesSince(parsed.data, demand.since) ? [] : ['ended'];
  const wanted = demand.values;
  return [
    ...told.filter((name) => !same(parsed.data[name], wanted[name])),
    ...(ended ? ['ended'] : []),
    ...(holdsFit(holds, consolidate === true, demand.holds) ? [] : ['holds']),
  ];
}

/** What a state says of its gate beside holds and end. */
const told = [
  ...(['from', 'until', 'scope', 'links', 'keys', 'mainland', 'exclusions'] as const),
  ...(['level', 'disputed', 'assessed', 'excepts', 'declared', 'reviewed'] as const),
];

/** Ended by a measure or an act, or because its own last moment had come (then nobody needs to write). */
const refusesSince = ({ ended, until }: Gate, since: Instant): boolean =>
  ended ? ended.at === since : until !== undefined && until <= since;

/** A gate lists so many holds; beyond them it refuses everything (POLICY-4). */
function holdsFit(listed: Gate['holds'], consolidate: boolean, holds: Holds): boolean {
  const all = Object.keys(holds).length;
  const names = Object.keys(listed);
  if (consolidate !== all > GATE_HOLDS || names.length !== Math.min(all, GATE_HOLDS)) return false;
  return names.every((name) => same(listed[name], holds[name]));
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isJson(a) && isJson(b) && equal(canonical(a), canonical(b));
}
