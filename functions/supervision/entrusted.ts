import { channel } from '../../shared/domain/channel.ts';
import { type Contractor, contractor, reviewOf } from '../../shared/domain/contractor.ts';
import { type Envelope, isRefusal, notFound, type Refusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { type ProcessingContract, processor } from '../../shared/domain/processor.ts';
import type { Instant } from '../../shared/law/time.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Service } from '../../shared/service.ts';
import { heldKeys } from '../../shared/store/held-keys.ts';
import { revokeKey } from '../../shared/store/machine-keys.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { consequence } from './marks.ts';
import { watchers } from './schema.ts';

const tag = 'supervision';

/** Contractors 平台服务提供方: confidentiality contract, four-point review, supervision log. @see DZ-46 */
export const contractorRoutes = proceedingRoutes(
  contractor,
  { tag, base: '/contractors', name: 'Contractor', watchers: [...watchers, 'operating-agency'] },
  (step) => ({
    engage: step('engage', {
      // Its stream has the organization's own id, so that every look at the organization finds it.
      path: '/{id}/engage',
      fills: ['organization', 'keeper'],
      fill: async ({ before, unit, input }) => {
        const { state } = await unit.load(organization, before.id);
        if (state.status === 'none') return notFound('missing', 'DZ-46');
        return { organization: before.id, keeper: input.actor.organization, jurisdiction: state.jurisdiction };
      },
      also: follow,
    }),
    bind: step('bind', { also: follow }),
    review: step('review', { also: follow }),
    fail: step('fail', { also: follow }),
    end: step('end', { also: follow }),
  }),
);

/**
 * What the record says now, on the organization and its gate: channels that are open stop in the same transaction, and a
 * day that passes is compared at the gate. Nothing to do for one that was closed.
 */
async function follow({ unit, before, after, command: { at, actor } }: Followed): Promise<Refusal | undefined> {
  const [then, now] = [reviewOf(before.state), reviewOf(after.state)];
  if (same(then, now)) return undefined;
  const about = await unit.load(organization, after.id);
  if (about.state.status === 'none' || about.state.status === 'closed') return undefined;
  const marked = await unit.decide(organization, about, {
    type: 'mark-review',
    at,
    actor,
    ...(now && { reviewed: now }),
  });
  if (isRefusal(marked)) return marked;
  if (about.state.status !== 'verified') return undefined;
  const tightens = now !== undefined && (now.until === undefined || !then || now.until < (then.until ?? ''));
  const gate = { aggregate: 'organization', id: after.id };
  unit.gate(gate, { do: tightens ? 'tighten' : 'loosen', set: { reviewed: now } });
  return undefined;
}

/**
 * Revokes them for good, so that none comes back under another contract, and frees their places. Cut off they are already:
 * a crash before leaves keys without a contract, which get no token.
 */
async function revokeKeys({ id, state }: Loaded<ProcessingContract>, { store }: Service): Promise<void> {
  if (state.status !== 'ended') return;
  const by = state.done.end?.by ?? consequence.person;
  for (const { thumbprint } of await heldKeys(store, id)) {
    await revokeKey(store, { organization: state.operator, thumbprint, by });
  }
}

interface Followed {
  readonly unit: Unit;
  readonly before: Loaded<Contractor>;
  readonly after: Loaded<Contractor>;
  readonly command: Envelope;
}
type Review = ReturnType<typeof reviewOf>;
const same = (one: Review, other: Review) => (one && other ? one.until === other.until : one === other);

/** Processing contracts 委托处理合同 of operators with their sub-processors. @see DZ-48 */
export const processorRoutes = proceedingRoutes(
  processor,
  { tag, base: '/processing-contracts', name: 'ProcessingContract', watchers },
  (step) => ({
    record: step('record', {
      fills: ['operator'],
      fill: async ({ body, unit, input }) => {
        const { state } = await unit.load(organization, body.processor);
        return { operator: input.actor.organization, verified: state.status === 'verified' };
      },
    }),
    end: step('end', {
      also: ({ unit, before, command, deps }) => dropKeys(unit, deps.store, before.id, command.at),
      afterwards: revokeKeys,
    }),
  }),
);

/** Takes the keys held under a contract out of the channels, gates and all: the next request with one is refused. */
async function dropKeys(unit: Unit, store: Context, contract: string, at: Instant): Promise<Refusal | undefined> {
  const held = await heldKeys(store, contract);
  for (const id of new Set(held.map((one) => one.channel))) {
    const keys = held.filter((one) => one.channel === id).map(({ thumbprint }) => thumbprint);
    const before = await unit.load(channel, id);
    const { state } = before;
    if (state.status === 'none' || state.status === 'closed' || !state.keys?.some((one) => keys.includes(one)))
      continue;
    const after = await unit.decide(channel, before, { type: 'drop-keys', at, actor: consequence, keys });
    if (isRefusal(after)) return after;
    const left = 'keys' in after.state ? after.state.keys : [];
    if (state.status !== 'requested') unit.gate({ aggregate: 'channel', id }, { do: 'tighten', set: { keys: left } });
  }
  return undefined;
}
