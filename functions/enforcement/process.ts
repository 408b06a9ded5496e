import { loseGround } from '../../shared/crediting.ts';
import type { Route } from '../../shared/http/route.ts';
import { requestOf } from './requests.ts';
import type { CaseCommandRoute } from './routes.ts';
import {
  acceptBody,
  answerBody,
  appealBody,
  deliveryBody,
  documentBody,
  factsBody,
  hearingBody,
  notifyBody,
  outcomeBody,
  reasonsBody,
  rectifyBody,
  referBody,
  replyBody,
  reportBody,
  stayBody,
} from './schema.ts';
import type { EnforcementService } from './service.ts';

/** Due process (POLICY-5): report, facts, notice, hearing, delivery, remedies, appeal, referral. No gate is touched. */
export const process = (command: CaseCommandRoute): Route<EnforcementService>[] => [
  command({
    id: 'reportBreach',
    command: 'report',
    path: '',
    body: reportBody,
    make: requestOf,
  }),
  command({ id: 'addFacts', command: 'add-facts', path: '/{id}/facts', body: factsBody }),
  command({ id: 'acceptCase', command: 'accept', path: '/{id}/accept', body: acceptBody }),
  command({ id: 'dismissCase', command: 'dismiss', path: '/{id}/dismiss', body: reasonsBody }),
  command({ id: 'withdrawRequest', command: 'withdraw-request', path: '/{id}/request/withdrawal', body: documentBody }),
  command({ id: 'tellEmergency', command: 'tell-emergency', path: '/{id}/emergency/notice', body: documentBody }),
  command({ id: 'escalateCase', command: 'escalate', path: '/{id}/escalate' }),
  command({ id: 'confirmEmergency', command: 'confirm-emergency', path: '/{id}/confirm' }),
  command({ id: 'giveNotice', command: 'notify', path: '/{id}/notice', body: notifyBody }),
  command({ id: 'recordCaseDelivery', command: 'record-delivery', path: '/{id}/delivery', body: deliveryBody }),
  command({ id: 'replyToNotice', command: 'reply', path: '/{id}/reply', body: replyBody }),
  command({ id: 'askHearing', command: 'ask-hearing', path: '/{id}/hearing-request', body: documentBody }),
  command({ id: 'recordHearing', command: 'record-hearing', path: '/{id}/hearings', body: hearingBody }),
  command({ id: 'answerTermination', command: 'answer-proposal', path: '/{id}/answer', body: answerBody }),
  command({ id: 'tellRemedies', command: 'tell-remedy', path: '/{id}/remedy', body: documentBody }),
  command({ id: 'appealDecision', command: 'appeal', path: '/{id}/appeal', body: appealBody }),
  command({ id: 'recordStay', command: 'record-stay', path: '/{id}/stay', body: stayBody }),
  command({
    id: 'recordAppealOutcome',
    command: 'record-outcome',
    path: '/{id}/outcome',
    body: outcomeBody,
    also: ({ unit, after, command, deps }) =>
      command.upheld ? undefined : loseGround(deps.store, unit, after.id, command.at),
  }),
  command({ id: 'referCase', command: 'refer', path: '/{id}/referrals', body: referBody }),
  command({ id: 'handInRectification', command: 'rectify', path: '/{id}/rectification', body: rectifyBody }),
  command({ id: 'closeCase', command: 'close', path: '/{id}/close' }),
];
