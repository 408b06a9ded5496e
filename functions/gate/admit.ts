import { type Admission, admission, type GateKind, gateKinds, type Reason } from '../../shared/domain/admission.ts';
import type { Gate, Links } from '../../shared/domain/gate.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { instant } from '../../shared/law/time.ts';
import { type Exclusions, getExclusions } from '../../shared/store/exclusions.ts';
import { readGate, readGates } from '../../shared/store/gates.ts';
import { type StreamName, streamText } from '../../shared/store/keys.ts';
import { isSteady } from '../../shared/store/skew.ts';
import { effectiveScope } from './effective.ts';
import { type Bearer, type GateService, remember } from './service.ts';

/** A right to read, for less than FRESH_MS from `since`. Never kept for another request. */
export interface Pass {
  readonly links: Links;
  /** The effective scope of this one dataset, and its hash. */
  readonly permit: Scope;
  readonly scope: string;
  /** Hash of the list of excluded subjects, and the list. */
  readonly excluded?: { readonly hash: string; readonly list: Exclusions };
  /** When the admitting read began: monotonic milliseconds, and the real clock. */
  readonly since: number;
  readonly at: number;
}

export type Denial = Omit<Extract<Admission, { admit: false }>, 'admit'>;

export const isDenial = (outcome: object): outcome is Denial => 'reasons' in outcome;

/**
 * Admits one request, or one more stretch of a delivery: four gates in one consistent read, each can refuse alone.
 * @throws Busy, and what the store throws: then nothing is admitted either. @see DZ-43
 */
export async function admit(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {
  const links = bearer.links ?? (await ownLinks(bearer, deps));
  if (!links) return noChannel();
  const streams = streamsOf(bearer.channel, links);
  // Taken when the turn has come and before the read is sent: the answer shows a moment after it, not before.
  const { found, since, at } = await deps.reads(async () => {
    const began = { since: deps.monotonic(), at: deps.clock.real() };
    return { ...began, found: await readGates(deps.store, Object.values(streams)) };
  });
  if (!found) return unprocessed;
  // By the answer that just came: a clock that is wrong compares terms wrongly, and files records in wrong hours.
  if (!isSteady(deps.skew())) return clockOff(deps);
  const entries = gateKinds.flatMap((kind) => {
    const gate = found.get(streamText(streams[kind]));
    return gate ? [[kind, gate] as const] : [];
  });
  const outcome = decided(Object.fromEntries(entries), bearer, links, deps);
  if (isDenial(outcome)) return outcome;
  const effective = await effectiveScope(outcome.scopes, links, bearer.purpose, deps);
  if (isDenial(effective)) return effective;
  const hash = found.get(streamText(streams.dataset))?.exclusions;
  if (hash === undefined) return { ...effective, links, since, at };
  const list = await exclusionsBy(hash, deps);
  return list ? { ...effective, links, since, at, excluded: { hash, list } } : notExcludable;
}

/** Somebody else's channel and one that does not exist get one answer: the domain's own for no gates at all. */
export function noChannel(): Denial {
  const nothing: Links = { organization: '', dataset: '', basis: { kind: 'agreement', id: '' } };
  const outcome = admission({ gates: {}, claimed: nothing, caller: '', now: instant(0) });
  if (outcome.admit) throw new Error('admitted without any gate');
  return outcome;
}

function streamsOf(channel: string, { organization, dataset, basis }: Links): Record<GateKind, StreamName> {
  return {
    channel: { aggregate: 'channel', id: channel },
    basis: { aggregate: basis.kind, id: basis.id },
    organization: { aggregate: 'organization', id: organization },
    dataset: { aggregate: 'dataset', id: dataset },
  };
}

/** Links never change, so they may be remembered; whether the channel still supplies is read each time. */
async function ownLinks({ channel, organization }: Bearer, deps: GateService): Promise<Links | undefined> {
  const known = deps.linksOf.get(channel);
  const links = known ?? (await deps.reads(() => readGate(deps.store, { aggregate: 'channel', id: channel })))?.links;
  if (!known && links) remember(deps.linksOf, channel, links);
  return links?.organization === organization ? links : undefined;
}

function decided(
  gates: Partial<Record<GateKind, Gate>>,
  { organization, key, channel }: Bearer,
  claimed: Links,
  deps: GateService,
): Extract<Admission, { admit: true }> | Denial {
  const outcome = admission({ gates, claimed, caller: organization, key, now: deps.clock.domain() });
  if (outcome.admit) return outcome;
  const { kind, reasons } = outcome;
  if (kind === 'unavailable') deps.alarm(`gates missing: ${reasons.map(({ gate }) => gate).join(', ')}`, channel);
  return { kind, reasons };
}

const unprocessed: Denial = {
  kind: 'unavailable',
  reasons: gateKinds.map(
    (gate): Reason => ({
      gate,
      article: 'POLICY-9',
      detail: { zh: '存储繁忙，状态未能读全', en: 'the store is busy: the state could not be read whole' },
    }),
  ),
};

function clockOff({ skew, alarm }: GateService): Denial {
  alarm('the clock is not the store’s', `${skew() ?? 'unknown'} ms`);
  return { kind: 'unavailable', reasons: [{ gate: 'channel', article: 'POLICY-20', detail: wrongClock }] };
}

const wrongClock = {
  zh: '闸门时钟与存储时间相差超过六十秒或无从比对，不予放行，请稍后重试',
  en: 'this gate’s clock is more than 60 s off the store’s, or cannot be compared: try again later',
};

/** Named by its hash, a list never changes: remembered. */
async function exclusionsBy(hash: string, deps: GateService): Promise<Exclusions | undefined> {
  const known = deps.exclusions.get(hash);
  if (known) return known;
  const found = await deps.reads(() => getExclusions(deps.store, hash)).catch(() => undefined);
  if (found) remember(deps.exclusions, hash, found);
  else deps.alarm('excluded subjects cannot be read', hash);
  return found;
}

/** Subjects are excluded from this dataset and nobody can tell here which rows are theirs: then none is supplied. */
const notExcludable: Denial = {
  kind: 'refused',
  reasons: [
    {
      gate: 'dataset',
      article: 'DZ-43',
      detail: {
        zh: '数据资源中有须排除的主体，其名单或主体字段无法读取，不予提供',
        en: 'subjects are excluded from this dataset, and their list or field cannot be read: nothing is supplied',
      },
      liftedBy: ['data-authority'],
    },
  ],
};
