import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
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
  command({ id: 'settleAgreement', command: 'settle', path: '/{id}/settlement', body: settleBody }),
];
