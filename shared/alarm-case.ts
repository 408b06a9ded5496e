import { violation } from './domain/case.ts';
import { channel } from './domain/channel.ts';
import { isRefusal, type Refusal, refuse } from './domain/decision.ts';
import type { Order } from './domain/measure.ts';
import { organization } from './domain/organization.ts';
import { upperOf } from './law/identifiers.ts';
import { place } from './placing.ts';
import type { Service } from './service.ts';
import { putDocument } from './store/documents.ts';
import { listByKind, MAX_PAGE } from './store/lists.ts';
import type { Context } from './store/store.ts';
import { transact } from './store/transact.ts';
import { loadHead } from './store/unit.ts';

/** What the platform noticed about one channel, by itself. */
export interface Alarm {
  /** Its id, the same however often it is raised: it opens one case. */
  readonly alarm: string;
  readonly channel: string;
  /** What was measured, as people and auditors may read it; becomes the case's evidence. */
  readonly evidence: string;
  /**
   * The clause of the channel's agreement by which the platform may suspend at once, as the agreement numbers it. Absent:
   * the agreement says nothing of that, and the alarm is a report.
   */
  readonly clause?: string | undefined;
}

/** `held`: the channel is suspended, in the same transaction as the case. */
export interface Alarmed {
  readonly case: string;
  readonly held: boolean;
}

const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * Opens a case for an alarm; by the agreement's own clause it suspends the channel at once, and a second person confirms
 * or it escalates (POLICY-6, POLICY-32): it never lapses open. Refused for an alarm that has its case, and for a channel
 * that does not supply. Where nobody could confirm, or the basis is no agreement, it reports and does not suspend.
 */
export async function openAlarmCase({ store, clock }: Service, alarm: Alarm): Promise<Alarmed | Refusal> {
  const { state } = await loadHead(store, channel, alarm.channel);
  if (state.status !== 'open' && state.status !== 'held') {
    return refuse('POLICY-32', { zh: '通道未在供给', en: 'the channel does not supply' });
  }
  const { jurisdiction, organization: subject, basis } = state;
  const authority = alarm.clause === undefined ? undefined : await authorityOf(store, jurisdiction);
  const text = await putDocument(store, 'text/plain', alarm.evidence);
  const facts = [{ ...text, mediaType: 'text/plain', bytes: Buffer.byteLength(alarm.evidence) }];
  const agreement = basis.kind === 'agreement' ? basis.id : undefined;
  const about = { jurisdiction, subject, agreement, alarm: alarm.alarm, facts };
  const id = store.newId();
  const held = authority !== undefined && agreement !== undefined;
  const outcome = await transact(
    store,
    async (unit) => {
      unit.claim('alarm', alarm.alarm, id, known);
      const envelope = { at: clock.domain(), actor: system };
      const after = held
        ? await unit.decide(violation, id, {
            ...{ type: 'open-with-emergency', ...envelope, ...about, authority },
            measures: [suspension(store, alarm, text)],
          })
        : await unit.decide(violation, id, { type: 'report', ...envelope, ...about });
      if (isRefusal(after)) return after;
      const measures = after.state.status === 'emergency' ? after.state.measures : [];
      const refused = await place(unit, id, measures, envelope);
      return refused ?? { status: 201, body: '', headers: {} };
    },
    { patience: 'measure' },
  );
  return isRefusal(outcome) ? outcome : { case: id, held };
}

const known = refuse('POLICY-32', { zh: '该告警已经立案', en: 'this alarm has opened a case already' });

const suspension = ({ newId }: Context, { channel: id, clause }: Alarm, authority: Order['authority']): Order => ({
  measure: newId(),
  verb: 'suspend',
  target: { kind: 'channel', id },
  article: 'POLICY-32',
  clause,
  authority,
});

/** The verified data authority of the division, else of the one above (DZ-5), that has people to confirm and to lift. */
async function authorityOf(store: Context, jurisdiction: string): Promise<string | undefined> {
  for (let place: string | undefined = jurisdiction; place !== undefined; place = upperOf(place)) {
    const list = { kind: 'organization', jurisdiction: place, status: 'verified' };
    const { items } = await listByKind(store, list, { limit: MAX_PAGE, ascending: true });
    for (const { id } of items) {
      const { state } = await loadHead(store, organization, id);
      if (state.status !== 'verified' || state.kind !== 'data-authority') continue;
      const supervising = Object.values(state.members).filter(({ roles }) => roles.includes('data-authority'));
      if (supervising.length > 0) return id;
    }
  }
  return undefined;
}
