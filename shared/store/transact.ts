import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isRefusal, type Refusal, refuse } from '../domain/decision.ts';
import { decode, receiptItem } from './items.ts';
import { receiptKey } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';
import { type Stake, Unit } from './unit.ts';

/** What a command answers; kept with its receipt so that a retry gets the same bytes. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Who asked, under which Idempotency-Key, and a fingerprint of what was asked. */
export interface Receipt {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface TransactOptions {
  readonly receipt?: Receipt | undefined;
  /** Measures keep trying for 10 s, ordinary commands twice more. */
  readonly patience?: 'ordinary' | 'measure';
}

/** Thrown when a command could not be carried out in time because others kept changing the same streams. */
export class Contention extends Error {
  override readonly name = 'Contention';
}

const RECEIPT_SECONDS = 7 * 86_400;
const MAX_RECEIPT_BYTES = 64 * 1024;
const MAX_ITEMS = 100;

/**
 * Decides and writes, all or nothing; on a conflict decides again from fresh reads. A time-out is never taken for a
 * failure: the next round looks whether the events of the last one stand.
 * @throws Contention when the patience is used up; whatever the store throws otherwise
 */
export async function transact(
  context: Context,
  work: (unit: Unit) => Promise<Answer | Refusal>,
  { receipt, patience = 'ordinary' }: TransactOptions = {},
): Promise<Answer | Refusal> {
  const patient = patience === 'measure' ? { rounds: 200, ms: 10_000 } : { rounds: 3, ms: 5_000 };
  const started = context.now();
  let doubtful: { unit: Unit; answer: Answer }[] = [];
  for (let round = 0; round < patient.rounds && context.now() - started < patient.ms; round++) {
    if (round > 0) await context.sleep(pause(context, round));
    const known = receipt && (await replay(context, receipt));
    if (known) return known;
    const landed = await firstLanded(context, doubtful);
    if (landed) return landed.answer;
    const unit = new Unit(context);
    const decided = await work(unit);
    // The same request may have committed between the look for its receipt and this refusal.
    if (isRefusal(decided)) return (receipt && (await replay(context, receipt))) ?? decided;
    const answer = naming(unit, decided);
    const outcome = await send(context, unit, answer, receipt);
    if (outcome === 'done') return answer;
    if (outcome === 'unknown') doubtful = [...doubtful, { unit, answer }].slice(-MAX_ITEMS);
    else if (outcome !== 'conflict') return outcome;
  }
  const landed = await firstLanded(context, doubtful);
  if (landed) return landed.answer;
  throw new Contention('others kept changing the same records');
}

/** With the ids of its events, in their order: with them anyone asks the log for their proof. */
function naming(unit: Unit, answer: Answer): Answer {
  const ids = unit.events().map(({ event }) => event);
  return ids.length === 0 ? answer : { ...answer, headers: { ...answer.headers, 'shuqi-event': ids.join(', ') } };
}

/** The kept answer for this key; a refusal when the key came back with another request. */
export async function replay(
  context: Context,
  { caller, key, fingerprint }: Receipt,
): Promise<Answer | Refusal | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(receiptKey(caller, key)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const kept = decode(receiptItem, Item);
  if (kept.fingerprint === fingerprint) return kept.answer;
  return refuse('POLICY-9', {
    zh: '该 Idempotency-Key 已用于另一项请求，请换一个新的；网页表单请重新打开页面再填',
    en: 'this Idempotency-Key was used for another request: take a new one; a form: open its page anew',
  });
}

type Outcome = 'done' | 'conflict' | 'unknown' | Refusal;

async function send(context: Context, unit: Unit, answer: Answer, receipt: Receipt | undefined): Promise<Outcome> {
  const stakes = unit.stakes();
  if (stakes.length === 0) return 'done';
  const all = receipt ? [...stakes, { item: receiptWrite(context, receipt, answer) }] : stakes;
  if (all.length > MAX_ITEMS) throw new RangeError(`a transaction of ${all.length} items`);
  try {
    await context.dynamo.send(new TransactWriteItemsCommand({ TransactItems: all.map(({ item }) => item) }));
    return 'done';
  } catch (error) {
    return outcomeOf(error, all);
  }
}

/** A cancelled transaction wrote nothing. Anything else that is not plainly ours may have been committed. */
function outcomeOf(error: unknown, stakes: readonly Stake[]): Outcome {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'TransactionCanceledException' && 'CancellationReasons' in error) {
    const reasons: { Code?: string }[] = Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
    if (reasons.some(({ Code }) => Code === 'ValidationError' || Code === 'ItemCollectionSizeLimitExceeded'))
      throw error;
    // A refusal stands only if nothing else moved: otherwise decide again from what is there now.
    const failed = reasons.flatMap(({ Code }, index) => (Code === undefined || Code === 'None' ? [] : [stakes[index]]));
    const refusals = failed.flatMap((stake) => (stake?.otherwise ? [stake.otherwise] : []));
    return refusals.length === failed.length && refusals[0] ? refusals[0] : 'conflict';
  }
  if (['TransactionInProgressException', 'TransactionConflictException'].includes(error.name)) return 'unknown';
  if (['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'].includes(error.name)) {
    return 'conflict';
  }
  if (
    ['TimeoutError', 'AbortError', 'InternalServerError', 'NetworkingError'].includes(error.name) ||
    'code' in error
  ) {
    return 'unknown';
  }
  throw error;
}

/** Of the rounds whose outcome is unknown, the one whose first event stands. */
async function firstLanded<T extends { unit: Unit }>(context: Context, rounds: readonly T[]): Promise<T | undefined> {
  for (const round of rounds) {
    const [first] = round.unit.events();
    if (!first) continue;
    const { Item } = await context.dynamo.send(
      new GetItemCommand({ TableName: context.table, Key: encode(first.key), ConsistentRead: true }),
    );
    if (Item && unmarshall(Item).event === first.event) return round;
  }
  return undefined;
}

function receiptWrite({ table, now }: Context, { caller, key, fingerprint }: Receipt, answer: Answer) {
  if (answer.body.length > MAX_RECEIPT_BYTES) throw new RangeError('an answer too long to keep');
  const expiresAt = Math.floor(now() / 1000) + RECEIPT_SECONDS;
  const item = { ...receiptKey(caller, key), fingerprint, answer, expiresAt };
  return { Put: { TableName: table, Item: encode(item), ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** Full jitter up to 25 ms · 2^round, at most 400 ms. */
function pause({ random }: Context, round: number): number {
  const [byte = 0] = random(1);
  return (byte / 255) * Math.min(25 * 2 ** round, 400);
}
