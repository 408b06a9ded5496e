import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Gate, gate } from '../domain/gate.ts';
import type { Hold, Holds } from '../domain/hold.ts';
import { gateKey, type StreamName, streamText } from './keys.ts';
import { encode, type Item } from './marshal.ts';
import type { Context } from './store.ts';

/** At most this many holds stand on a gate; the next one closes it until a person consolidates (POLICY-4). */
const GATE_HOLDS = 8;

/**
 * One change of one gate. A transaction tightens or loosens; it never does both (a batch read may be torn). `merge`:
 * the holds after several became one, which may bring the list back inside its bound, so it counts as loosening.
 */
export type GateChange =
  | { readonly do: 'open'; readonly value: Gate }
  | { readonly do: 'hold'; readonly hold: Hold; readonly others: number }
  | { readonly do: 'release'; readonly measures: readonly string[]; readonly left: Holds }
  | { readonly do: 'merge'; readonly holds: Holds }
  | { readonly do: 'end'; readonly ended: NonNullable<Gate['ended']> }
  | { readonly do: 'tighten' | 'loosen'; readonly set: Partial<Omit<Gate, 'holds' | 'ended' | 'links'>> };

export const tightens = (change: GateChange): boolean =>
  change.do === 'hold' || change.do === 'end' || change.do === 'tighten';

/** Reads one gate, consistently. `undefined` when there is none. */
export async function readGate(context: Context, stream: StreamName): Promise<Gate | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(gateKey(stream)), ConsistentRead: true }),
  );
  return Item && parseGate(Item);
}

/**
 * Reads several gates in one consistent BatchGetItem, by stream text (`channel#…`). A gate that does not exist is
 * absent from the map. Keys that DynamoDB left unprocessed are asked for once more; still left → `undefined`.
 */
export async function readGates(
  context: Context,
  streams: readonly StreamName[],
): Promise<ReadonlyMap<string, Gate> | undefined> {
  let keys = streams.map((stream) => encode(gateKey(stream)));
  const found = new Map<string, Gate>();
  for (let attempt = 0; attempt < 2; attempt++) {
    const answer = await context.dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [context.table]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[context.table] ?? []) {
      found.set((item.pk?.S ?? '').slice('gate#'.length), parseGate(item));
    }
    keys = answer.UnprocessedKeys?.[context.table]?.Keys ?? [];
    if (keys.length === 0) return found;
  }
  return undefined;
}

/** Ids of a drill begin so, and no others. */
export const DRILL = 'drill-';

/** Removes a gate of a drill. @throws for any other gate: those are ended, and stay */
export async function dropDrillGate(context: Context, stream: StreamName): Promise<void> {
  if (!stream.id.startsWith(DRILL)) throw new Error(`${streamText(stream)} is no gate of a drill`);
  await context.dynamo.send(new DeleteItemCommand({ TableName: context.table, Key: encode(gateKey(stream)) }));
}

/** The changes of one gate, and what was seen of it when deciding, as one item of a transaction. */
export function gateWrite(
  table: string,
  stream: StreamName,
  changes: readonly GateChange[],
  seen: { gate: Gate | undefined } | undefined,
): TransactWriteItem {
  const opening = changes.find((change) => change.do === 'open');
  if (opening) {
    if (changes.length > 1) throw new Error(`gate ${streamText(stream)}: opened and changed in one transaction`);
    return {
      Put: {
        TableName: table,
        Item: encode({ ...gateKey(stream), ...opening.value }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }
  const expression = new Expression();
  for (const change of changes) if (change.do !== 'open') expression.add(change);
  const conditions = seen ? expression.sameAs(seen.gate) : ['attribute_exists(pk)'];
  const shared = {
    TableName: table,
    Key: encode(gateKey(stream)),
    ConditionExpression: conditions.join(' AND '),
    ...expression.attributes(),
  };
  return changes.length > 0
    ? { Update: { ...shared, UpdateExpression: expression.update() } }
    : { ConditionCheck: shared };
}

function parseGate(item: Item): Gate {
  const { pk: _, sk: __, ...value } = unmarshall(item);
  return gate.parse(value);
}

/** Collects an UpdateExpression with its names and values. */
class Expression {
  readonly #sets: string[] = [];
  readonly #removes: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};
  #full = false;

  add(change: Exclude<GateChange, { do: 'open' }>): void {
    switch (change.do) {
      case 'hold':
        if (change.others >= GATE_HOLDS) this.#overflow();
        else this.#sets.push(`${this.#name('holds')}.${this.#name(change.hold.measure)} = ${this.#value(change.hold)}`);
        return;
      case 'release':
        if (Object.keys(change.left).length + change.measures.length > GATE_HOLDS) this.#rewrite(change.left);
        else for (const one of change.measures) this.#removes.push(`${this.#name('holds')}.${this.#name(one)}`);
        return;
      case 'merge':
        this.#rewrite(change.holds);
        return;
      case 'end':
        this.#set('ended', change.ended);
        return;
      case 'tighten':
      case 'loosen':
        for (const [field, value] of Object.entries(change.set)) this.#set(field, value);
    }
  }

  /** Said once, however many holds are too many. */
  #overflow(): void {
    if (this.#full) return;
    this.#full = true;
    this.#set('consolidate', true);
  }

  /** The gate was over its bound: write what is left as a whole, and reopen it only if that fits. */
  #rewrite(left: Holds): void {
    const fits = Object.keys(left).length <= GATE_HOLDS;
    this.#set('holds', Object.fromEntries(Object.entries(left).slice(0, GATE_HOLDS)));
    if (fits) this.#removes.push(this.#name('consolidate'));
  }

  /** Conditions under which everything that a decision could have leaned on is unchanged. */
  sameAs(seen: Gate | undefined): string[] {
    if (!seen) return ['attribute_not_exists(pk)'];
    const fields = [
      'from',
      'until',
      'scope',
      'ended',
      'consolidate',
      'mainland',
      'exclusions',
      'level',
      'disputed',
      'assessed',
      'excepts',
      'declared',
      'reviewed',
    ] as const;
    const same = fields.map((field) => {
      const value = seen[field];
      return value === undefined
        ? `attribute_not_exists(${this.#name(field)})`
        : `${this.#name(field)} = ${this.#value(value)}`;
    });
    return [...same, `${this.#name('holds')} = ${this.#value(seen.holds)}`];
  }

  update(): string {
    const set = this.#sets.length > 0 ? `SET ${this.#sets.join(', ')} ` : '';
    return `${set}${this.#removes.length > 0 ? `REMOVE ${this.#removes.join(', ')}` : ''}`;
  }

  attributes() {
    const values = marshall(this.#values, { removeUndefinedValues: true });
    return {
      ...(this.#names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, alias]) => [alias, name])),
      }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    };
  }

  #set(field: string, value: unknown): void {
    if (value === undefined) this.#removes.push(this.#name(field));
    else this.#sets.push(`${this.#name(field)} = ${this.#value(value)}`);
  }

  #name(name: string): string {
    const alias = this.#names.get(name) ?? `#n${this.#names.size}`;
    this.#names.set(name, alias);
    return alias;
  }

  #value(value: unknown): string {
    const alias = `:v${Object.keys(this.#values).length}`;
    this.#values[alias] = value;
    return alias;
  }
}
