import { agreement } from '../../shared/domain/agreement.ts';
import { type Envelope, isRefusal, judge, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { type Registration, type RegistrationCommand, registration } from '../../shared/domain/registration.ts';
import { type LocalDate, localDate } from '../../shared/law/time.ts';
import { nextNumber } from '../../shared/store/numbers.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { withDeposit } from './deposits.ts';
import { claimResources, unlikeCatalogue } from './resources.ts';
import { amendBody, deregisterBody, explainBody, queryCodeBody, revokeBody } from './schema.ts';
import { command, outsideCommand } from './views.ts';

/** The code and what becomes of a coded registration (REG-13, 9, 15, 20). */
export const coding = [
  command({
    id: 'assignRegistrationCode',
    command: 'assign-code',
    path: '/{id}/code',
    make: async ({ before: { state }, unit, input: { at, actor }, deps }) =>
      numbered(deps.store, state, { at, actor }, await operatingUntil(unit, state)),
    also: ({ unit, after: { id, state } }) => {
      if (state.status === 'coded') unit.claim('registration-number', state.number, id, numberTaken);
      return undefined;
    },
  }),
  command({
    id: 'enterQueryCode',
    command: 'issue-query-code',
    path: '/{id}/query-code',
    body: queryCodeBody,
    also: ({ unit, after: { id }, command: { queryCode } }) => {
      unit.claim('query-code', queryCode, id, queryCodeTaken);
      return undefined;
    },
  }),
  outsideCommand({
    id: 'applyForAmendment',
    command: 'amend',
    path: '/{id}/amendments',
    body: amendBody,
    make: async ({ body, before: { state }, unit, input }) => {
      if (body.kind === 'change' || body.kind === 'correction') {
        const file = await withDeposit(unit, input.actor.organization, body.changes.file);
        if (isRefusal(file)) return file;
        const milder = await unlikeCatalogue(unit, state, file, '/changes/file');
        return milder ?? { amendment: { ...body, changes: { ...body.changes, file } } };
      }
      if (body.kind !== 'renewal') return { amendment: body };
      const until = await operatingUntil(unit, state);
      return { amendment: { ...body, ...(until && { operatingUntil: until }) } };
    },
  }),
  outsideCommand({ id: 'withdrawAmendment', command: 'withdraw-amendment', path: '/{id}/amendments/withdrawal' }),
  command({
    id: 'carryOutAmendment',
    command: 'approve-amendment',
    path: '/{id}/amendments/approval',
    body: explainBody,
    also: claimResources,
  }),
  command({
    id: 'deregister',
    command: 'deregister',
    path: '/{id}/deregistration',
    body: deregisterBody,
    make: async ({ body, before: { state }, unit }) => {
      const until = 'category' in state && state.category === 'product' ? await operatingUntil(unit, state) : undefined;
      return { ...body, ...(until && { operatingUntil: until }) };
    },
    also: claimResources,
  }),
  command({
    id: 'revokeRegistration',
    command: 'revoke',
    path: '/{id}/revocation',
    body: revokeBody,
    also: claimResources,
  }),
];

type Coding = Omit<Extract<RegistrationCommand, { type: 'assign-code' }>, 'type' | keyof Envelope>;

/** Takes a number of its jurisdiction and year, `511700-2026-000001`; a command that is refused takes none. */
async function numbered(
  store: Context,
  state: Registration,
  envelope: Envelope,
  until: LocalDate | undefined,
): Promise<Coding | Refusal> {
  const term = until === undefined ? {} : { operatingUntil: until };
  const judged = judge(registration, { type: 'assign-code', ...envelope, number: '0000', ...term }, state);
  if (isRefusal(judged)) return judged;
  const series = `${registration.summary(state).jurisdiction}-${localDate(envelope.at).slice(0, 4)}`;
  const next = await nextNumber(store, `registration-${series}`);
  return { number: `${series}-${String(next).padStart(6, '0')}`, ...term };
}

/** The last day of real operation: that of the agreement's term, or the day on which it was ended before. @see REG-15 */
async function operatingUntil(unit: Unit, state: Registration): Promise<LocalDate | undefined> {
  if (!('agreement' in state) || state.agreement === undefined) return undefined;
  const { state: basis } = await unit.load(agreement, state.agreement);
  if (!('terms' in basis)) return undefined;
  const { until } = basis.terms.term;
  const ended = 'endedAt' in basis ? localDate(basis.endedAt) : until;
  return [ended, until].sort()[0];
}

const numberTaken = refuse('REG-13', { zh: '登记编号已被使用，请重试', en: 'this number is taken: try again' });
const queryCodeTaken = refuse(
  'REG-13',
  { zh: '该查询码属于另一项登记', en: 'this query code belongs to another registration' },
  '/queryCode',
);
