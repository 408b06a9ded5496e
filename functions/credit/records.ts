import { tellHolders } from '../../shared/crediting.ts';
import { violation } from '../../shared/domain/case.ts';
import { creditRecord, standingOf } from '../../shared/domain/credit-record.ts';
import { notFound, refuse } from '../../shared/domain/decision.ts';
import type { Route } from '../../shared/http/route.ts';
import { entitledTo } from '../../shared/partners.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Service } from '../../shared/service.ts';
import { creditedBy, creditedItem, MAX_CREDITED } from '../../shared/store/credited.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { watchers } from './schema.ts';

/** Credit records 信用记录: what leaves is pushed in the transaction that lets it leave, and its end to all who got it. @see DZ-49 */
export const recordRoutes: Route<Service>[] = proceedingRoutes(
  creditRecord,
  { tag: 'credit', base: '/credit-records', name: 'CreditRecord', watchers },
  (step) => ({
    propose: step('propose', {
      fills: ['authority'],
      fill: async ({ body, unit, input }) => {
        const found = await caseOf(unit, body.case);
        const { state } = found;
        const own = 'authority' in state && state.authority === input.actor.organization;
        if (!own || state.subject !== body.subject) return notFound('missing', 'DZ-49');
        return { authority: state.authority, jurisdiction: state.jurisdiction, standing: standingOf(state) };
      },
      also: async ({ unit, after, command, deps }) => {
        if ((await creditedBy(deps.store, command.case)).length >= MAX_CREDITED) return tooMany;
        unit.put(creditedItem(command.case, after.id));
        return undefined;
      },
    }),
    publish: step('publish', {
      fills: ['recipients'],
      fill: async ({ before: { state }, unit, deps }) => {
        if (state.status === 'none') return notFound('missing', 'DZ-49');
        const [found, entitled] = await Promise.all([
          caseOf(unit, state.case),
          entitledTo(deps.store, 'credit', state.jurisdiction),
        ]);
        const recipients = entitled.filter((one) => one !== state.subject);
        return { recipients, standing: standingOf(found.state) };
      },
      also: async ({ unit, after, command }) => tellHolders(unit, after, 'published', command.at),
    }),
    uphold: step('uphold', {
      also: async ({ unit, after, command }) => tellHolders(unit, after, 'withdrawn', command.at),
    }),
    repair: step('repair', {
      also: async ({ unit, after, command }) => tellHolders(unit, after, 'repaired', command.at),
    }),
    withdraw: step('withdraw', {
      also: async ({ unit, after, command }) => tellHolders(unit, after, 'withdrawn', command.at),
    }),
  }),
);

const tooMany = refuse(
  'POLICY-60',
  { zh: `一案最多 ${MAX_CREDITED} 条信用记录`, en: `at most ${MAX_CREDITED} credit records rest on one case` },
  '/case',
);

/** The case as it stands; whatever is decided on it is decided again when the case moves meanwhile. */
async function caseOf(unit: Unit, id: string) {
  const found = await unit.load(violation, id);
  if (found.version > 0) unit.stand(found);
  return found;
}
