import { sameClock } from '../domain/clock-change.ts';
import { type Envelope, type Machine, type Told as Role, type Rule, toldBy } from '../domain/decision.ts';
import type { Notice } from '../domain/notice.ts';
import type { RegulatoryFact } from '../domain/regulatory.ts';
import { nextReminder } from '../domain/reminding.ts';
import { type OpenClock, periods } from '../law/periods.ts';
import type { LegalRole } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { Key } from './keys.ts';
import { queueItem } from './queues.ts';
import type { Context } from './store.ts';
import { watchItem } from './watch.ts';

/** An inbox item is a copy for people; what happened stays in the stream. Kept a little longer than a year. */
export const INBOX_SECONDS = 400 * 86_400;
/** Something for other systems that is no notice, such as a credit record: sent to subscribers of its kind. */
export interface Message {
  /** Of the event that it tells of: the same message has the same id. */
  readonly id: string;
  readonly stream: Notice['stream'];
  /** What happened, such as `recorded`: the event's type is `shuqi.<kind>.<what>`. */
  readonly what: string;
  readonly at: Instant;
  /** JSON, nothing confidential to these receivers, some KB at most. */
  readonly data: object;
}

const MAX_MESSAGE_CHARACTERS = 20_000;

/** What sending a message to the subscriptions of these organizations adds to a transaction. @throws when it is too long */
export function messageItem({ now }: Context, message: Message, to: readonly string[]): Key {
  if (JSON.stringify(message).length > MAX_MESSAGE_CHARACTERS) throw new RangeError('a message too long to send');
  return queueItem('notice', inboxPlace(now(), message.id), { message, to: to.slice(0, MAX_TOLD) });
}

/** Something for whoever is entitled to a topic in a jurisdiction when it is sent: nobody waits for that to be looked up. */
export function regulatoryItem(
  { now }: Context,
  { topic, what, jurisdiction, subject, data }: RegulatoryFact,
  { stream, event, at }: { readonly stream: Notice['stream']; readonly event: string; readonly at: Instant },
): Key {
  const message: Message = { id: `${event}-reg`, stream, what, at, data };
  return queueItem('notice', inboxPlace(now(), message.id), { message, entitled: { topic, jurisdiction, subject } });
}

/** Organizations of one notice. */
const MAX_TOLD = 20;

/** A way by which organizations learn of something: what it adds to the transaction that makes it true. */
interface Notifier {
  readonly items: (context: Context, notice: Notice, to: readonly string[]) => readonly Key[];
}

/** One item an organization, read by its people. */
const inbox: Notifier = {
  items: ({ now }, notice, to) => {
    const sk = inboxPlace(now(), notice.id);
    const expiresAt = Math.floor(now() / 1000) + INBOX_SECONDS;
    return to.map((organization) => ({ ...inboxKey(organization, sk), notice, expiresAt }));
  },
};

/** One entry for all of them; a schedule looks up who subscribed, so that no command waits for that. */
const webhook: Notifier = {
  items: ({ now }, notice, to) => [queueItem('notice', inboxPlace(now(), notice.id), { notice, to })],
};

const notifiers: readonly Notifier[] = [inbox, webhook];

/** Real time in milliseconds, so that a moved domain clock does not shuffle the list, then the notice's id. */
const inboxPlace = (ms: number, id: string): string => `${String(ms).padStart(14, '0')}-${id}`;
export const inboxKey = (organization: string, place: string): Key => ({
  pk: `inbox#${organization}`,
  sk: `item#${place}`,
});

/** What telling these organizations adds to a transaction, by every way there is. */
export const noticeItems = (context: Context, notice: Notice, to: readonly string[]): readonly Key[] =>
  to.length === 0 ? [] : notifiers.flatMap(({ items }) => items(context, notice, to.slice(0, MAX_TOLD)));

/** Who must keep a clock of this stream: the parties in the roles that its rule names. */
export function keepersOf(
  parties: Readonly<Partial<Record<LegalRole, string>>>,
  { period }: OpenClock,
): readonly string[] {
  const named = periods[period].who.map((role: LegalRole) => parties[role]);
  return [...new Set(named.filter((one) => one !== undefined))];
}

interface Told<S> {
  readonly before: S;
  readonly after: S;
  /** Id of the stream, and of the last event of the step. */
  readonly stream: string;
  readonly event: string;
  readonly envelope: Envelope;
  /** The row that was carried out; absent when events are recorded without one. */
  readonly row?: Row;
}

/** `named`: by role, whom the stream itself does not name: its offices, and whom only the route knows. */
export interface Row {
  readonly command: string;
  readonly rule: Rule;
  readonly named: Named;
}
export type Named = Readonly<Partial<Record<Role, readonly string[]>>>;

/** Whom a row tells, role by role: the stream's own party, else whom it names, else whom it was given. */
export function audience<S extends { status: string }>(
  machine: Pick<Machine<S, never, never>, 'parties' | 'hearers'>,
  { before, after }: { readonly before: S; readonly after: S },
  { rule, named }: Pick<Row, 'rule' | 'named'>,
): ReadonlyMap<Role, readonly string[]> {
  const parties: Partial<Record<Role, string>> = machine.parties(after);
  const hearers: Named = machine.hearers?.(after) ?? {};
  return new Map(
    toldBy(rule, before.status).map((role) => {
      const party = parties[role];
      return [role, party === undefined ? (hearers[role] ?? named[role] ?? []) : [party]];
    }),
  );
}

/**
 * What a step adds to its transaction besides its events: for each clock that began a reminder to come, and a notice for
 * the parties that the row tells (never the actor's own side) and for those who must keep the new clocks.
 */
export function toldItems<S extends { status: string }>(
  context: Context,
  machine: Pick<Machine<S, never, never>, 'aggregate' | 'label' | 'clocks' | 'parties' | 'hearers' | 'summary'>,
  { before, after, stream, event, envelope, row }: Told<S>,
): readonly Key[] {
  const { at, actor } = envelope;
  const standing = machine.clocks(before);
  const begun = machine.clocks(after).filter((clock) => !standing.some((old) => sameClock(old, clock)));
  const parties = machine.parties(after);
  const name = { kind: machine.aggregate, id: stream };
  const told = row ? [...audience(machine, { before, after }, row).values()].flat() : [];
  const keeping = new Map<string, OpenClock[]>(
    told.filter((one) => one !== actor.organization).map((organization) => [organization, []]),
  );
  for (const clock of begun) {
    for (const keeper of keepersOf(parties, clock)) keeping.set(keeper, [...(keeping.get(keeper) ?? []), clock]);
  }
  const { title } = machine.summary(after);
  const common = { id: event, stream: name, of: machine.label, ...(title && { title: title.slice(0, 300) }), at };
  const step = row && { command: row.command, label: row.rule.label, article: row.rule.article };
  const notices = alike(keeping).flatMap(([clocks, to]) => {
    const were = standing.filter((old) => clocks.some((clock) => continues(old, clock)));
    const counted = !step && were.length > 0;
    const reason = counted ? 'recomputed' : step && clocks.length === 0 ? 'step' : 'started';
    return noticeItems(context, { ...common, reason, clocks, ...(step && { step }), ...(counted && { were }) }, to);
  });
  const ended = standing.filter((old) => !machine.clocks(after).some((clock) => sameClock(old, clock)));
  return [
    ...notices,
    ...begun.flatMap((clock) => watchFrom(name, clock, at)),
    ...ended.map((clock) => endedItem(context, name, clock)),
  ];
}

const continues = (old: OpenClock, clock: OpenClock): boolean =>
  old.period === clock.period && old.startedAt === clock.startedAt && old.dueAt !== clock.dueAt;

/** That a clock ended, kept as long as what tells of it, so that no old notice shows it as running. */
const endedItem = ({ now }: Context, stream: Notice['stream'], clock: OpenClock) => ({
  ...endedKey(stream, clock),
  expiresAt: Math.floor(now() / 1000) + INBOX_SECONDS,
});
export const endedKey = ({ kind, id }: Notice['stream'], { period, startedAt, dueAt }: OpenClock): Key => ({
  pk: `ended#${kind}#${id}`,
  sk: [period, startedAt, dueAt].join('#'),
});

/** The first reminder of a clock, as work for the schedule. */
export function watchFrom(stream: Notice['stream'], clock: OpenClock, after: Instant): readonly Key[] {
  const next = nextReminder(clock, after);
  return next ? [watchItem({ ...stream, clock, at: next.at })] : [];
}

/** Organizations that are told of the same clocks, together. */
function alike(keeping: ReadonlyMap<string, OpenClock[]>): readonly [OpenClock[], string[]][] {
  const groups = new Map<string, [OpenClock[], string[]]>();
  for (const [organization, clocks] of keeping) {
    const key = JSON.stringify(clocks);
    const group = groups.get(key) ?? [clocks, []];
    group[1].push(organization);
    groups.set(key, group);
  }
  return [...groups.values()];
}
