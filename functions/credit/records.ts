import { violation } from '../../shared/domain/case.ts';
import { type CreditRecord, creditRecord, holdersOf, standingOf } from '../../shared/domain/credit-record.ts';
import { type In, notFound } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Route } from '../../shared/http/route.ts';
import type { Instant } from '../../shared/law/time.ts';
import { entitledTo } from '../../shared/partners.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Service } from '../../shared/service.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
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
      also: async ({ unit, after, command }) => push(unit, after, 'published', command.at),
    }),
    uphold: step('uphold', { also: async ({ unit, after, command }) => push(unit, after, 'withdrawn', command.at) }),
    repair: step('repair', { also: async ({ unit, after, command }) => push(unit, after, 'repaired', command.at) }),
    withdraw: step('withdraw', {
      also: async ({ unit, after, command }) => push(unit, after, 'withdrawn', command.at),
    }),
  }),
);

/** The case as it stands; whatever is decided on it is decided again when the case moves meanwhile. */
async function caseOf(unit: Unit, id: string) {
  const found = await unit.load(violation, id);
  if (found.version > 0) unit.stand(found);
  return found;
}

/** Tells everybody who holds the record, or is given it now: ids, the article, times and the credit code, no words. */
async function push(
  unit: Unit,
  after: Loaded<CreditRecord>,
  what: 'published' | 'withdrawn' | 'repaired',
  at: Instant,
) {
  const { state } = after;
  const to = holdersOf(state);
  const event = unit.events().at(-1)?.event;
  if (state.status === 'none' || event === undefined || to.length === 0) return undefined;
  const stream = { kind: creditRecord.aggregate, id: after.id };
  unit.publish({ id: `${event}-out`, stream, what, at, data: await dataOf(unit, after.id, state) }, to);
  return undefined;
}

async function dataOf(unit: Unit, record: string, state: Exclude<CreditRecord, In<CreditRecord, 'none'>>) {
  const [subject, authority] = await Promise.all([
    unit.load(organization, state.subject),
    unit.load(organization, state.authority),
  ]);
  const codeOf = (one: typeof subject) => (one.state.status === 'none' ? undefined : one.state.creditCode);
  return {
    record,
    status: state.status,
    subject: codeOf(subject),
    authority: codeOf(authority),
    article: state.article,
    case: state.case,
    publishedAt: state.done.publish?.at,
    href: `/credit-records/${record}`,
  };
}
