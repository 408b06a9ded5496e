import { equal } from '../ledger/bytes.ts';
import { canonical, isJson } from '../ledger/jcs.ts';
import { type EventItem, eventItem, type Head, headItem } from '../store/items.ts';
import { gateKey, headKey, type StreamName, streamText } from '../store/keys.ts';
import { recordLeaf } from '../store/leaf.ts';
import { officeKey } from '../store/offices.ts';
import type { Context } from '../store/store.ts';
import { nameOf, type Raw, readItems, readPartition } from '../store/survey.ts';
import { checkDocuments } from './documents.ts';
import type { Tell } from './findings.ts';
import { gateFaults } from './gates.ts';
import { checkPlaces, type Places } from './places.ts';
import { type Replay, replays } from './replay.ts';

/** What one stream adds to the report. `documents` still stand, `erased` no longer do. */
export interface StreamCounts {
  readonly events: number;
  readonly waiting: number;
  readonly documents: number;
  readonly erased: number;
  readonly gates: number;
}

/**
 * Checks one stream: events without gap and each fitting its own commitments, the chain of leaves, every event in the
 * log or waiting for it, the head as the fold of the events, the gate as the head demands, documents that still stand.
 * Reads it once: beside a running platform a finding counts only when it is found again a little later.
 */
export async function checkStream(store: Context, name: StreamName, places: Places, tell: Tell): Promise<StreamCounts> {
  const subject = streamText(name);
  const [headName, gateName] = [nameOf(headKey(name)), nameOf(gateKey(name))];
  const standing = await readItems(store, [headKey(name), gateKey(name)]);
  const head = standing.get(headName);
  const parsed = headItem.safeParse(head);
  const replay = replays.get(name.aggregate)?.(name.id, store.hash);
  const walk = walkAlong(store, subject, replay, parsed.data?.version, tell);
  const seen = new Set<string>();
  const counts = { waiting: 0, documents: 0, erased: 0 };
  for await (const page of readPartition(store, subject)) {
    const events = page.filter(({ sk }) => sk.startsWith('event#')).flatMap((item) => walk.step(item) ?? []);
    counts.waiting += await checkPlaces(store, subject, events, places, tell);
    const { documents, erased } = await checkDocuments(store, subject, events, seen, tell);
    counts.documents += documents;
    counts.erased += erased;
  }
  const { events, intact, last } = walk.end();
  if (!replay) tell('stream-unknown', subject);
  else if (!head) tell('head-missing', subject);
  else if (!parsed.success) tell('head-edited', subject, 'form');
  else if (intact && last) {
    compareHead(parsed.data, last, replay, subject, tell);
    checkGate(standing.get(gateName), replay, subject, tell);
    await checkOffices(store, replay, subject, tell);
  }
  return { events, ...counts, gates: standing.has(gateName) ? 1 : 0 };
}

/** Goes along events in their order and folds those up to the head's version. */
function walkAlong(
  store: Context,
  subject: string,
  replay: Replay | undefined,
  headVersion: number | undefined,
  tell: Tell,
) {
  let [events, version, intact] = [0, 0, true];
  let prev: string | undefined = '';
  let last: EventItem | undefined;
  const broken: Tell = (...finding) => {
    intact = false;
    tell(...finding);
  };
  return {
    step: (item: Raw): EventItem | undefined => {
      const number = Number(item.sk.slice('event#'.length));
      const before = { version, prev };
      const parsed = eventItem.safeParse(item);
      [events, version, prev] = [events + 1, number, parsed.data?.leaf];
      if (number !== before.version + 1) broken('event-missing', subject, range(before.version + 1, number - 1));
      if (!parsed.success || parsed.data.version !== number) {
        broken('event-unreadable', subject, item.sk);
        return undefined;
      }
      const event = parsed.data;
      // After a gap, or what cannot be read, nobody knows which leaf came before.
      if (number === before.version + 1 && before.prev !== undefined && event.prev !== before.prev) {
        tell('chain-broken', subject, item.sk);
      }
      if (!fitsItself(store, subject, event)) broken('event-edited', subject, item.sk);
      if (headVersion !== undefined && number > headVersion) tell('event-inserted', subject, item.sk);
      else if (replay && !replay.take(event.data)) broken('event-unreadable', subject, item.sk);
      else last = event;
      return event;
    },
    end: () => {
      if (headVersion !== undefined && headVersion > version) {
        broken('event-missing', subject, range(version + 1, headVersion));
      }
      return { events, intact, last };
    },
  };
}

/** Whether an event's values and seed give the commitments and the leaf hash that stand beside them. */
function fitsItself(store: Context, stream: string, item: EventItem): boolean {
  const { event, version, prev, at, person, organization, data, seed, leaf, commitments } = item;
  try {
    const made = recordLeaf(event, { stream, version, prev, at, person, organization, data }, seed, store.hash);
    return made.leafHash === leaf && equal(made.commitments, commitments);
  } catch (error) {
    // Deeper, longer or wider than any event that was ever written.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function compareHead(head: Head, last: EventItem, replay: Replay, subject: string, tell: Tell): void {
  const { pk: _, sk: __, id, version, state, leaf, ...listed } = head;
  const expected = replay.head(last.at);
  const whole = { id: subject.slice(subject.indexOf('#') + 1), version: last.version, leaf: last.leaf };
  if (!same({ id, version, leaf, state }, { ...whole, state: expected.state })) tell('head-edited', subject);
  else if (!same(listed, expected.listed)) tell('head-listed-wrongly', subject);
}

function checkGate(gate: Raw | undefined, replay: Replay, subject: string, tell: Tell): void {
  const demand = replay.demand();
  if (demand.gate === 'none') {
    if (gate) tell('gate-alone', subject);
  } else if (!gate) {
    tell('gate-missing', subject);
  } else {
    const { pk: _, sk: __, ...values } = gate;
    const faults = gateFaults(values, demand);
    if (faults.length > 0) tell('gate-differs', subject, faults.join(', '));
  }
}

/** Each office stands as an item, or those who wait for that office are not told. */
async function checkOffices(store: Context, replay: Replay, subject: string, tell: Tell): Promise<void> {
  const offices = replay.offices();
  if (offices.length === 0) return;
  const standing = await readItems(store, offices.map(officeKey));
  for (const office of offices) {
    if (!standing.has(nameOf(officeKey(office)))) tell('office-missing', subject, office.role);
  }
}

const range = (from: number, to: number): string => (from === to ? `event ${from}` : `events ${from} to ${to}`);

const same = (a: unknown, b: unknown): boolean => isJson(a) && isJson(b) && equal(canonical(a), canonical(b));
