import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import type { CaseCommandRoute } from './routes.ts';
import {
  acceptBody,
  answerBody,
  appealBody,
  deliveryBody,
  documentBody,
  factsBody,
  notifyBody,
  outcomeBody,
  reasonsBody,
  rectifyBody,
  replyBody,
  reportBody,
} from './schema.ts';

/** Due process (POLICY-5): report, facts, notice, reply, delivery, remedies, appeal, rectification. No gate is touched. */
export const process = (command: CaseCommandRoute): Route<Service>[] => [
  command({
    id: 'reportBreach',
    command: 'report',
    path: '',
    body: reportBody,
    make: ({ body, input }) => ({ ...body, jurisdiction: input.caller.jurisdiction }),
  }),
  command({ id: 'addFacts', command: 'add-facts', path: '/{id}/facts', body: factsBody }),
  command({ id: 'acceptCase', command: 'accept', path: '/{id}/accept', body: acceptBody }),
  command({ id: 'dismissCase', command: 'dismiss', path: '/{id}/dismiss', body: reasonsBody }),
  command({ id: 'escalateCase', command: 'escalate', path: '/{id}/escalate' }),
  command({ id: 'confirmEmergency', command: 'confirm-emergency', path: '/{id}/confirm' }),
  command({ id: 'giveNotice', command: 'notify', path: '/{id}/notice', body: notifyBody }),
  command({ id: 'recordCaseDelivery', command: 'record-delivery', path: '/{id}/delivery', body: deliveryBody }),
  command({ id: 'replyToNotice', command: 'reply', path: '/{id}/reply', body: replyBody }),
  command({ id: 'answerTermination', command: 'answer-proposal', path: '/{id}/answer', body: answerBody }),
  command({ id: 'tellRemedies', command: 'tell-remedy', path: '/{id}/remedy', body: documentBody }),
  command({ id: 'appealDecision', command: 'appeal', path: '/{id}/appeal', body: appealBody }),
  command({ id: 'recordAppealOutcome', command: 'record-outcome', path: '/{id}/outcome', body: outcomeBody }),
  command({ id: 'handInRectification', command: 'rectify', path: '/{id}/rectification', body: rectifyBody }),
  command({ id: 'closeCase', command: 'close', path: '/{id}/close' }),
];
