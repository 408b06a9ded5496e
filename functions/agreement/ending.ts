import type { Agreement } from '../../shared/domain/agreement-schema.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Refusal, refuse } from '../../shared/domain/decision.ts';
import type { Route } from '../../shared/http/route.ts';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { Service } from '../../shared/service.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { AgreementCommandRoute } from './agreements.ts';
import { endGate } from './gates.ts';
import { deliveryBody, disposalBody, noticeBody, reasonBody, settleBody, terminationBody } from './schema.ts';

/**
 * How an agreement ends: a proposal, the grantor's answer, the notice, its delivery, or the last day; then settlement.
 * Serving the notice changes nothing for the channels, its delivery ends them. @see POLICY-2, CC-565, CC-567
 */
export const ending = (command: AgreementCommandRoute): Route<Service>[] => [
  command({
    id: 'proposeTermination',
    command: 'propose-termination',
    path: '/{id}/termination',
    body: terminationBody,
    make: async ({ body, before, unit }) =>
      (await notTheirCase(unit, before.state, body.case, 'POLICY-2', '/case')) ?? body,
  }),
  command({
    id: 'declineTermination',
    command: 'decline-termination',
    path: '/{id}/termination/decline',
    body: reasonBody,
  }),
  command({ id: 'serveTermination', command: 'serve-notice', path: '/{id}/termination/notice', body: noticeBody }),
  command({
    id: 'recordTerminationDelivery',
    command: 'record-delivery',
    path: '/{id}/termination/delivery',
    body: deliveryBody,
    patience: 'measure',
    also: ({ unit, after, command }) => endGate(unit, after, command.deliveredAt, 'CC-565'),
  }),
  command({
    id: 'expireAgreement',
    command: 'expire',
    path: '/{id}/expire',
    patience: 'measure',
    also: ({ unit, after, command }) => endGate(unit, after, command.at, 'OPS-14'),
  }),
  command({ id: 'recordDisposal', command: 'dispose', path: '/{id}/disposals', body: disposalBody }),
  command({
    id: 'settleAgreement',
    command: 'settle',
    path: '/{id}/settlement',
    body: settleBody,
    make: async ({ body, before, unit }) =>
      (await notTheirCase(unit, before.state, body.compensation?.case, 'CC-567', '/compensation/case')) ?? body,
  }),
];

/** A case is named only where there is one about a side of this agreement; nobody learns of any other. */
async function notTheirCase(
  unit: Unit,
  agreed: Agreement,
  named: string | undefined,
  article: ArticleId,
  pointer: string,
): Promise<Refusal | undefined> {
  if (named === undefined || agreed.status === 'none') return undefined;
  const { state } = await unit.load(violation, named);
  if (state.status !== 'none' && [agreed.operator, agreed.grantor].includes(state.subject)) return undefined;
  return refuse(article, { zh: '没有这一涉及协议双方的案件', en: 'no such case about a side of it' }, pointer);
}
