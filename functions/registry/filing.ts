import { isRefusal, notFound } from '../../shared/domain/decision.ts';
import { applicationOf } from './application.ts';
import { withDeposit } from './deposits.ts';
import { example } from './example.ts';
import { legacyOf } from './legacy.ts';
import { objectorsOf, openObjections } from './objections.ts';
import { claimResources, unlikeCatalogue } from './resources.ts';
import {
  applyBody,
  consentBody,
  explainBody,
  legacyBody,
  overrunBody,
  refuseBody,
  resubmitBody,
  returnBody,
} from './schema.ts';
import { command } from './views.ts';

/** From the application to the notice (REG-9 … REG-12). */
export const filing = [
  command({
    id: 'importLegacyOperation',
    command: 'import-legacy',
    path: '/legacy',
    body: legacyBody,
    make: ({ body, unit, input }) => legacyOf(unit, input.caller, body),
  }),
  command({
    id: 'applyForRegistration',
    command: 'apply',
    path: '',
    body: applyBody,
    make: applicationOf,
    also: claimResources,
    example,
  }),
  command({
    id: 'applyAfterFirstSupply',
    command: 'apply',
    path: '/{id}/application',
    summary: { zh: '首次供给后申请登记', en: 'apply for the registration that a first supply made due' },
    body: applyBody,
    // Ids are ours to give: only a stream that a first supply began is answered here.
    example,
    also: claimResources,
    make: (asked) => (asked.before.version === 0 ? notFound('missing', 'REG-9') : applicationOf(asked)),
  }),
  command({ id: 'returnApplication', command: 'return', path: '/{id}/return', body: returnBody }),
  command({
    id: 'resubmitApplication',
    command: 'resubmit',
    path: '/{id}/resubmission',
    body: resubmitBody,
    make: async ({ body, before: { state }, unit, input }) => {
      const file = await withDeposit(unit, input.actor.organization, body.file);
      if (isRefusal(file)) return file;
      const whole = { ...('file' in state && state.file), ...file };
      return (await unlikeCatalogue(unit, state, whole)) ?? { file: whole };
    },
  }),
  command({ id: 'confirmJointRegistration', command: 'consent', path: '/{id}/consent', body: consentBody }),
  command({ id: 'acceptApplication', command: 'accept', path: '/{id}/accept' }),
  command({
    id: 'refuseApplication',
    command: 'refuse',
    path: '/{id}/refusal',
    body: refuseBody,
    // Not accepted, or failed in review: which of the two is decided by what the official saw, not by who came first.
    ifMatch: 'required',
    also: claimResources,
  }),
  command({
    id: 'withdrawApplication',
    command: 'withdraw',
    path: '/{id}/withdraw',
    hearers: ({ before: { id, state }, deps }) => objectorsOf(deps.store, id, openObjections(state)),
    also: claimResources,
  }),
  command({ id: 'explainOverrun', command: 'explain-overrun', path: '/{id}/overrun', body: overrunBody }),
  command({ id: 'reviewApplication', command: 'review', path: '/{id}/review', body: explainBody }),
  command({ id: 'publishRegistrationNotice', command: 'publish-notice', path: '/{id}/notice' }),
];
