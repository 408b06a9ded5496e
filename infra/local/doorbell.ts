import * as z from 'zod';

/** Where the table's stream is read: DynamoDB Local speaks the streams' API on the same port. */
export interface DoorbellOptions {
  readonly address: string;
  readonly table: string;
  /** Called when an outbox item was inserted; calls that meet a running one are the receiver's business. */
  readonly ring: () => void;
  readonly everyMs?: number;
}

const shard = z.object({
  ShardId: z.string(),
  SequenceNumberRange: z.object({ EndingSequenceNumber: z.string().optional() }).optional(),
});
const stream = z.object({ StreamDescription: z.object({ Shards: z.array(shard) }) });
const streams = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const iterator = z.object({ ShardIterator: z.string() });
const record = z.object({
  eventName: z.string(),
  dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }) }) }),
});
const records = z.object({ Records: z.array(record), NextShardIterator: z.string().nullish() });

/**
 * Polls the table's stream and rings for new outbox items: the same filter as the event source mapping on AWS. Losing a
 * record here loses nothing: the sequencer's sweep finds what the bell missed. Returns how to stop.
 */
export function watchStream({ address, table, ring, everyMs = 200 }: DoorbellOptions): () => Promise<void> {
  const ask = asking(address);
  let stopped = false;
  let iterators = new Map<string, string>();
  const look = async (): Promise<void> => {
    if (iterators.size === 0) iterators = await latest(ask, table);
    for (const [id, at] of iterators) {
      const { Records, NextShardIterator } = await ask('GetRecords', { ShardIterator: at, Limit: 1000 }, records);
      if (NextShardIterator) iterators.set(id, NextShardIterator);
      else iterators.delete(id);
      if (Records.some(isOutbox)) ring();
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      // An expired iterator, a shard that ended, a JVM that stalls: begin again at the newest record.
      await look().catch(() => iterators.clear());
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  const running = loop();
  return () => {
    stopped = true;
    return running;
  };
}

const isOutbox = ({ eventName, dynamodb }: z.infer<typeof record>): boolean =>
  eventName === 'INSERT' && dynamodb.Keys.pk.S.startsWith('outbox#');

type Ask = <T>(operation: string, input: object, answer: z.ZodType<T>) => Promise<T>;

/** An iterator at the newest record of every shard that still grows. */
async function latest(ask: Ask, table: string): Promise<Map<string, string>> {
  const { Streams } = await ask('ListStreams', { TableName: table, Limit: 10 }, streams);
  const StreamArn = Streams[0]?.StreamArn;
  if (StreamArn === undefined) return new Map();
  const { StreamDescription } = await ask('DescribeStream', { StreamArn }, stream);
  const growing = StreamDescription.Shards.filter((one) => !one.SequenceNumberRange?.EndingSequenceNumber);
  const found = growing.map(async ({ ShardId }) => {
    const input = { StreamArn, ShardId, ShardIteratorType: 'LATEST' };
    const { ShardIterator } = await ask('GetShardIterator', input, iterator);
    return [ShardId, ShardIterator] as const;
  });
  return new Map(await Promise.all(found));
}

/** Three calls do not earn the SDK's client for streams: DynamoDB Local takes any signature. */
function asking(address: string): Ask {
  return async (operation, input, answer) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return answer.parse(await response.json());
  };
}
