import { isRefusal, notFound, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { generationOf, regulatoryPartner } from '../../shared/domain/regulatory-partner.ts';
import type { Route } from '../../shared/http/route.ts';
import { activeIn, MAX_PARTNERS } from '../../shared/partners.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Service } from '../../shared/service.ts';
import { generationIn, watchers } from './schema.ts';
import { type CreditService, partnerSecret } from './service.ts';

const taken = refuse(
  'POLICY-61',
  { zh: '该单位已登记为协同单位', en: 'this organization is a partner already' },
  '/organization',
);

/** Partners in regulation 监管协同单位, registered by the data authority; their secret is shown once, to be handed over. @see POLICY-61 */
export const partnerRoutes: Route<CreditService>[] = proceedingRoutes(
  regulatoryPartner,
  { tag: 'credit', base: '/regulatory/partners', name: 'RegulatoryPartner', watchers },
  (step) => ({
    register: step('register', {
      fills: ['authority'],
      fill: async ({ body, unit, input, deps }) => {
        const { state } = await unit.load(organization, body.organization);
        if (state.status !== 'verified') return notFound('missing', 'POLICY-61');
        const { jurisdiction, organization: authority } = input.caller;
        const active = await activeIn(deps.store, jurisdiction);
        return active.length < MAX_PARTNERS ? { authority, jurisdiction } : tooMany;
      },
      also: ({ unit, after, command }) => {
        unit.claim(regulatoryPartner.aggregate, command.organization, after.id, taken);
        return undefined;
      },
    }),
    rotate: step('rotate', {
      fills: ['generation'],
      fill: ({ before }) => ({ generation: generationOf(before.state) + 1 }),
    }),
    end: step('end', {
      also: ({ unit, after }) => {
        if (after.state.status === 'none') return undefined;
        unit.unclaim(regulatoryPartner.aggregate, after.state.organization, after.id);
        return undefined;
      },
    }),
  }),
).map(revealing);

const tooMany = refuse('POLICY-61', {
  zh: `一地最多 ${MAX_PARTNERS} 个协同单位`,
  en: `at most ${MAX_PARTNERS} partners in one jurisdiction: end one first`,
});

/** Adds the secret to the answers of `register` and `rotate`, after everything that is kept of them: a retry makes it again. */
function revealing(route: Route<Service>): Route<CreditService> {
  if (route.access !== 'member' || !['registerRegulatoryPartner', 'rotateRegulatoryPartner'].includes(route.id))
    return route;
  return {
    ...route,
    handle: async (input: Parameters<typeof route.handle>[0], deps: CreditService) => {
      const answer = await route.handle(input, deps);
      if (answer instanceof Response || isRefusal(answer)) return answer;
      const view: object = JSON.parse(answer.body);
      const { id, generation } = generationIn(view);
      const secret = partnerSecret(deps.webhookSecret, id, generation);
      return { ...answer, body: JSON.stringify({ ...view, secret }) };
    },
  };
}
