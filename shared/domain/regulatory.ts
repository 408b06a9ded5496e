import type { ArticleId } from '../law/articles/titles.ts';
import type { Instant } from '../law/time.ts';
import type { Agreement, AgreementEvent } from './agreement-schema.ts';
import type { CaseEvent } from './case-events.ts';
import type { Case } from './case-schema.ts';
import type { Channel, ChannelEvent } from './channel.ts';
import type { Measure } from './measure.ts';
import type { Registration, RegistrationEvent } from './registration-schema.ts';
import type { Topic } from './regulatory-partner.ts';

/** What a step says to partners in regulation: ids, articles and numbers given by offices; no words, nobody's name. @see POLICY-61 */
export interface RegulatoryFact {
  readonly topic: Topic;
  readonly what: string;
  readonly jurisdiction: string;
  /** The organization that it is about; its credit code is added when it is sent. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Measures as they are carried out, confirmed and lifted; a right holder's own request is nobody else's matter. */
export function caseFact(event: CaseEvent, state: Case): RegulatoryFact | undefined {
  if (state.status === 'none') return undefined;
  const told = (what: string, ids: readonly string[], more: object = {}): RegulatoryFact | undefined => {
    const measures = state.measures.filter((one) => ids.includes(one.measure) && !one.forRequest).map(outline);
    const { jurisdiction, subject } = state;
    return measures.length > 0
      ? { topic: 'measure', what, jurisdiction, subject, data: { measures, ...more } }
      : undefined;
  };
  switch (event.type) {
    case 'emergency-placed':
      return told(
        'measure-committed',
        event.measures.map(({ measure }) => measure),
      );
    case 'measure-committed':
    case 'measure-confirmed':
      return told(event.type, [event.measure]);
    case 'reinstated':
      return told('measure-lifted', event.measures);
    case 'escalation-settled':
      // The head confirmed it, and nothing changed; or lifted it, all at that moment.
      return told('measure-lifted', event.confirmed ? [] : liftedAt(state, event.at));
    case 'consolidated':
      return told('measures-consolidated', [event.into.measure], { replaces: event.measures });
    default:
      return undefined; // Everything before and beside a measure stays between the authority and the party.
  }
}

const liftedAt = ({ measures }: Exclude<Case, { status: 'none' }>, at: Instant): readonly string[] =>
  measures.filter((one) => one.liftedAt === at).map(({ measure }) => measure);

const outline = ({ measure, verb, target, article }: Measure): Outline => ({ measure, verb, target, article });
interface Outline {
  readonly measure: string;
  readonly verb: string;
  readonly target: Measure['target'];
  readonly article: ArticleId;
}

/** A channel that a decision closed for good; one that ran out or that its parties closed is nobody else's matter. @see DZ-43 */
export function channelFact(event: ChannelEvent, state: Channel): RegulatoryFact | undefined {
  if (event.type !== 'closed' || state.status !== 'closed' || event.reason !== 'decision') return undefined;
  const { jurisdiction, organization: subject, dataset, basis, closedAt } = state;
  return {
    topic: 'measure',
    what: 'closed',
    jurisdiction,
    subject,
    data: { dataset, basis, closedAt, article: 'DZ-43' },
  };
}

/** 撤销登记: what was relied on is no longer registered. @see REG-20 */
export function registrationFact(event: RegistrationEvent, state: Registration): RegulatoryFact | undefined {
  if (event.type !== 'revoked' || state.status !== 'revoked') return undefined;
  const { jurisdiction, number, registrants } = state;
  const [subject = ''] = registrants;
  return { topic: 'registration', what: 'revoked', jurisdiction, subject, data: { number, article: 'REG-20' } };
}

/** The agreement ended before its time. @see CC-565 */
export function agreementFact(event: AgreementEvent, state: Agreement): RegulatoryFact | undefined {
  if (event.type !== 'terminated' || state.status !== 'terminated') return undefined;
  const { jurisdiction, operator: subject, endedAt } = state;
  return { topic: 'agreement', what: 'terminated', jurisdiction, subject, data: { endedAt, article: 'CC-565' } };
}
