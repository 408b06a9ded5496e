import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type CancellationReason,
  type DynamoDBClient,
  InternalServerError,
  type KeysAndAttributes,
  ThrottlingException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Dynamo } from '../../shared/store/client.ts';

export type AnyCommand = Parameters<DynamoDBClient['send']>[0];
export type Key = NonNullable<KeysAndAttributes['Keys']>[number];

/** Stands in for one call: answers, throws, or sends what it likes to the client behind. */
export type Fault = (command: AnyCommand, behind: Dynamo) => Promise<unknown>;
/** A command class of the SDK, such as `GetItemCommand`. */
type Kind = abstract new (...input: never[]) => object;

/** A client whose calls can be made to fail, per command class. Faults of `next` go before those of `always`. */
export interface Faulty {
  readonly dynamo: Dynamo;
  /** Every command in the order it was sent, faults included: counts round trips. */
  readonly sent: readonly AnyCommand[];
  /** The next `times` commands of this kind meet the fault. */
  next(kind: Kind, fault: Fault, times?: number): void;
  /** Every command of this kind meets the fault until `heal`. */
  always(kind: Kind, fault: Fault): void;
  heal(): void;
}

interface Planned {
  readonly kind: Kind;
  readonly fault: Fault;
  times: number;
}

/** Puts the fault layer in front of a client; without a script it only passes on. */
export function faulty(behind: Dynamo): Faulty {
  let plan: Planned[] = [];
  const sent: AnyCommand[] = [];
  const send = (command: AnyCommand): Promise<unknown> => {
    sent.push(command);
    const met = plan.find(({ kind }) => command instanceof kind);
    if (!met) return behind.send(command);
    met.times -= 1;
    if (met.times <= 0) plan = plan.filter((planned) => planned !== met);
    return met.fault(command, behind);
  };
  return {
    dynamo: asDynamo(send),
    sent,
    next: (kind, fault, times = 1) => {
      const endless = plan.findIndex((other) => other.times === Number.POSITIVE_INFINITY);
      plan.splice(endless < 0 ? plan.length : endless, 0, { kind, fault, times });
    },
    always: (kind, fault) => {
      plan.push({ kind, fault, times: Number.POSITIVE_INFINITY });
    },
    heal: () => {
      plan = [];
    },
  };
}

/** The SDK's `send` is overloaded for callbacks too, which nothing here uses: hence the cast. */
export function asDynamo(send: (command: AnyCommand) => Promise<unknown>): Dynamo {
  return { send: send as Dynamo['send'] };
}

/** Another transaction holds an item: nothing is written. `at`: which of the items, from 0. */
export function conflict(at = 0): Fault {
  return async (command) => {
    const transaction = command instanceof TransactWriteItemsCommand || command instanceof TransactGetItemsCommand;
    if (!transaction) throw new TransactionConflictException({ message: 'Transaction is ongoing', $metadata: {} });
    const items = command.input.TransactItems ?? [];
    throw cancelled(items.map((_, index) => (index === at ? { Code: 'TransactionConflict' } : { Code: 'None' })));
  };
}

/** More than the table or a partition takes; what is left after the SDK's own attempts. */
export function throttle(): Fault {
  return async () => {
    throw new ThrottlingException({ message: 'Throughput exceeds the current capacity', $metadata: {} });
  };
}

/** The answer does not come in time and the command was never carried out. */
export function timeout(): Fault {
  return async () => {
    throw timedOut();
  };
}

/** The write goes through, the answer is lost: the caller cannot know. */
export function timeoutAfterCommit(): Fault {
  return async (command, behind) => {
    await behind.send(command);
    throw timedOut();
  };
}

/** Nobody listens. */
export function unavailable(): Fault {
  return async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:8000'), { code: 'ECONNREFUSED' });
  };
}

/** DynamoDB answers 500. */
export function internalError(): Fault {
  return async () => {
    throw new InternalServerError({ message: 'Internal server error', $metadata: { httpStatusCode: 500 } });
  };
}

/** Something happens just before the command reaches the table: a pause, another writer. */
export function before(happens: () => Promise<unknown>): Fault {
  return async (command, behind) => {
    await happens();
    return behind.send(command);
  };
}

/** UnprocessedKeys: the keys that `drops` names are not read; by default all but the first. */
export function droppedKeys(drops: (key: Key, index: number) => boolean = (_, index) => index > 0): Fault {
  return async (command, behind) => {
    if (!(command instanceof BatchGetItemCommand)) return behind.send(command);
    const read = split(command, (key, index) => !drops(key, index));
    const left = split(command, drops);
    const answer = read ? await behind.send(new BatchGetItemCommand({ RequestItems: read })) : { Responses: {} };
    return { $metadata: {}, ...answer, UnprocessedKeys: left ?? {} };
  };
}

/** One batch, two moments: reads the early keys, lets `happens` write, then reads the late ones. */
export function torn(late: (key: Key, index: number) => boolean, happens: () => Promise<unknown>): Fault {
  return async (command, behind) => {
    if (!(command instanceof BatchGetItemCommand)) return behind.send(command);
    const parts = [split(command, (key, index) => !late(key, index)), split(command, late)];
    const answers: BatchGetItemCommandOutput[] = [];
    for (const part of parts) {
      if (part) answers.push(await behind.send(new BatchGetItemCommand({ RequestItems: part })));
      if (part === parts[0]) await happens();
    }
    const tables = new Set(answers.flatMap(({ Responses }) => Object.keys(Responses ?? {})));
    const items = (name: string) => answers.flatMap(({ Responses }) => Responses?.[name] ?? []);
    return { $metadata: {}, Responses: Object.fromEntries([...tables].map((name) => [name, items(name)])) };
  };
}

/** The part of a batch whose keys are wanted (numbered through), with its own options; undefined when empty. */
function split(command: BatchGetItemCommand, wanted: (key: Key, index: number) => boolean) {
  let index = 0;
  const part: Record<string, KeysAndAttributes> = {};
  for (const [name, request] of Object.entries(command.input.RequestItems ?? {})) {
    const Keys = request.Keys?.filter((key) => wanted(key, index++)) ?? [];
    if (Keys.length > 0) part[name] = { ...request, Keys };
  }
  return Object.keys(part).length > 0 ? part : undefined;
}

function cancelled(CancellationReasons: CancellationReason[]): TransactionCanceledException {
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ message, CancellationReasons, $metadata: { httpStatusCode: 400 } });
}

/** As the SDK's handler throws it when requestTimeout passes. */
function timedOut(): Error {
  const message = '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 500 ms requestTimeout.';
  return Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });
}
