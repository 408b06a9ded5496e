import type * as z from 'zod';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { strictestOf } from '../../shared/domain/consolidation.ts';
import { type Envelope, isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import { holding, type Measure, type Order } from '../../shared/domain/measure.ts';
import { intersect, type Scope } from '../../shared/domain/scope.ts';
import type { Route } from '../../shared/http/route.ts';
import { lift, merge, place } from '../../shared/placing.ts';
import type { Settled } from '../../shared/store/given.ts';
import { getScope, putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { readmit } from './exclusion.ts';
import { binding } from './requests.ts';
import type { CaseCommandRoute } from './routes.ts';
import {
  consolidateBody,
  decideBody,
  emergencyBody,
  measureBody,
  measuresBody,
  type orderBody,
  placeBody,
  settleBody,
} from './schema.ts';
import type { EnforcementService } from './service.ts';

/** The commands of a case that order, carry out or lift measures: one transaction each, whatever hangs below (DZ-43). */
export const execution = (command: CaseCommandRoute): Route<EnforcementService>[] => [
  binding(command),
  command({
    id: 'actAtOnce',
    command: 'open-with-emergency',
    path: '/emergency',
    body: emergencyBody,
    patience: 'measure',
    make: async ({ body, input, deps }) => ({
      ...body,
      jurisdiction: input.caller.jurisdiction,
      authority: input.actor.organization,
      measures: await ordersOf(deps.store, body.measures),
    }),
    also: ({ unit, before, after, command }) => placeNew(unit, before, after, command),
  }),
  command({
    id: 'actAtOnceInCase',
    command: 'place-emergency',
    path: '/{id}/emergency',
    body: placeBody,
    patience: 'measure',
    make: async ({ body, input, deps }) => ({
      authority: input.actor.organization,
      measures: await ordersOf(deps.store, body.measures),
    }),
    also: ({ unit, before, after, command }) => placeNew(unit, before, after, command),
  }),
  command({
    id: 'settleEscalation',
    command: 'settle-escalation',
    path: '/{id}/escalation',
    body: settleBody,
    patience: 'measure',
    also: liftGone,
  }),
  command({
    id: 'decideCase',
    command: 'decide',
    path: '/{id}/decision',
    body: decideBody,
    make: async ({ body, deps }) => ({ ...body, measures: await ordersOf(deps.store, body.measures) }),
  }),
  command({
    id: 'commitMeasure',
    command: 'commit-measure',
    path: '/{id}/measures',
    body: measureBody,
    patience: 'measure',
    also: commitOne,
  }),
  command({
    id: 'consolidateMeasures',
    command: 'consolidate',
    path: '/{id}/consolidation',
    body: consolidateBody,
    example: {
      measures: ['measure-1', 'measure-2'],
      authority: { text: '合并措施的依据' },
      reasons: { text: '同一对象上的措施过多' },
    },
    patience: 'measure',
    make: async ({ body, before, deps }) => intoOne(deps.store, before, body),
    also: ({ unit, after, command: { at, actor, measures, into } }) => {
      const one = measuresOf(after).find(({ measure }) => measure === into.measure);
      if (!one) throw new Error('measures were merged into one that the case does not have');
      return merge(unit, after.id, one, measures, { at, actor });
    },
  }),
  command({
    id: 'proposeReinstatement',
    command: 'propose-reinstatement',
    path: '/{id}/reinstatement',
    body: measuresBody,
  }),
  command({
    id: 'approveReinstatement',
    command: 'approve-reinstatement',
    path: '/{id}/reinstatement/approval',
    patience: 'measure',
    also: liftGone,
  }),
];

/** Orders with ids of their own and the hash of their narrower scope, kept under it. */
async function ordersOf(store: Context, given: readonly Settled<z.infer<typeof orderBody>>[]): Promise<Order[]> {
  return Promise.all(
    given.map(async ({ scope, ...one }) => ({
      ...one,
      measure: store.newId(),
      ...(scope && { scope: await putScope(store, scope) }),
    })),
  );
}

const measuresOf = ({ state }: Loaded<Case>): readonly Measure[] => ('measures' in state ? state.measures : []);

/** Places the measures that this command added. */
function placeNew(unit: Unit, before: Loaded<Case>, after: Loaded<Case>, envelope: Envelope) {
  const known = new Set(measuresOf(before).map(({ measure }) => measure));
  return place(
    unit,
    after.id,
    measuresOf(after).filter(({ measure }) => !known.has(measure)),
    envelope,
  );
}

interface Lifting {
  readonly unit: Unit;
  readonly before: Loaded<Case>;
  readonly after: Loaded<Case>;
  readonly command: Envelope;
  readonly deps: EnforcementService;
}

/** Lifts the measures that held before this command and no longer do; excluded rows are supplied again. */
async function liftGone({ unit, before, after, command, deps: { store } }: Lifting): Promise<Refusal | undefined> {
  const still = new Set(
    measuresOf(after)
      .filter(holding)
      .map(({ measure }) => measure),
  );
  const gone = measuresOf(before).filter((one) => holding(one) && !still.has(one.measure));
  const envelope = { at: command.at, actor: command.actor };
  for (const measure of gone.filter(({ verb }) => verb === 'exclude')) {
    const refused = await readmit({ unit, store, caseId: after.id, measure, envelope });
    if (refused) return refused;
  }
  return lift(
    unit,
    after.id,
    gone.filter(({ verb }) => verb !== 'exclude'),
    envelope,
  );
}

/** The measure that takes the place of several: as strict as the strictest, for restrictions what all of them leave. */
async function intoOne(
  store: Context,
  before: Loaded<Case>,
  { measures, authority, reasons }: Settled<z.infer<typeof consolidateBody>>,
): Promise<{ measures: string[]; into: Order }> {
  const named = measuresOf(before).filter(({ measure }) => measures.includes(measure));
  const [first] = named;
  // Without any there is nothing to be as strict as: the machine says who may ask, then what is wrong with it.
  const verb = strictestOf(named) ?? 'suspend';
  const { target, article, clause } = first ?? { target: { kind: 'channel', id: 'none' }, article: 'DZ-43' };
  const scope = verb === 'restrict' ? await commonScope(store, named) : undefined;
  return { measures, into: { measure: store.newId(), verb, target, article, clause, authority, reasons, scope } };
}

async function commonScope(store: Context, measures: readonly Measure[]): Promise<string | undefined> {
  const found = await Promise.all(measures.map(({ scope }) => (scope ? getScope(store, scope) : undefined)));
  const scopes = found.filter((one): one is Scope => one !== undefined);
  const [first, ...others] = scopes;
  if (!first || scopes.length < measures.length) throw new Error('the scope of a restriction cannot be read');
  return putScope(store, others.reduce(intersect, first));
}

interface Committing {
  readonly unit: Unit;
  readonly after: Loaded<Case>;
  readonly command: Envelope & { readonly measure: string };
}

/** Carries out one measure of a decision; a termination goes out as a proposal to the grantor (POLICY-2). */
async function commitOne({ unit, after, command }: Committing): Promise<Refusal | undefined> {
  const one = measuresOf(after).find(({ measure }) => measure === command.measure);
  if (!one) throw new Error('a measure was committed that the case does not have');
  if (one.verb !== 'terminate') return place(unit, after.id, [one], command);
  const { at, actor } = command;
  const proposal = { type: 'propose-termination', at, actor, grounds: one.authority, case: after.id } as const;
  const proposed = await unit.decide(agreement, one.target.id, proposal);
  return isRefusal(proposed) ? proposed : undefined;
}
