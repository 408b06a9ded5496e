import { dataset } from '../../shared/domain/dataset.ts';
import { bars, type Dispute, dispute } from '../../shared/domain/dispute.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Instant } from '../../shared/law/time.ts';
import { concerned } from '../../shared/proceeding-reads.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { consequence, mark } from './marks.ts';
import { watchers } from './schema.ts';

/** Disputes 争议 and the opinions of the expert committee. @see DZ-47 */
export const disputeRoutes = proceedingRoutes(
  dispute,
  {
    tag: 'supervision',
    base: '/disputes',
    name: 'Dispute',
    watchers,
    mayRead: (caller, state: Dispute) =>
      concerned(dispute, watchers, caller, state) ||
      ('respondent' in state && state.respondent === caller.organization),
  },
  (step) => ({
    file: step('file', {
      fills: ['claimant'],
      fill: async ({ body, unit, input }) => {
        const other = await unit.load(organization, body.respondent);
        const about = body.dataset === undefined ? undefined : await unit.load(dataset, body.dataset);
        const place = about?.state.status === 'none' ? undefined : about?.state.jurisdiction;
        const known = other.state.status !== 'none' && about?.state.status !== 'none';
        return { claimant: input.actor.organization, known, ...(place !== undefined && { jurisdiction: place }) };
      },
    }),
    accept: step('accept', { also: ({ unit, before, after, command }) => follow(unit, before, after, command.at) }),
    settle: step('settle', { also: ({ unit, before, after, command }) => follow(unit, before, after, command.at) }),
    conclude: step('conclude', { also: ({ unit, before, after, command }) => follow(unit, before, after, command.at) }),
    withdraw: step('withdraw', { also: ({ unit, before, after, command }) => follow(unit, before, after, command.at) }),
  }),
);

/** The dataset is marked while a source dispute about it is open, and no longer. */
async function follow(unit: Unit, before: Loaded<Dispute>, after: Loaded<Dispute>, at: Instant) {
  const open = bars(after.state);
  if (bars(before.state) === open || !('dataset' in after.state) || after.state.dataset === undefined) return undefined;
  const { dataset: about } = after.state;
  return mark(unit, about, { type: 'mark-dispute', at, actor: consequence, dispute: after.id, open });
}
