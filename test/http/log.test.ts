import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/log/routes.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { verifyCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseHashes } from '../../shared/ledger/hash.ts';
import { formatVkey, parseVkey } from '../../shared/ledger/key.ts';
import { noQuorum, type Policy } from '../../shared/ledger/policy.ts';
import { verifyProof } from '../../shared/ledger/proof.ts';
import { leafHash, root, verifyConsistency } from '../../shared/ledger/rfc6962.ts';
import { decodeBundle, partialTiles, tilePath } from '../../shared/ledger/tiles.ts';
import { takeOutbox } from '../../shared/store/outbox.ts';
import { randomId } from '../../shared/store/store.ts';
import { freshTable } from '../dynamodb.ts';
import { expectWhole, type RunningLog, runningLog } from '../fault/running-log.ts';
import { check, flipped, sha256 } from '../ledger/crypto.ts';
import { open, testService } from './harness.ts';

const { client } = await freshTable();
const SIZE = 258;
let log: RunningLog;
let events: readonly string[];
let policy: Policy;
let app: ReturnType<typeof open>['app'];
const get = (path: string, headers = {}) => app.request(`https://shuqi.test${path}`, { headers });
const bytes = async (path: string) => new Uint8Array(await (await get(path)).arrayBuffer());

beforeAll(async () => {
  log = await runningLog(client);
  app = open(routes, testService(client, log.table)).app;
  policy = { logs: [log.signer.key], witnesses: [], quorum: noQuorum };
}, 120_000);

describe('before anything is published', () => {
  test.each(['/log', '/log/key', '/log/checkpoint', '/log/tile/0/000', `/log/proof/${randomId()}`])(
    '%s: 404, with its article, not to be cached',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ article: 'DZ-49' });
    },
  );
});

describe('a published log', () => {
  beforeAll(async () => {
    await log.happen(SIZE);
    await sequence(log.another());
    events = await expectWhole(log);
  }, 120_000);

  const entries = async () => {
    const full = decodeBundle(await bytes('/log/tile/entries/000'), 256) ?? [];
    return [...full, ...(decodeBundle(await bytes('/log/tile/entries/001.p/2'), 2) ?? [])];
  };

  test('GET /log/checkpoint: signed, no-cache, plain text, and its root is that of the entries', async () => {
    const response = await get('/log/checkpoint');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const verified = await verifyCheckpoint(await response.text(), policy, check);
    if (!verified.ok) throw new Error(verified.code);
    const leaves = (await entries()).map((entry) => leafHash(entry, sha256));
    expect(verified.checkpoint).toMatchObject({ origin: log.signer.key.name, size: SIZE });
    expect(hex(verified.checkpoint.root)).toBe(hex(root(leaves, sha256)));
  });

  test('GET /log/key: the key that signed, as others take it in', async () => {
    const text = await (await get('/log/key')).text();
    expect(text).toBe(`${formatVkey(log.signer.key)}\n`);
    expect(parseVkey(text.trim(), sha256)).toEqual(log.signer.key);
  });

  test('GET /log: JSON for machines, a page for people that says whose key it is', async () => {
    const answer = await (await get('/log')).json();
    expect(answer).toMatchObject({ origin: log.signer.key.name, size: SIZE, custody: 'file' });
    const page = await get('/log', { accept: 'text/html,*/*' });
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    expect(html).toContain('本机密钥');
    expect(html).not.toMatch(/<script|https?:/);
  });

  test('every tile and partial that the checkpoint implies: octets, immutable, for any site', async () => {
    const tiles = [{ level: 0, index: 0, width: 256 } as const, ...partialTiles(SIZE)];
    expect(tiles.map(tilePath)).toContain('tile/1/000.p/1');
    for (const tile of tiles) {
      const response = await get(`/log/${tilePath(tile)}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      const length = (await response.arrayBuffer()).byteLength;
      if (tile.level !== 'entries') expect(length).toBe(32 * tile.width);
    }
  });

  test('partials of earlier checkpoints are the beginning of what is there now', async () => {
    const full = await bytes('/log/tile/0/000');
    expect(hex(await bytes('/log/tile/0/000.p/7'))).toBe(hex(full.subarray(0, 7 * 32)));
    expect(decodeBundle(await bytes('/log/tile/entries/000.p/255'), 255)).toHaveLength(255);
  });

  test.each([
    ...['0/001', '0/001.p/3', '0/002.p/1', '1/000', '1/000.p/2', '2/000.p/1', 'entries/001', 'entries/001.p/3'],
    ...['0/000.p/0', '0/000.p/256', '0/000.p/007', '0/0', '0/0000', '0/x000/000', '0/x001/x234/067', '0/-01'],
    ...['00/000', '64/000', 'data/000', 'entries/000.p', '0/000.p/1/2', '0/..%2f000', '0/000%00'],
  ])('tile/%s: beyond the published size, or no address of a tile: 404', async (path) => {
    const response = await get(`/log/tile/${path}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('GET /log/proof/{eventId}: a file that proves its event and no other', async () => {
    const all = await entries();
    for (const index of [0, 1, 255, 256, 257]) {
      const response = await get(`/log/proof/${events[index]}`);
      expect(response.headers.get('content-disposition')).toContain('.tlog-proof"');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const file = await response.text();
      const leaf = leafHash(all[index] ?? new Uint8Array(), sha256);
      expect(await verifyProof(file, leaf, policy, check, sha256)).toMatchObject({ ok: true, index });
      expect((await verifyProof(file, flipped(leaf), policy, check, sha256)).ok).toBe(false);
    }
  });

  test('an event that is unknown: 404; no id of an event: 404', async () => {
    expect((await get(`/log/proof/${randomId()}`)).status).toBe(404);
    expect((await get('/log/proof/NO%20ID')).status).toBe(404);
  });

  test('an event that waits, or is written out and not published: 409, try again', async () => {
    await log.happen(1, 'late');
    const crash = () =>
      sequence(log.another({ reached: (step) => (step === 'signed' ? Promise.reject('x') : undefined) }));
    const event = await waitingEvent(log);
    const ask = async () => {
      const response = await get(`/log/proof/${event}`, { 'accept-language': 'en' });
      return [response.status, ((await response.json()) as { detail: string }).detail];
    };
    const later = [409, expect.stringContaining('try again')];
    expect(await ask()).toEqual(later);
    await expect(crash()).rejects.toBe('x');
    expect(await ask()).toEqual(later);
    expect((await get('/log/tile/0/001.p/3')).status).toBe(404);
    await sequence(log.another());
    expect((await get(`/log/proof/${event}`)).status).toBe(200);
    expect((await get('/log/tile/0/001.p/3')).status).toBe(200);
  });

  test('GET /log/consistency: hashes that prove it', async () => {
    const leaves = (await entries()).map((entry) => leafHash(entry, sha256));
    for (const [first, second] of [
      [1, 258],
      [255, 256],
      [256, 257],
      [200, 258],
      [258, 258],
    ] as const) {
      const response = await get(`/log/consistency?from=${first}&to=${second}`);
      const proof = parseHashes(await response.text()) ?? [];
      const [firstRoot, secondRoot] = [root(leaves.slice(0, first), sha256), root(leaves.slice(0, second), sha256)];
      expect(verifyConsistency({ first, second, firstRoot, secondRoot, proof }, sha256)).toEqual({ ok: true });
    }
  });

  test.each([
    ['from=2&to=1', 422],
    ['from=0&to=1', 422],
    ['from=01&to=1', 422],
    ['from=1', 422],
    ['from=1&to=x', 422],
    ['from=1&to=2&more=3', 422],
    ['from=1&to=100000', 409],
    ['from=9999999999999999&to=9999999999999999', 422],
  ])('GET /log/consistency?%s: %i', async (query, status) => {
    const response = await get(`/log/consistency?${query}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('another method: 405', async () => {
    const response = await app.request('https://shuqi.test/log/checkpoint', { method: 'POST' });
    expect(response.status).toBe(405);
  });
});

/** The one event that stands in the outbox. */
async function waitingEvent({ store }: RunningLog): Promise<string> {
  const { entries } = await takeOutbox(store, new Map());
  return entries[0]?.event ?? '';
}
