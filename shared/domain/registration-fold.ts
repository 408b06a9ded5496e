import type { In } from './decision.ts';
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
    case 'applied': {
      const { type: _, at: __, ...application } = event;
      return state.status === 'none' || state.status === 'due' ? { status: 'applied', ...application } : state;
    }
    case 'expired':
    case 'deregistered':
    case 'revoked':
      return 'codedOn' in state ? leave(state, event) : state;
    case 'query-code-issued':
    case 'amendment-applied':
    case 'amendment-accepted':
    case 'amendment-refused':
    case 'changed':
    case 'corrected':
    case 'renewed':
      return 'codedOn' in state ? amend(state, event) : state;
    case 'returned':
    case 'resubmitted':
    case 'accepted':
    case 'refused':
    case 'withdrawn':
    case 'reviewed':
    case 'notice-published':
    case 'objected':
    case 'objection-dismissed':
    case 'objection-upheld':
    case 'coded':
      return state.status === 'none' || state.status === 'due' || 'codedOn' in state ? state : proceed(state, event);
  }
}

type Before = Exclude<Registration, { status: 'none' | 'due' } | { codedOn: string }>;
type After = Extract<Registration, { codedOn: string }>;
type Leaving = Extract<RegistrationEvent, { type: 'expired' | 'deregistered' | 'revoked' }>;
type Amending = Extract<
  RegistrationEvent,
  { type: 'query-code-issued' | `amendment-${string}` | 'changed' | 'corrected' | 'renewed' }
>;
type Proceeding = Exclude<RegistrationEvent, Leaving | Amending | { type: 'fell-due' | 'applied' }>;

/** From the application to the code. */
function proceed(state: Before, event: Proceeding): Registration {
  const application = applicationOf(state);
  switch (event.type) {
    case 'returned':
      return { status: 'returned', ...application, missing: event.missing };
    case 'resubmitted':
      return { status: 'applied', ...application, file: event.file, appliedBy: event.by, clock: event.clock };
    case 'accepted':
      return { status: 'accepted', ...application, clock: event.clock };
    case 'refused': {
      const reason = state.status === 'applied' ? 'not-accepted' : 'review-failed';
      return { status: 'ended', ...application, endedAt: event.at, reason };
    }
    case 'withdrawn':
      return { status: 'ended', ...application, endedAt: event.at, reason: 'withdrawn' };
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
      return { status: 'coded', ...coded };
    case 'changed':
    case 'corrected': {
      const { file, ...shown } = event.changes;
      return { status: 'coded', ...coded, ...shown, file: { ...coded.file, ...file }, edition: coded.edition + 1 };
    }
    case 'renewed':
      return { status: 'coded', ...coded, expiresOn: event.expiresOn, clock: event.clock };
  }
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
  const { category, title, description, registrants, jurisdiction, agency, datasets, agreement, channel } = state;
  return {
    ...{ category, title, description, registrants, jurisdiction, agency, datasets },
    ...(agreement && { agreement }),
    ...(channel && { channel }),
    ...{ file: state.file, appliedBy: state.appliedBy, filedLate: state.filedLate },
  };
}

function codedOf(state: After): Coded {
  const { reviewedBy, number, queryCode, codedOn, expiresOn, edition, clock } = state;
  return {
    ...applicationOf(state),
    ...{ reviewedBy, number, codedOn, expiresOn, edition, clock },
    ...(queryCode && { queryCode }),
  };
}
