import type { Agreement, AgreementEvent } from './agreement-schema.ts';
import type { In } from './decision.ts';
import { holdsAfter } from './holding.ts';

type Event<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>;
type Running = In<Agreement, 'in-effect'> | In<Agreement, 'notice-served'>;
type Later = Exclude<AgreementEvent, Event<'drafted'>>;

/** Folds one event; total: what a state does not know leaves it as it is. */
export function evolve(state: Agreement, event: AgreementEvent): Agreement {
  if (event.type === 'drafted') {
    const { type: _, at: __, by: ___, ...asked } = event;
    return { status: 'drafted', ...asked };
  }
  switch (state.status) {
    case 'none':
    case 'settled':
      return state;
    case 'drafted':
      return whileDrafted(state, event);
    case 'proposed':
    case 'partly-signed':
      return whileProposed(state, event);
    case 'signed': {
      if (event.type !== 'took-effect') return state;
      const { status: _, signedAt: __, ...kept } = state;
      const { at, filingClock } = event;
      return { ...kept, status: 'in-effect', effectiveAt: at, holds: {}, ...(filingClock && { filingClock }) };
    }
    case 'in-effect':
      return whileInEffect(state, event);
    case 'notice-served':
      return whileNoticed(state, event);
    case 'expired':
    case 'terminated':
      return event.type === 'settled' ? settled(state, event) : state;
  }
}

function whileDrafted(state: In<Agreement, 'drafted'>, event: Later): Agreement {
  if (event.type === 'edited') return { ...state, draft: event.draft };
  if (event.type !== 'proposed') return state;
  return { status: 'proposed', ...linksOf(state), terms: event.terms, proposedBy: event.by, proposedAt: event.at };
}

function whileProposed(state: In<Agreement, 'proposed'> | In<Agreement, 'partly-signed'>, event: Later): Agreement {
  if (event.type === 'withdrawn') {
    const { version: _, ...written } = state.terms;
    return { status: 'drafted', ...linksOf(state), draft: { ...written, missing: [] } };
  }
  if (event.type !== 'signed') return state;
  const earlier = state.status === 'partly-signed' ? state.signatures : [];
  const signatures = [...earlier, event.signature];
  if (signatures.length < 2) return { ...state, status: 'partly-signed', signatures };
  return { status: 'signed', ...linksOf(state), terms: state.terms, signatures, signedAt: event.at };
}

function whileInEffect(state: In<Agreement, 'in-effect'>, event: Later): Agreement {
  const { amendment, ...withoutAmendment } = state;
  const { termination, ...withoutTermination } = state;
  switch (event.type) {
    case 'held':
    case 'released':
      return { ...state, holds: holdsAfter(state.holds, event) };
    case 'filed':
      return filed(state, event);
    case 'amendment-proposed':
      return { ...state, amendment: { terms: event.terms, proposedBy: event.by, signatures: [] } };
    case 'amendment-signed':
      return amendment
        ? { ...state, amendment: { ...amendment, signatures: [...amendment.signatures, event.signature] } }
        : state;
    case 'amendment-withdrawn':
      return withoutAmendment;
    case 'amended':
      return amendment ? { ...withoutAmendment, terms: amendment.terms, signatures: amendment.signatures } : state;
    case 'termination-proposed':
      return { ...state, termination: event.termination };
    case 'termination-declined':
      return withoutTermination;
    case 'notice-served': {
      const { document, by, at } = event;
      const notice = { document, servedAt: at, servedBy: by, ...(termination?.case && { case: termination.case }) };
      return { status: 'notice-served', ...runningOf(state), notice };
    }
    case 'expired':
      return { status: 'expired', ...endedOf(state), endedAt: event.at };
    default:
      return stays(state, event);
  }
}

function whileNoticed(state: In<Agreement, 'notice-served'>, event: Later): Agreement {
  switch (event.type) {
    case 'held':
    case 'released':
      return { ...state, holds: holdsAfter(state.holds, event) };
    case 'filed':
      return filed(state, event);
    case 'terminated': {
      const { notice } = state;
      return { status: 'terminated', ...endedOf(state), endedAt: event.deliveredAt, notice, proof: event.proof };
    }
    case 'expired':
      return { status: 'expired', ...endedOf(state), endedAt: event.at };
    default:
      return state;
  }
}

/** Once filed its clock is over. */
function filed<S extends Running>({ filingClock: _, ...state }: S, { number, at }: Event<'filed'>) {
  return { ...state, filing: { number, at } };
}

/** Events of other phases, spelled out so that a new event does not compile until it is placed. */
function stays(
  state: Agreement,
  _: Event<'edited' | 'proposed' | 'signed' | 'withdrawn' | 'took-effect' | 'terminated' | 'settled'>,
): Agreement {
  return state;
}

function settled(state: In<Agreement, 'expired'> | In<Agreement, 'terminated'>, event: Event<'settled'>): Agreement {
  const { at, certificate } = event;
  return { status: 'settled', ...endedOf(state), endedAt: state.endedAt, settledAt: at, certificate };
}

function linksOf(state: Exclude<Agreement, { status: 'none' }>) {
  const { plan, qualification, grantor, operator, jurisdiction, title } = state;
  return { plan, qualification, grantor, operator, jurisdiction, title };
}

function endedOf(state: Running | In<Agreement, 'expired'> | In<Agreement, 'terminated'>) {
  const { terms, signatures, effectiveAt, filing } = state;
  return { ...linksOf(state), terms, signatures, effectiveAt, ...(filing && { filing }) };
}

const runningOf = (state: Running) => ({
  ...endedOf(state),
  holds: state.holds,
  ...(state.filingClock && { filingClock: state.filingClock }),
});
