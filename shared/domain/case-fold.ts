import type { CaseEvent, WithDecision } from './case-events.ts';
import type { Case } from './case-schema.ts';
import type { In } from './decision.ts';
import { carriedOut, type Measure } from './measure.ts';

type Some = Exclude<Case, { status: 'none' | 'closed' }>;
type Live = Extract<Some, { authority: string }>;
type HandledPart = Omit<In<Case, 'accepted'>, 'status'>;

/** The case's fold: total, an event that does not fit its state changes nothing. */
export function evolve(state: Case, event: CaseEvent): Case {
  if (state.status === 'none') return event.type === 'reported' ? open(event) : state;
  if (state.status === 'closed' || event.type === 'reported') return state;
  switch (event.type) {
    case 'facts-added':
      return { ...state, facts: [...state.facts, ...event.facts] };
    case 'accepted':
      return state.status === 'reported' ? accept(state, event) : state;
    case 'dismissed': {
      const matter = handledPart({ ...state, authority: event.authority });
      return { status: 'closed', ...matter, closedAt: event.at, outcome: 'dismissed' };
    }
    case 'emergency-placed': {
      const { authority, by: placedBy, clock } = event;
      const matter = handledPart({ ...state, authority });
      return { status: 'emergency', ...matter, measures: [...matter.measures, ...event.measures], placedBy, clock };
    }
    case 'request-bound': {
      const matter = handledPart({ ...state, authority: event.authority });
      const standing = matter.standing && { ...matter.standing, proven: true };
      return { status: 'bound', ...matter, standing, measures: [...matter.measures, ...event.measures] };
    }
    case 'request-withdrawn':
      return state.request ? { ...state, request: { ...state.request, withdrawn: event.document } } : state;
    default:
      return 'authority' in state ? handle(state, event) : state;
  }
}

type Opening = Extract<
  CaseEvent,
  { type: 'reported' | 'facts-added' | 'accepted' | 'dismissed' | 'emergency-placed' | `request-${string}` }
>;
type Handling = Exclude<CaseEvent, Opening>;

function open({ type: _, at: __, standing, ...reported }: Extract<CaseEvent, { type: 'reported' }>): Case {
  return {
    status: 'reported',
    ...reported,
    ...(standing && { standing: { document: standing, proven: false } }),
    measures: [],
    rectification: [],
  };
}

function accept(state: In<Case, 'reported'>, event: Extract<CaseEvent, { type: 'accepted' }>): Case {
  const standing = state.standing && { ...state.standing, proven: event.standingProven };
  return { ...state, status: 'accepted', authority: event.authority, ...(standing && { standing }) };
}

function handle(state: Live, event: Handling): Case {
  switch (event.type) {
    case 'measure-committed':
      return settle(changed(started(state), event.measure, { committedAt: event.at }));
    case 'measure-confirmed': {
      const { refusingSince, at } = event;
      return settle(changed(state, event.measure, { confirmed: { refusingSince, at } }));
    }
    case 'proposal-answered': {
      const { accepted, at, document } = event;
      return settle(changed(state, event.measure, { answer: { accepted, at, document } }));
    }
    case 'consolidated': {
      const { measures, into, at } = event;
      const gone = { liftedAt: at, mergedInto: into.measure };
      const merged = measures.reduce((next, measure) => changed(next, measure, gone), state);
      return settle({ ...merged, measures: [...merged.measures, into] });
    }
    case 'emergency-told':
      return { ...state, told: { at: event.at, document: event.document } };
    case 'referred': {
      const { to, at, document } = event;
      return { ...state, referrals: [...(state.referrals ?? []), { to, at, document }] };
    }
    case 'remedy-told': {
      const { document, review, suit } = event;
      return { ...state, remedy: { document, review, suit } };
    }
    case 'rectified':
      return { ...state, rectification: [...state.rectification, ...event.evidence] };
    case 'reinstatement-proposed':
      return { ...state, reinstatement: { proposedBy: event.by, measures: event.measures } };
    case 'reinstated': {
      const { reinstatement: _, ...rest } = event.measures.reduce(
        (next, measure) => changed(next, measure, { liftedAt: event.at }),
        state,
      );
      return settle(rest);
    }
    case 'closed':
      return { status: 'closed', ...handledPart(state), closedAt: event.at, outcome: 'settled' };
    default:
      return proceed(state, event);
  }
}

type Besides = Extract<
  CaseEvent,
  {
    type:
      | `measure-${string}`
      | `reinstate${string}`
      | ('proposal-answered' | 'consolidated' | 'emergency-told' | 'referred' | 'remedy-told' | 'rectified' | 'closed');
  }
>;
type Proceeding = Exclude<Handling, Besides>;

/** The course of the proceedings, from the emergency or the notice to the outcome of an appeal. */
function proceed(state: Live, event: Proceeding): Case {
  const matter = handledPart(state);
  switch (event.type) {
    case 'emergency-confirmed':
      return { status: 'confirmed', ...matter };
    case 'escalated':
      return state.status === 'emergency' ? { status: 'escalated', ...matter, placedBy: state.placedBy } : state;
    case 'escalation-settled': {
      if (event.confirmed) return { status: 'confirmed', ...matter };
      const measures = matter.measures.map((one) => (one.liftedAt ? one : { ...one, liftedAt: event.at }));
      return { status: 'accepted', ...matter, measures };
    }
    case 'noticed':
      return { status: 'noticed', ...matter, grounds: event.grounds, notice: event.notice, noticedAt: event.at };
    case 'notice-delivered':
      return state.status === 'noticed' ? { ...state, delivery: event.delivery, clock: event.clock } : state;
    case 'replied': {
      if (state.status !== 'noticed') return state;
      return { status: 'replied', ...noticedPart(state), reply: event.reply, hearingUntil: state.clock?.dueAt };
    }
    case 'hearing-asked': {
      const { at, document } = event;
      return 'notice' in state ? { ...state, hearingAsked: { at, document } } : state;
    }
    case 'heard':
      return 'notice' in state ? { ...state, heard: [...(state.heard ?? []), event.heard] } : state;
    case 'decided': {
      if (state.status !== 'noticed' && state.status !== 'replied') return state;
      const { decision, by: decidedBy, at: decidedAt } = event;
      const measures = [...matter.measures, ...event.measures];
      return { status: 'decided', ...noticedPart(state), measures, decision, decidedBy, decidedAt };
    }
    case 'decision-delivered':
      return state.status === 'decided' ? settle({ ...state, delivery: event.delivery }) : state;
    case 'appealed': {
      if (!('decision' in state)) return state;
      const { at, kind, document, stay } = event;
      return { status: 'appealed', ...decidedPart(state), appeal: { kind, document, stay, at } };
    }
    case 'stay-recorded': {
      const { stay, order } = event;
      return state.status === 'appealed' ? { ...state, appeal: { ...state.appeal, stay, order } } : state;
    }
    case 'appeal-upheld':
      return state.status === 'appealed' ? { ...state, status: 'upheld', outcome: event.outcome } : state;
    case 'appeal-overturned':
      return state.status === 'appealed' ? { ...state, status: 'overturned', outcome: event.outcome } : state;
  }
}

const started = (state: Live): Live => (state.status === 'decided' ? { ...state, status: 'executing' } : state);

/** A delivered decision with nothing left to carry out is executed. */
function settle(state: Live): Case {
  if (state.status !== 'decided' && state.status !== 'executing') return state;
  return state.delivery && state.measures.every(carriedOut) ? { ...state, status: 'executed' } : state;
}

function changed<S extends Live>(state: S, measure: string, change: Partial<Measure>): S {
  const measures = state.measures.map((one) => (one.measure === measure ? { ...one, ...change } : one));
  return { ...state, measures };
}

/** What every state of a case that was taken on has in common. */
function handledPart(state: HandledPart): HandledPart {
  const { jurisdiction, subject, reporter, agreement, incident, alarm, facts, standing, request } = state;
  const { measures, rectification, told, referrals, reinstatement, remedy, authority } = state;
  return {
    ...{ jurisdiction, subject, reporter, agreement, incident, alarm, facts, standing, request },
    ...{ measures, rectification, told, referrals, reinstatement, remedy, authority },
  };
}

type NoticedPart = Omit<In<Case, 'noticed'>, 'status' | 'delivery' | 'clock'>;

function noticedPart(state: NoticedPart): NoticedPart {
  const { grounds, notice, noticedAt, hearingAsked, heard } = state;
  return { ...handledPart(state), grounds, notice, noticedAt, hearingAsked, heard };
}

function decidedPart(state: WithDecision): Omit<In<Case, 'decided'>, 'status'> {
  const { decision, decidedBy, decidedAt, delivery } = state;
  return { ...noticedPart(state), decision, decidedBy, decidedAt, delivery };
}
