import type { Instant } from '../law/time.ts';
import type { In } from './decision.ts';
import { changed, difference, type Field, fields } from './registration-difference.ts';
import type { Registration, RegistrationEvent } from './registration-schema.ts';

type Application = Omit<In<Registration, 'returned'>, 'status' | 'missing'>;
type Coded = Omit<In<Registration, 'coded'>, 'status'>;

/** Registration's fold: total, an event that does not fit its state changes nothing. */
export function evolve(state: Registration, event: RegistrationEvent): Registration {
  switch (event.type) {
    case 'fell-due': {
      const { type: _, at, ...supplied } = event;
      return state.status === 'none' ? { status: 'due', suppliedAt: at, ...supplied } : state;
    }
    case 'filing-escalated':
      return state.status === 'due' ? { ...state, status: 'overdue', escalatedAt: event.at } : state;
    case 'legacy-imported': {
      const { type: _, at: escalatedAt, by: __, evidence: ___, ...supplied } = event;
      return state.status === 'none' ? { status: 'overdue', ...supplied, escalatedAt, legacy: true } : state;
    }
    case 'applied': {
      const { type: _, at: __, ...application } = event;
      return isAwaited(state) ? { status: 'applied', ...application, ...owedBy(state) } : state;
    }
    case 'expired':
    case 'deregistered':
    case 'revoked':
      return 'codedOn' in state ? leave(state, event) : state;
    case 'query-code-issued':
    case 'amendment-applied':
    case 'amendment-accepted':
    case 'amendment-refused':
    case 'amendment-withdrawn':
    case 'changed':
    case 'corrected':
    case 'renewed':
      return 'codedOn' in state ? amend(state, event) : state;
    case 'overrun-explained': {
      if (state.status !== 'accepted' && state.status !== 'amendment-accepted') return state;
      return { ...state, overrun: { at: event.at, explanation: event.explanation } };
    }
    case 'returned':
    case 'resubmitted':
    case 'consented':
    case 'accepted':
    case 'refused':
    case 'withdrawn':
    case 'reviewed':
    case 'notice-published':
    case 'objected':
    case 'objection-dismissed':
    case 'objection-upheld':
    case 'coded':
      return isAwaited(state) || 'codedOn' in state ? state : proceed(state, event);
  }
}

type Awaited = In<Registration, 'none' | 'due' | 'overdue'>;
const isAwaited = (state: Registration): state is Awaited =>
  state.status === 'none' || state.status === 'due' || state.status === 'overdue';

/** What is owed, kept beside the application that answers it. */
function owedBy(state: Awaited): Pick<Application, 'owed'> {
  if (state.status === 'none') return {};
  if (state.status === 'due') {
    const { status: _, ...owed } = state;
    return { owed };
  }
  const { status: _, escalatedAt: __, ...owed } = state;
  return { owed };
}

/** Withdrawn: what was owed is owed again, and overdue when its time is over. */
function withdrawn(application: Application, at: Instant): Registration {
  const { owed } = application;
  if (!owed) return { status: 'ended', ...application, endedAt: at, reason: 'withdrawn' };
  const { legacy, ...due } = owed;
  if (at < due.clock.dueAt) return { status: 'due', ...due };
  return { status: 'overdue', ...due, ...(legacy && { legacy }), escalatedAt: at };
}

type Before = Exclude<Registration, Awaited | { codedOn: string }>;
type After = Extract<Registration, { codedOn: string }>;
type Leaving = Extract<RegistrationEvent, { type: 'expired' | 'deregistered' | 'revoked' }>;
type Amending = Extract<
  RegistrationEvent,
  { type: 'query-code-issued' | `amendment-${string}` | 'changed' | 'corrected' | 'renewed' }
>;
type Proceeding = Exclude<
  RegistrationEvent,
  Leaving | Amending | { type: 'fell-due' | 'filing-escalated' | 'legacy-imported' | 'applied' | 'overrun-explained' }
>;

/** From the application to the code. */
function proceed(state: Before, event: Proceeding): Registration {
  const application = applicationOf(state);
  switch (event.type) {
    case 'returned':
      return { status: 'returned', ...application, missing: event.missing };
    case 'resubmitted':
      return { status: 'applied', ...application, file: event.file, appliedBy: event.by, clock: event.clock };
    case 'consented': {
      const { organization, at, document } = event;
      const given = { organization, at, ...(document && { document }) };
      return { ...state, consents: [...(state.consents ?? []), given] };
    }
    case 'accepted':
      return { status: 'accepted', ...application, clock: event.clock };
    case 'refused': {
      const reason = state.status === 'applied' ? 'not-accepted' : 'review-failed';
      return { status: 'ended', ...application, endedAt: event.at, reason };
    }
    case 'withdrawn':
      return withdrawn(application, event.at);
    case 'reviewed':
      return { status: 'reviewed', ...application, reviewedBy: event.by };
    case 'objection-upheld':
      return { status: 'ended', ...application, endedAt: event.at, reason: 'objection-upheld' };
    case 'notice-published':
      return state.status === 'reviewed'
        ? { ...state, status: 'in-notice', clock: event.clock, objections: [] }
        : state;
    case 'objected': {
      if (state.status !== 'in-notice') return state;
      return { ...state, objections: [...state.objections, { objection: event.objection, at: event.at }] };
    }
    case 'objection-dismissed': {
      if (state.status !== 'in-notice') return state;
      const objections = state.objections.map((one) =>
        one.objection === event.objection ? { ...one, dismissedAt: event.at } : one,
      );
      return { ...state, objections };
    }
    case 'coded': {
      if (state.status !== 'in-notice') return state;
      const { number, codedOn, expiresOn, clock } = event;
      return {
        status: 'coded',
        ...application,
        reviewedBy: state.reviewedBy,
        number,
        codedOn,
        expiresOn,
        edition: 1,
        marks: [],
        clock,
      };
    }
  }
}

/** What happens to a coded registration that goes on. */
function amend(state: After, event: Amending): Registration {
  const coded = codedOf(state);
  switch (event.type) {
    case 'query-code-issued':
      return { ...state, queryCode: event.queryCode };
    case 'amendment-applied': {
      const { amendment, by: amendedBy, clock: amendmentClock } = event;
      return { status: 'amending', ...coded, amendment, amendedBy, amendmentClock };
    }
    case 'amendment-accepted':
      return state.status === 'amending'
        ? { ...state, status: 'amendment-accepted', amendmentClock: event.clock }
        : state;
    case 'amendment-refused':
    case 'amendment-withdrawn':
      return { status: 'coded', ...coded };
    case 'changed':
    case 'corrected': {
      const content = changed(coded, event.changes);
      const touched = difference(coded, content).map(({ field }) => field);
      return {
        status: 'coded',
        ...coded,
        ...content,
        edition: coded.edition + 1,
        marks: marked(coded, touched, event),
      };
    }
    case 'renewed':
      return { status: 'coded', ...coded, expiresOn: event.expiresOn, clock: event.clock };
  }
}

/** The marks with those of one more edition, in the order of the record; each field keeps its latest. */
function marked({ marks, edition }: Coded, touched: readonly Field[], { type, at }: Amending): Coded['marks'] {
  const kind = type === 'corrected' ? 'correction' : 'change';
  const fresh = touched.map((field) => ({ field, edition: edition + 1, kind, at }) as const);
  const all = [...marks.filter(({ field }) => !touched.includes(field)), ...fresh];
  return all.toSorted((one, other) => fields.indexOf(one.field) - fields.indexOf(other.field));
}

function leave(state: After, event: Leaving): Registration {
  const coded = codedOf(state);
  switch (event.type) {
    case 'expired':
      return { status: 'expired', ...coded, expiredAt: event.at };
    case 'deregistered':
      return { status: 'deregistered', ...coded, endedAt: event.at, ground: event.ground };
    case 'revoked':
      return { status: 'revoked', ...coded, endedAt: event.at, ground: event.ground };
  }
}

function applicationOf(state: Before | After): Application {
  const { category, title, description, registrants, jurisdiction, agency, datasets, agreement, channel, owed } = state;
  return {
    ...{ category, title, description, registrants, jurisdiction, agency, datasets },
    ...(agreement && { agreement }),
    ...(channel && { channel }),
    ...(owed && { owed }),
    ...(state.consents && { consents: state.consents }),
    ...{ file: state.file, appliedBy: state.appliedBy, filedLate: state.filedLate },
  };
}

function codedOf(state: After): Coded {
  const { reviewedBy, number, queryCode, codedOn, expiresOn, edition, marks, clock } = state;
  return {
    ...applicationOf(state),
    ...{ reviewedBy, number, codedOn, expiresOn, edition, marks, clock },
    ...(queryCode && { queryCode }),
  };
}
