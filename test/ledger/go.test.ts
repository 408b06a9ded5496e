import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/log/routes.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { freshTable } from '../dynamodb.ts';
import { expectWhole, runningLog } from '../fault/running-log.ts';
import { open, testService } from '../http/harness.ts';
import { flipped } from './crypto.ts';

const GOPATH = '/usr/share/gocode';
const ready = spawnSync('go', ['version']).status === 0 && existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog'));
if (!ready)
  console.warn('go or golang.org/x/mod is missing (apt-get install golang-go golang-golang-x-mod-dev): skipped');
const run = promisify(execFile);
const { client } = await freshTable();

describe.skipIf(!ready)("golang.org/x/mod's own code over HTTP", () => {
  const program = join(mkdtempSync(join(tmpdir(), 'shuqi-go-')), 'verify');
  let server: Server;
  let vkey: string;
  let event: string;
  /** One answer whose path matches is handed on with a bit turned. */
  let bent: RegExp | undefined;

  beforeAll(async () => {
    const cache = { GOCACHE: join(tmpdir(), 'shuqi-go-cache'), GO111MODULE: 'off', GOPATH, GOFLAGS: '' };
    await run('go', ['build', '-o', program, join(import.meta.dirname, 'go/main.go')], {
      env: { ...process.env, ...cache },
    });
    const log = await runningLog(client);
    await log.happen(258);
    await sequence(log.another());
    event = (await expectWhole(log))[257] ?? '';
    vkey = formatVkey(log.signer.key);
    const { app } = open(routes, testService(client, log.table));
    server = createServer(async (request, response) => {
      const answer = await app.request(`https://shuqi.test${request.url}`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      response.writeHead(answer.status);
      response.end(bent?.test(request.url ?? '') ? flipped(bytes, 8 * 40) : bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 300_000);
  afterAll(() => {
    server?.close();
  });

  const verify = async () => {
    const place = server.address();
    if (typeof place !== 'object' || !place) throw new Error('no port');
    const prefix = `http://127.0.0.1:${place.port}/log`;
    return run(program, [prefix, vkey, event]).then(
      ({ stdout }) => stdout.trim(),
      (error: { stdout: string }) => `refused: ${error.stdout.trim()}`,
    );
  };

  test('verifies checkpoint, tiles, entries, a proof file and consistency', async () => {
    bent = undefined;
    expect(await verify()).toBe('ok 258');
  }, 60_000);

  test.each([
    ['checkpoint', /checkpoint$/],
    ['full tile', /tile\/0\/000$/],
    ['partial tile', /tile\/0\/001\.p/],
    ['entry', /tile\/entries\/000/],
    ['proof file', /proof/],
    ['consistency proof', /consistency/],
  ])(
    'one bit turned in the %s: refused',
    async (_, path) => {
      bent = path;
      expect(await verify()).toMatch(/^refused: ./);
    },
    60_000,
  );
});
