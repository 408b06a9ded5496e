import { violation } from '../../shared/domain/case.ts';
import { creditRecord } from '../../shared/domain/credit-record.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { type RegulatoryEvent, regulatoryEvent } from '../../shared/domain/regulatory-event.ts';
import type { Caller, Route } from '../../shared/http/route.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Service } from '../../shared/service.ts';
import { watchers } from './schema.ts';

const unknown = notFound('missing', 'DZ-49');

/** Regulatory information received 收到的监管信息, for the supervisors of the partner's jurisdiction. @see DZ-49 */
export const eventRoutes: Route<Service>[] = proceedingRoutes(
  regulatoryEvent,
  { tag: 'credit', base: '/regulatory/events', name: 'RegulatoryEvent', watchers, mayRead: watchesHere },
  (step) => ({
    link: step('link', {
      fill: async ({ body, before, unit, input }) => {
        if (!watchesHere(input.caller, before.state)) return unknown;
        const { kind, id } = body.to;
        const { state } = await (kind === 'case' ? unit.load(violation, id) : unit.load(creditRecord, id));
        return state.status === 'none' ? unknown : {};
      },
    }),
    'set-aside': step('set-aside', {
      fill: ({ before, input }) => (watchesHere(input.caller, before.state) ? {} : unknown),
    }),
  }),
);

function watchesHere({ roles, jurisdiction }: Caller, state: RegulatoryEvent): boolean {
  return (
    state.status !== 'none' && state.jurisdiction === jurisdiction && roles.some((role) => watchers.includes(role))
  );
}
