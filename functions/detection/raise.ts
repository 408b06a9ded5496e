import { agreement } from '../../shared/domain/agreement.ts';
import { alarm } from '../../shared/domain/alarm.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Channel, channel as channelMachine } from '../../shared/domain/channel.ts';
import { isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import type { Finding } from '../../shared/domain/detecting.ts';
import type { Measure } from '../../shared/domain/measure.ts';
import { type Instant, localDate } from '../../shared/law/time.ts';
import { place } from '../../shared/placing.ts';
import type { Service } from '../../shared/service.ts';
import { putDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead, type Unit } from '../../shared/store/unit.ts';

/** What was seen of one channel, from and until when (real clock), and the counters that show it. */
export interface Sighting {
  readonly channel: string;
  readonly finding: Finding;
  readonly from: Instant;
  readonly until: Instant;
  readonly evidence: readonly object[];
}

const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * Raises the alarm, once a channel, kind and day in Shanghai. Where the agreement says so, the same transaction opens a
 * case and suspends the channel, for a person to confirm (POLICY-6): alarm, case and gate are there together or not at
 * all. @see POLICY-50
 */
export async function raise(
  { store, clock }: Service,
  { channel, finding, from, until, evidence }: Sighting,
): Promise<'known' | 'raised' | 'stopped'> {
  const { kind, seen, threshold } = finding;
  const id = alarmId(store, `${channel} ${kind} ${localDate(from)}`);
  if ((await loadHead(store, alarm, id)).version > 0) return 'known';
  const { state } = await loadHead(store, channelMachine, channel);
  if (state.status === 'none') throw new Error(`a gate refused for channel ${channel}, which is not there`);
  const text = JSON.stringify({ channel, kind, seen, threshold, from, until, evidence });
  const document = await putDocument(store, 'application/json', text);
  const fact = { ...document, mediaType: 'application/json', bytes: Buffer.byteLength(text) } as const;
  const at = clock.domain();
  const envelope = { at, actor: system };
  const { organization, grantor, dataset, basis, jurisdiction } = state;
  const about = { kind, channel, organization, grantor, dataset, basis, jurisdiction };
  let outcome: 'known' | 'raised' | 'stopped' = 'raised';
  const done = await transact(store, async (unit) => {
    outcome = 'raised';
    const before = await unit.load(alarm, id);
    if (before.version > 0) {
      outcome = 'known';
      return answer;
    }
    const raised = await unit.decide(alarm, before, {
      type: 'raise',
      ...envelope,
      ...about,
      from,
      until,
      seen,
      threshold,
      evidence: fact,
    });
    if (isRefusal(raised)) return raised;
    const stopped = await protect(store, unit, { id, state, channel, kind, fact, at });
    if (stopped === undefined) return answer;
    if (isRefusal(stopped)) return stopped;
    outcome = 'stopped';
    const answered = await unit.decide(alarm, raised, { type: 'open-case', ...envelope, case: stopped.case });
    return isRefusal(answered) ? answered : answer;
  });
  if (isRefusal(done)) throw new Error(`alarm ${id} was refused: ${JSON.stringify(done.grounds)}`);
  return outcome;
}

const answer = { status: 200, body: '', headers: {} };

interface Protecting {
  readonly id: string;
  readonly channel: string;
  readonly state: Exclude<Channel, { status: 'none' }>;
  readonly kind: Finding['kind'];
  readonly fact: { document: string; commitment: string; mediaType: 'application/json'; bytes: number };
  readonly at: Instant;
}

/** Suspends the channel by the agreement's own rule; `undefined` where it has none for this kind, or nothing to stop. */
async function protect(
  store: Context,
  unit: Unit,
  { id, channel, state, kind, fact, at }: Protecting,
): Promise<{ readonly case: string } | Refusal | undefined> {
  if (state.basis.kind !== 'agreement' || state.status !== 'open') return undefined;
  const { state: agreed } = await unit.load(agreement, state.basis.id);
  const rule = 'terms' in agreed ? agreed.terms.protection : undefined;
  if (!rule?.alarms.includes(kind)) return undefined;
  const { document, commitment } = fact;
  const opened = await unit.decide(violation, store.newId(), {
    type: 'open-with-emergency',
    at,
    actor: system,
    authority: rule.authority,
    jurisdiction: state.jurisdiction,
    subject: state.organization,
    agreement: state.basis.id,
    alarm: id,
    facts: [fact],
    measures: [
      {
        measure: store.newId(),
        verb: 'suspend',
        target: { kind: 'channel', id: channel },
        article: 'POLICY-32',
        clause: PROTECTION_CLAUSE,
        // The agreement's clause is the authority; what it was triggered by is its document.
        authority: { document, commitment },
      },
    ],
  });
  if (isRefusal(opened)) return opened;
  const measures: readonly Measure[] = 'measures' in opened.state ? opened.state.measures : [];
  const refused = await place(unit, opened.id, measures, { at, actor: system });
  return refused ?? { case: opened.id };
}

/** Where the printed text of an agreement has its rule. */
const PROTECTION_CLAUSE = '附件五';

/** The same alarm from two runs has one id, so only one of them stands. */
function alarmId({ hash }: Context, of: string): string {
  return `alarm-${Buffer.from(hash(new TextEncoder().encode(of)))
    .toString('hex')
    .slice(0, 40)}`;
}
