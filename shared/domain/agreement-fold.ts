import type { OpenClock } from '../law/periods.ts';
import type { Agreement, AgreementEvent } from './agreement-schema.ts';
import type { In } from './decision.ts';
import { holdsAfter } from './holding.ts';
import { MAX_DATASETS } from './scope.ts';

type Event<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>;
type Running = In<Agreement, 'in-effect'> | In<Agreement, 'notice-served'>;
type Ended = In<Agreement, 'expired'> | In<Agreement, 'terminated'>;
type Pending = NonNullable<In<Agreement, 'in-effect'>['amendment']>;
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
      return {
        ...kept,
        status: 'in-effect',
        effectiveAt: at,
        holds: {},
        former: [],
        ...(filingClock && { filingClock }),
      };
    }
    case 'in-effect':
      return whileInEffect(state, event);
    case 'notice-served':
      return whileNoticed(state, event);
    case 'expired':
    case 'terminated':
      return whileEnded(state, event);
  }
}

function whileDrafted(state: In<Agreement, 'drafted'>, event: Later): Agreement {
  if (event.type === 'edited') return { ...state, draft: event.draft };
  if (event.type !== 'proposed') return state;
  return { status: 'proposed', ...linksOf(state), terms: event.terms, proposedBy: event.by, proposedAt: event.at };
}

function whileProposed(state: In<Agreement, 'proposed'> | In<Agreement, 'partly-signed'>, event: Later): Agreement {
  if (event.type === 'withdrawn' || event.type === 'signing-lapsed') {
    const { version: _, ...written } = state.terms;
    return { status: 'drafted', ...linksOf(state), draft: { ...written, missing: [] } };
  }
  if (event.type !== 'signed') return state;
  const earlier = state.status === 'partly-signed' ? state.signatures : [];
  const signatures = [...earlier, event.signature];
  if (signatures.length < 2) {
    return { ...state, status: 'partly-signed', signatures, ...(event.clock && { clock: event.clock }) };
  }
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
    case 'amendment-signed': {
      if (!amendment) return state;
      const signatures = [...amendment.signatures, event.signature];
      return { ...state, amendment: { ...amendment, signatures, ...(event.clock && { clock: event.clock }) } };
    }
    case 'amendment-withdrawn':
    case 'signing-lapsed':
      return withoutAmendment;
    case 'amended':
      return amendment ? amended(withoutAmendment, amendment, event) : state;
    case 'evaluated': {
      const { result, document, by, at } = event;
      return { ...state, evaluation: { result, document, by, at } };
    }
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
      return { status: 'expired', ...overOf(state, event.clock), endedAt: event.at };
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
      const { deliveredAt: endedAt, proof, clock } = event;
      return { status: 'terminated', ...overOf(state, clock), endedAt, notice, proof };
    }
    case 'expired':
      return { status: 'expired', ...overOf(state, event.clock), endedAt: event.at };
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
  _: Event<'edited' | 'proposed' | 'signed' | 'withdrawn' | 'took-effect' | 'terminated' | 'disposed' | 'settled'>,
): Agreement {
  return state;
}

/** The text that both signed; a renewal begins a period with no evaluation of its own yet. */
function amended(
  state: In<Agreement, 'in-effect'>,
  { terms, signatures }: Pending,
  { filingClock }: Event<'amended'>,
): Agreement {
  const { evaluation, ...kept } = state;
  const ever = [...new Set([...state.former, ...state.terms.datasets])];
  const former = ever.filter((one) => !terms.datasets.includes(one)).slice(-MAX_DATASETS);
  const renewed = terms.renewal?.from !== state.terms.renewal?.from;
  const owed = filingClock && { filingClock };
  return { ...kept, ...owed, ...(evaluation && !renewed && { evaluation }), former, terms, signatures };
}

function whileEnded(state: Ended, event: Later): Agreement {
  if (event.type === 'disposed') {
    const { dataset, how, on, certificate, by } = event;
    return { ...state, disposals: { ...state.disposals, [dataset]: { how, on, certificate, by } } };
  }
  if (event.type !== 'settled') return state;
  const { at, certificate, compensation } = event;
  const { endedAt, disposals } = state;
  const told = compensation && { compensation };
  return { status: 'settled', ...endedOf(state), disposals, endedAt, settledAt: at, certificate, ...told };
}

function linksOf(state: Exclude<Agreement, { status: 'none' }>) {
  const { plan, qualification, grantor, operator, jurisdiction, title } = state;
  return { plan, qualification, grantor, operator, jurisdiction, title };
}

function endedOf(state: Running | Ended) {
  const { terms, signatures, effectiveAt, filing, former } = state;
  return { ...linksOf(state), terms, signatures, effectiveAt, former, ...(filing && { filing }) };
}

/** Over, and nothing returned yet. */
const overOf = (state: Running, clock: OpenClock | undefined) => ({
  ...endedOf(state),
  disposals: {},
  ...(clock && { disposalClock: clock }),
});

const runningOf = (state: Running) => ({
  ...endedOf(state),
  holds: state.holds,
  ...(state.filingClock && { filingClock: state.filingClock }),
});
