import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/log/routes.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { freshTable } from '../dynamodb.ts';
import { runningLog } from '../fault/running-log.ts';
import { open, testService } from '../http/harness.ts';

const ready = spawnSync('openssl', ['version']).status === 0;
if (!ready) console.warn('openssl is missing: skipped');
const { client } = await freshTable();

/** PEM of an Ed25519 key is this, the 32 bytes, in base64. @see RFC 8410 §4 */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** The checkpoint as anybody downloads it, taken apart by hand: nothing of ours reads or checks it here. */
describe.skipIf(!ready)('openssl on the published checkpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuqi-openssl-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let text: Buffer;
  let signature: Buffer;

  beforeAll(async () => {
    const log = await runningLog(client);
    await log.happen(3);
    await sequence(log.another());
    const { anyone } = open(routes, testService(client, log.table));
    const note = (await anyone.get('/log/checkpoint')).text;
    const vkey = (await anyone.get('/log/key')).text.trim();
    const split = note.lastIndexOf('\n\n');
    text = Buffer.from(note.slice(0, split + 1));
    const line = note.slice(split + 2).split('\n')[0] ?? '';
    signature = Buffer.from(line.split(' ')[2] ?? '', 'base64').subarray(4);
    const key = Buffer.from(vkey.split('+').slice(2).join('+'), 'base64').subarray(1);
    const pem = Buffer.concat([SPKI, key]).toString('base64');
    writeFileSync(join(folder, 'key.pem'), `-----BEGIN PUBLIC KEY-----\n${pem}\n-----END PUBLIC KEY-----\n`);
  });

  const verifies = (message: Buffer, signed: Buffer): boolean => {
    writeFileSync(join(folder, 'text'), message);
    writeFileSync(join(folder, 'signature'), signed);
    const words = [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      'key.pem',
      '-in',
      'text',
      '-sigfile',
      'signature',
    ];
    return spawnSync('openssl', words, { cwd: folder }).status === 0;
  };
  const turned = (bytes: Buffer, bit: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return copy;
  };

  it('holds', () => expect(verifies(text, signature)).toBe(true));

  it('does not hold with one bit of the text turned', () => {
    for (const bit of [0, 77, text.length * 8 - 1]) expect(verifies(turned(text, bit), signature)).toBe(false);
  });

  it('does not hold with one bit of the signature turned', () => {
    for (const bit of [0, 255, 511]) expect(verifies(text, turned(signature, bit))).toBe(false);
  });
});
