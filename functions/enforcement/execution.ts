import type * as z from 'zod';
import { agreement } from '../../shared/domain/agreement.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { type Envelope, isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import { holding, type Measure, type Order } from '../../shared/domain/measure.ts';
import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import type { Settled } from '../../shared/store/given.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { lift, place } from './measures.ts';
import type { CaseCommandRoute } from './routes.ts';
import {
  decideBody,
  emergencyBody,
  measureBody,
  measuresBody,
  type orderBody,
  placeBody,
  settleBody,
} from './schema.ts';

/** The commands of a case that order, carry out or lift measures: one transaction each, whatever hangs below (DZ-43). */
export const execution = (command: CaseCommandRoute): Route<Service>[] => [
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
    also: ({ unit, before, after, command }) => liftGone(unit, before, after, command),
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
    also: ({ unit, before, after, command }) => liftGone(unit, before, after, command),
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

/** Lifts the measures that held before this command and no longer do. */
function liftGone(unit: Unit, before: Loaded<Case>, after: Loaded<Case>, envelope: Envelope) {
  const still = new Set(
    measuresOf(after)
      .filter(holding)
      .map(({ measure }) => measure),
  );
  const gone = measuresOf(before).filter((one) => holding(one) && !still.has(one.measure));
  return lift(unit, after.id, gone, envelope);
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
