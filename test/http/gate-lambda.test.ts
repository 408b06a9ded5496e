import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { handle } from 'hono/aws-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { type Metadata, requestOf, type StreamingHandler, streaming } from '../../functions/gate/lambda.ts';
import type { GateParts } from '../../functions/gate/service.ts';
import { type Delivery, readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import { change, csvOf, holdOf, memoryUpstream, placing, type Supply, supply, testGate, tokenFor } from './supply.ts';

const { client, table } = await freshTable();
const { store } = testGate(client, table).gate;

/** What arrived of one answer: `whole` only when it ended as HTTP ends a whole message. */
interface Arrived {
  readonly metadata: () => Metadata;
  readonly text: () => string;
  readonly ended: Promise<'whole' | 'broken'>;
}

/**
 * Lambda's runtime API on a socket of this machine: the function's answer is a chunked POST to it, as it is there.
 * `takes`: whether the recipient reads.
 */
const runtime = createServer();
await new Promise<void>((resolve) => runtime.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  runtime.closeAllConnections();
  runtime.close();
});

async function called(handler: StreamingHandler, event: unknown, takes = true) {
  const chunks: Buffer[] = [];
  let goOn: () => unknown = () => {};
  const ended = new Promise<'whole' | 'broken'>((resolve) => {
    runtime.once('request', (incoming, answer) => {
      incoming.on('end', () => {
        answer.end();
        resolve('whole');
      });
      incoming.on('error', () => resolve('broken'));
      const take = () => incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      if (takes) take();
      else goOn = take;
    });
  });
  const { port } = runtime.address() as AddressInfo;
  const out = request({ port, method: 'POST', host: '127.0.0.1' });
  out.on('error', () => {});
  const split = () => {
    const all = Buffer.concat(chunks);
    const at = all.indexOf(Buffer.alloc(8));
    return [all.subarray(0, at).toString(), all.subarray(at + 8).toString()] as const;
  };
  const done = handler(event, out);
  const arrived: Arrived = { ended, metadata: () => JSON.parse(split()[0]), text: () => split()[1] };
  return { arrived, done, take: () => goOn() };
}

/** Metadata, eight zero bytes, and then the answer, all with the first write. */
const HttpResponseStream = {
  from: (out: Writable, metadata: Metadata): Writable => {
    out.write(JSON.stringify(metadata));
    out.write(Buffer.alloc(8));
    return out;
  },
};

function gateOf(parts: Partial<GateParts>): StreamingHandler {
  let made: StreamingHandler | undefined;
  const streamifyResponse = (handler: StreamingHandler) => {
    made = handler;
  };
  streaming(testGate(client, table, parts).app, { streamifyResponse, HttpResponseStream });
  if (!made) throw new Error('the runtime was given no handler');
  return made;
}

const eventOf = async ({ channel, links }: Supply, query: Record<string, string[]> = {}, headers = {}) => ({
  httpMethod: 'GET',
  path: `/channels/${channel}/data`,
  multiValueHeaders: { authorization: [`Bearer ${await tokenFor(channel, links)}`], ...headers },
  multiValueQueryStringParameters: query,
  requestContext: { domainName: 'shuqi.example' },
});
const streamed = { stream: ['true'] };

const endOf = async (channel: string, name: string): Promise<Delivery['end']> => {
  for (let tries = 0; tries < 100; tries++) {
    const found = await readDelivery(store, channel, name);
    if (found?.end) return found.end;
    await pause(50);
  }
  return undefined;
};

describe('behind an API that streams', () => {
  it('gives pages, streams and problems with their status and headers, and ends them in good order', async () => {
    const of = await supply(store);
    const handler = gateOf({});
    for (const query of [{}, streamed]) {
      const { arrived, done } = await called(handler, await eventOf(of, query));
      await done;
      expect(await arrived.ended).toBe('whole');
      expect(arrived.metadata()).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });
      expect(arrived.text()).toContain('"企业,2",915117000000000002\r\n');
    }
    const other = await supply(store);
    const { arrived, done } = await called(handler, {
      ...(await eventOf(of)),
      path: `/channels/${other.channel}/data`,
    });
    await done;
    expect(await arrived.ended).toBe('whole');
    expect(arrived.metadata()).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': expect.stringContaining('application/problem+json') },
    });
  });

  it('a stream that is cut never ends as a whole one: nothing is appended, the connection breaks, the call fails', async () => {
    const of = await supply(store);
    const upstream = memoryUpstream(csvOf(20_000), { chunk: 4_096, wait: () => pause(10) });
    const { arrived, done } = await called(gateOf({ upstream }), await eventOf(of, streamed));
    const outcome = expect(done).rejects.toMatchObject({ reason: 'refused' });
    await pause(300);
    await change(store, of.names.basis, placing(holdOf('m1')));
    await outcome;
    expect(await arrived.ended).toBe('broken');
    const name = arrived.metadata().headers['shuqi-delivery'] ?? '';
    const end = await endOf(of.channel, name);
    expect(end).toMatchObject({ cut: 'refused', grounds: [{ measure: 'm1' }] });
    // What arrived is how the data begins, and no more than was recorded as handed on.
    const rows = csvOf(20_000)
      .slice(1)
      .split('\r\n')
      .map((row) => row.replace(/,某人\d+/, '').replace(',法定代表人', ''));
    expect(arrived.text().length).toBeGreaterThan(0);
    expect(rows.join('\r\n').startsWith(arrived.text())).toBe(true);
    expect(Buffer.byteLength(arrived.text())).toBeLessThanOrEqual(end?.bytes ?? 0);
  });

  it('a recipient that takes nothing: the gates end it all the same, and the record is closed', async () => {
    const of = await supply(store);
    const upstream = memoryUpstream(csvOf(300_000));
    const { arrived, done, take } = await called(gateOf({ upstream }), await eventOf(of, streamed), false);
    const outcome = expect(done).rejects.toMatchObject({ reason: 'refused' });
    await pause(300);
    await change(store, of.names.dataset, placing(holdOf('m1')));
    await outcome;
    take();
    expect(await arrived.ended).toBe('broken');
  });

  it('a runtime that is gone: the delivery ends as one whose recipient left', async () => {
    const of = await supply(store);
    const upstream = memoryUpstream(csvOf(20_000), { chunk: 4_096, wait: () => pause(10) });
    const { arrived, done } = await called(gateOf({ upstream }), await eventOf(of, streamed));
    const outcome = expect(done).rejects.toThrow();
    while (arrived.text().length < 1_000) await pause(10);
    runtime.closeAllConnections();
    await outcome;
    expect(await endOf(of.channel, arrived.metadata().headers['shuqi-delivery'] ?? '')).toMatchObject({
      cut: 'client-left',
    });
  });

  it('takes a REST API’s event as it comes: values decoded, headers beyond ASCII encoded, nothing else', async () => {
    const event = await eventOf(
      { channel: 'c-1', links: { organization: 'o', dataset: 'd', basis: { kind: 'agreement', id: 'a' } } } as Supply,
      { purpose: ['信贷 评估'] },
      { Purpose: ['信贷'] },
    );
    const made = requestOf(event);
    expect(new URL(made.url).searchParams.get('purpose')).toBe('信贷 评估');
    expect(made.headers.get('purpose')).toBe(encodeURIComponent('信贷'));
    expect(requestOf({ ...event, multiValueHeaders: null, multiValueQueryStringParameters: null }).url).toBe(
      'https://shuqi.example/channels/c-1/data',
    );
    expect(() => requestOf({ rawPath: '/', version: '2.0' })).toThrow();
  });
});

describe('behind an API that buffers', () => {
  it('a page of quotes and line ends still fits into one answer of 6 MB, and pages go on to the end', async () => {
    const of = await supply(store);
    const rows = 400_000;
    const source = `企业名称\n${'"a""b"\n'.repeat(rows)}`;
    const { app } = testGate(client, table, { upstream: memoryUpstream(source), streamBytes: 0 });
    const buffered = handle(app);
    const event = { ...(await eventOf(of, { limit: ['50000'] })), headers: {}, body: null, isBase64Encoded: false };
    // Hono types the runtime's context, which it does not look at here.
    const answer = await (buffered as (event: unknown) => Promise<{ statusCode: number; body: string }>)(event);
    expect(answer.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_000_000);
  });
});
