import { GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { type ClocksRecomputed, clockBreach, isRecomputed } from '../domain/clock-change.ts';
import {
  type Envelope,
  fold,
  isRefusal,
  judge,
  type Machine,
  type Refusal,
  type Rule,
  refuse,
} from '../domain/decision.ts';
import type { Gate } from '../domain/gate.ts';
import type { RegulatoryFact } from '../domain/regulatory.ts';
import type { Instant } from '../law/time.ts';
import { type GateChange, gateWrite, readGate, tightens } from './gates.ts';
import { decode, headItem } from './items.ts';
import { claimKey, headKey, type StreamName, streamText } from './keys.ts';
import { encode } from './marshal.ts';
import { type Message, messageItem, type Named, type Row, regulatoryItem, toldItems } from './notices.ts';
import { officesTold, officeWrites } from './offices.ts';
import { type QueueName, queueItem } from './queues.ts';
import { headWrite, stageEvent, type WrittenEvent } from './stage.ts';
import type { Context } from './store.ts';

/** A stream as read: version 0 is one that does not exist yet. */
export interface Loaded<S> extends StreamName {
  readonly version: number;
  readonly state: S;
  /** Hash of the stream's last leaf, empty before the first. */
  readonly leaf: string;
}

interface Status {
  readonly status: string;
}
interface Event {
  readonly type: string;
}
interface Staged {
  readonly before: number;
  readonly writes: TransactWriteItem[];
  readonly events: WrittenEvent[];
  head: object;
}

/** What a failed condition means: decide again, or this refusal. */
export interface Stake {
  readonly item: TransactWriteItem;
  readonly otherwise?: Refusal;
}

/**
 * One command's unit of work: consistent loads, then everything it changes, as one TransactWriteItems.
 * Nothing is written until `transact` sends it.
 */
export class Unit {
  readonly #context: Context;
  readonly #streams = new Map<string, Staged>();
  readonly #gates = new Map<string, { stream: StreamName; changes: GateChange[]; seen?: { gate: Gate | undefined } }>();
  readonly #claims: Stake[] = [];
  /** Notices and reminders by their keys: what two steps of one command say alike is said once. */
  readonly #told = new Map<string, object>();
  /** Offices given and taken, by their keys: of two steps the later counts. */
  readonly #offices = new Map<string, TransactWriteItem>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Reads a stream's head, consistently. @throws when the table holds a state that the machine does not know */
  async load<S extends Status, C extends Envelope & { type: string }, E extends Event>(
    machine: Machine<S, C, E>,
    id: string,
  ): Promise<Loaded<S>> {
    return loadHead(this.#context, machine, id);
  }

  /** Loads (unless given), checks the caller's version, judges the command and stages its events. `named`: whom it tells besides. */
  async decide<S extends Status, C extends Envelope & { type: string }, E extends Event>(
    machine: Machine<S, C, E>,
    target: string | Loaded<S>,
    command: C,
    ifMatch?: number,
    named: Named = {},
  ): Promise<Loaded<S> | Refusal> {
    const loaded = typeof target === 'string' ? await this.load(machine, target) : target;
    const decision = judge(machine, command, loaded.state);
    if (isRefusal(decision)) return decision;
    const stale = staleFor(loaded, ifMatch);
    if (stale) return stale;
    const rule: Rule = machine.transitions[command.type as C['type']];
    const offices = await officesTold(this.#context, machine, rule, {
      before: loaded.state,
      after: fold(machine, decision, loaded.state),
    });
    const row = { command: command.type, rule, named: { ...offices, ...named } };
    const after = this.#record(machine, loaded, decision, command, row);
    const breach = clockBreach(rule, machine.clocks(loaded.state), machine.clocks(after.state));
    if (breach) throw new Error(`${machine.aggregate} ${command.type}: ${breach}`);
    return after;
  }

  /** Stages events that were already decided. */
  record<S extends Status, C extends Envelope & { type: string }, E extends Event>(
    machine: Machine<S, C, E>,
    loaded: Loaded<S>,
    events: readonly (E | ClocksRecomputed)[],
    envelope: Envelope,
  ): Loaded<S> {
    return this.#record(machine, loaded, events, envelope);
  }

  /** Reads a gate and makes the transaction depend on what was seen (no write skew). */
  async lean(stream: StreamName): Promise<Gate | undefined> {
    const gate = await readGate(this.#context, stream);
    this.#gateOf(stream).seen = { gate };
    return gate;
  }

  /** Makes the transaction depend on a stream that is read and not written: changed meanwhile, it is decided again. */
  stand({ aggregate, id, version }: Loaded<unknown>): void {
    const { table: TableName } = this.#context;
    const item = {
      ConditionCheck: {
        TableName,
        Key: encode(headKey({ aggregate, id })),
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: encode({ ':seen': version }),
      },
    };
    this.#claims.push({ item });
  }

  /** Stages a change of a gate. @throws when one transaction would both tighten and loosen */
  gate(stream: StreamName, change: GateChange): void {
    const all = [...this.#gates.values()].flatMap((one) => one.changes);
    if (all.some((other) => tightens(other) !== tightens(change))) {
      throw new Error('a transaction tightens gates or loosens them, never both');
    }
    this.#gateOf(stream).changes.push(change);
  }

  /** Takes a value that may stand only once; refused with `otherwise` when another owner has it. */
  claim(what: string, value: string, owner: string, otherwise: Refusal): void {
    this.#claims.push({
      item: {
        Put: {
          TableName: this.#context.table,
          Item: encode({ ...claimKey(what, value), owner }),
          ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        },
      },
      otherwise,
    });
  }

  /** Puts work for a schedule into the same transaction. */
  enqueue(queue: QueueName, id: string, value: object): void {
    const { table: TableName } = this.#context;
    this.#claims.push({ item: { Put: { TableName, Item: encode(queueItem(queue, id, value)) } } });
  }

  /** Puts an item of its own, beside streams and gates, into the same transaction. */
  put(item: { readonly pk: string; readonly sk: string }): void {
    this.#claims.push({ item: { Put: { TableName: this.#context.table, Item: encode(item) } } });
  }

  /** Takes such an item away; nothing happens when it is not there. */
  remove({ pk, sk }: { readonly pk: string; readonly sk: string }): void {
    this.#claims.push({ item: { Delete: { TableName: this.#context.table, Key: encode({ pk, sk }) } } });
  }

  /** Sends to the webhook subscriptions of these organizations, once this is committed. */
  publish(message: Message, to: readonly string[]): void {
    const item = messageItem(this.#context, message, to);
    this.#told.set(`${item.pk}|${item.sk}`, item);
  }

  /** Gives a claimed value free again, if `owner` has it. */
  unclaim(what: string, value: string, owner: string): void {
    this.#claims.push({
      item: {
        Delete: {
          TableName: this.#context.table,
          Key: encode(claimKey(what, value)),
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        },
      },
    });
  }

  /** Everything staged, heads first. Empty when the command changed nothing. */
  stakes(): Stake[] {
    const streams = [...this.#streams.values()].flatMap((staged) => [
      { item: headWrite(this.#context, staged) },
      ...staged.writes.map((item) => ({ item })),
    ]);
    const gates = [...this.#gates.values()].map(({ stream, changes, seen }) => ({
      item: gateWrite(this.#context.table, stream, changes, seen),
    }));
    const changes =
      streams.length + this.#claims.length + [...this.#gates.values()].flatMap((one) => one.changes).length;
    const { table: TableName } = this.#context;
    const told = [...this.#told.values()].map((item) => ({ item: { Put: { TableName, Item: encode(item) } } }));
    const offices = [...this.#offices.values()].map((item) => ({ item }));
    return changes === 0 ? [] : [...streams, ...gates, ...this.#claims, ...offices, ...told];
  }

  /** Where the staged events will stand, to find out after a time-out whether they do. */
  events(): WrittenEvent[] {
    return [...this.#streams.values()].flatMap(({ events }) => events);
  }

  #gateOf(stream: StreamName) {
    const text = streamText(stream);
    const found = this.#gates.get(text) ?? { stream, changes: [] };
    this.#gates.set(text, found);
    return found;
  }

  /** The events, then who is told of them. */
  #record<S extends Status, C extends Envelope & { type: string }, E extends Event>(
    machine: Machine<S, C, E>,
    loaded: Loaded<S>,
    events: readonly (E | ClocksRecomputed)[],
    { at, actor }: Envelope,
    row?: Row,
  ): Loaded<S> {
    const envelope = { at, actor };
    let after = loaded;
    for (const event of events) {
      after = this.#stage(machine, after, event, envelope);
      const fact = isRecomputed(event) ? undefined : machine.regulatory?.(event, after.state);
      if (fact) this.#tellPartners(fact, { kind: machine.aggregate, id: loaded.id }, at);
    }
    const event = this.#streams.get(streamText(loaded))?.events.at(-1)?.event;
    if (event === undefined || after === loaded) return after;
    const told = { before: loaded.state, after: after.state, stream: loaded.id, event, envelope, ...(row && { row }) };
    for (const item of toldItems(this.#context, machine, told)) this.#told.set(`${item.pk}|${item.sk}`, item);
    return after;
  }

  #tellPartners(fact: RegulatoryFact, stream: { kind: string; id: string }, at: Instant): void {
    const event = this.#streams.get(`${stream.kind}#${stream.id}`)?.events.at(-1)?.event ?? '';
    const item = regulatoryItem(this.#context, fact, { stream, event, at });
    this.#told.set(`${item.pk}|${item.sk}`, item);
  }

  #stage<S extends Status, C extends Envelope & { type: string }, E extends Event>(
    machine: Machine<S, C, E>,
    loaded: Loaded<S>,
    event: E | ClocksRecomputed,
    envelope: Envelope,
  ): Loaded<S> {
    const made = stageEvent(this.#context, machine, loaded, event, envelope);
    const text = streamText(loaded);
    const staged = this.#streams.get(text) ?? { before: loaded.version, writes: [], head: {}, events: [] };
    staged.writes.push(...made.writes);
    staged.events.push(made.written);
    staged.head = made.head;
    this.#streams.set(text, staged);
    const [had, has] = [loaded.state, made.after.state].map((state) => machine.offices?.(state) ?? []);
    for (const [key, item] of officeWrites(this.#context, had ?? [], has ?? [])) this.#offices.set(key, item);
    return made.after;
  }
}

/** Reads a stream's head, consistently; a stream that does not exist has version 0 and the initial state. */
export async function loadHead<S extends Status>(
  context: Context,
  machine: { aggregate: string; initial: S; state: z.ZodType<S> },
  id: string,
): Promise<Loaded<S>> {
  const name = { aggregate: machine.aggregate, id };
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(headKey(name)), ConsistentRead: true }),
  );
  if (!Item) return { ...name, version: 0, state: machine.initial, leaf: '' };
  const head = decode(headItem, Item);
  return { ...name, version: head.version, state: machine.state.parse(head.state), leaf: head.leaf };
}

/** Why an edit of another version than `ifMatch` does not count; `undefined` when it does. */
export function staleFor({ version }: { readonly version: number }, ifMatch: number | undefined): Refusal | undefined {
  if (ifMatch === undefined || ifMatch === version) return undefined;
  const detail = {
    zh: `内容已被他人修改（当前版本 ${version}），请重新打开后再试`,
    en: `somebody changed it meanwhile (version ${version} now): read it again, then retry`,
  };
  return { ...refuse('POLICY-9', detail), refused: 'stale' };
}
