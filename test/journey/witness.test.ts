import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import { type Witness, witnessesIn } from '../../functions/sequencer/witnesses.ts';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { verifyCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import type { Policy } from '../../shared/ledger/policy.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { readHalt } from '../../shared/store/log-halt.ts';
import { freshTable } from '../dynamodb.ts';
import { expectWhole, type RunningLog, runningLog } from '../fault/running-log.ts';
import { check, signer } from '../ledger/crypto.ts';
import { build, start } from './built.ts';

// A table for each test, real processes, and a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { client } = await freshTable();
const folder = mkdtempSync(join(tmpdir(), 'shuqi-witness-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

let log: RunningLog;
let running: Running | undefined;
let turn = 0;
beforeEach(async () => {
  turn += 1;
  log = await runningLog(client);
});
afterEach(async () => {
  await running?.stop('SIGTERM');
  running = undefined;
});

interface Running {
  readonly witness: Witness;
  readonly out: () => string;
  readonly err: () => string;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

const at = (name: string): string => join(folder, `${name}-${turn}`);

/** The built command as a process of its own; it says itself how a policy names it. */
async function startWitness(port = '0', vkey = formatVkey(log.signer.key)): Promise<Running> {
  const args = ['--key', at('key'), '--log', vkey, '--port', port, '--data', at('memory'), '--name', 'witness.test'];
  const { child, out, err } = start(['witness', ...args]);
  await expect.poll(() => child.exitCode !== null || /leaves|nothing seen/.test(out()), { timeout: 30_000 }).toBe(true);
  if (child.exitCode !== null) throw new Error(err());
  const [line = ''] = /^witness .*$/m.exec(out()) ?? [];
  const [witness] = witnessesIn(`${line}\nquorum none\n`);
  if (!witness) throw new Error(`no line for a policy in ${out()}`);
  return {
    witness,
    out,
    err,
    stop: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

const sequencer = (witness: Witness, over: Partial<Sequencer> = {}) => log.another({ witnesses: [witness], ...over });

/** Who cosigned what the public is shown, by a policy that demands this witness. */
async function shown({ key }: Witness) {
  const published = await readCheckpoint(log.store);
  const policy: Policy = { logs: [log.signer.key], witnesses: [key], quorum: { witness: key } };
  const verified = await verifyCheckpoint(published?.note ?? '', policy, check);
  return verified.ok ? { size: verified.checkpoint.size, time: verified.witnesses[0]?.time ?? 0 } : verified.code;
}

describe('a log and a witness', () => {
  test('what is published is cosigned, size after size, and the log is whole', async () => {
    running = await startWitness();
    const { witness } = running;
    const began = Math.floor(Date.now() / 1000);
    const one = sequencer(witness);
    await log.happen(5);
    await sequence(one);
    const first = await shown(witness);
    expect(first).toMatchObject({ size: 5 });
    expect(typeof first === 'object' && first.time >= began && first.time <= Date.now() / 1000).toBe(true);
    await log.happen(4, 'd');
    await sequence(one);
    expect(await shown(witness)).toMatchObject({ size: 9 });
    // Another process of the log knows nothing of the witness and is told the size.
    await log.happen(1, 'e');
    await sequence(sequencer({ ...witness }));
    expect(await shown(witness)).toMatchObject({ size: 10 });
    expect(running.out()).toContain(`${log.signer.key.name} 10`);
    await expectWhole(log);
  });

  test('signed anew, the tree keeps its line: the earliest time is the proof of when', async () => {
    running = await startWitness();
    const { witness } = running;
    await log.happen(3);
    await sequence(sequencer(witness));
    const before = await shown(witness);
    const { store } = log;
    const later = { ...store, now: () => Date.now() + 11 * 60_000 };
    const note = (await readCheckpoint(store))?.signedAt;
    await sequence(sequencer(witness, { store: later }));
    expect((await readCheckpoint(store))?.signedAt).toBeGreaterThan(note ?? 0);
    expect(await shown(witness)).toEqual(before);
  });

  test('killed and started again it remembers; its key and memory are for its owner alone', async () => {
    running = await startWitness();
    const { witness } = running;
    await log.happen(3);
    await sequence(sequencer(witness));
    await running.stop('SIGKILL');
    const [file = ''] = readdirSync(at('memory')).filter((name) => name.endsWith('.checkpoint'));
    for (const secret of [at('key'), join(at('memory'), file)]) expect(statSync(secret).mode & 0o077).toBe(0);
    running = await startWitness(new URL(witness.url).port);
    expect(running.witness).toEqual(witness);
    expect(running.out()).toMatch(/last seen with 3 leaves/);
    const again = await fetch(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body: `old 0\n\n${(await readCheckpoint(log.store))?.note}`,
    });
    expect([again.status, again.headers.get('content-type'), await again.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '3\n',
    ]);
    await log.happen(2, 'd');
    await sequence(sequencer(running.witness));
    expect(await shown(witness)).toMatchObject({ size: 5 });
    expect(await running.stop('SIGTERM')).toBe(0);
  });

  test('a damaged memory is not an empty one', async () => {
    running = await startWitness();
    const { witness } = running;
    await log.happen(3);
    await sequence(sequencer(witness));
    await running.stop('SIGTERM');
    const [file = ''] = readdirSync(at('memory')).filter((name) => name.endsWith('.checkpoint'));
    const whole = readFileSync(join(at('memory'), file), 'utf8');
    writeFileSync(join(at('memory'), file), whole.slice(0, 20));
    await expect(startWitness()).rejects.toThrow('is damaged');
  });

  test('a second process on the same memory is turned away', async () => {
    running = await startWitness();
    await expect(startWitness()).rejects.toThrow('is in use');
  });
});

describe('forks', () => {
  test('another past under the same key: no line, the log halts, and says why', async () => {
    const key = heldLogKey(log.signer.key.name, generateKeyPairSync('ed25519').privateKey);
    running = await startWitness('0', formatVkey(key.key));
    const { witness } = running;
    await log.happen(4);
    await sequence(sequencer(witness, { signers: [key] }));

    const other = await runningLog(client);
    await other.happen(6, 'other');
    const forked = other.another({ signers: [key], witnesses: [{ ...witness }] });
    expect(await sequence(forked)).toMatchObject({ halted: 'forked' });
    expect(await readHalt(other.store)).toMatchObject({ detail: expect.stringContaining('witness.test') });
    expect((await readCheckpoint(other.store))?.note).not.toContain('witness.test');
    expect(running.err()).toContain('fork');

    const same = await runningLog(client);
    await same.happen(4, 'same');
    expect(await sequence(same.another({ signers: [key], witnesses: [{ ...witness }] }))).toMatchObject({
      halted: 'forked',
    });
    // What it saw stays what it saw.
    await log.happen(1, 'd');
    await sequence(sequencer(witness, { signers: [key] }));
    expect((await readCheckpoint(log.store))?.note).toContain('witness.test');
  });

  test('a table that was restored from before, its kept copy lost too: the witness remembers', async () => {
    const key = heldLogKey(log.signer.key.name, generateKeyPairSync('ed25519').privateKey);
    running = await startWitness('0', formatVkey(key.key));
    await log.happen(4);
    await sequence(sequencer(running.witness, { signers: [key] }));
    const restored = await runningLog(client);
    await restored.happen(2);
    const outcome = await sequence(restored.another({ signers: [key], witnesses: [{ ...running.witness }] }));
    expect(outcome).toMatchObject({ halted: 'head-behind' });
  });
});

describe('a witness that does not answer as it should', () => {
  const deaf = async (witness: Witness, send: typeof fetch) => {
    const heard: string[] = [];
    await log.happen(3);
    const unheard = (name: string, error: unknown) => heard.push(`${name}: ${error}`);
    const done = await sequence(sequencer({ ...witness }, { fetch: send, unheard }));
    expect(done).toEqual({ taken: 3, size: 3, published: 3 });
    expect(await shown(witness)).toBe('no-quorum');
    return heard;
  };

  test.each([
    ['no answer', () => Promise.reject(new Error('refused')), 'refused'],
    ['trouble of its own', async () => new Response('', { status: 500 }), '500'],
    ['it does not know the key', async () => new Response('', { status: 403 }), '403'],
    ['no line', async () => new Response('thanks\n'), 'no line of its key'],
    ['endless lines', async () => new Response('—'.repeat(10_000)), '4096 bytes'],
    ['409 without a size', async () => new Response('', { status: 409 }), 'without the size'],
    ['ever another size', async (_: unknown, init?: RequestInit) => sizeOtherThan(init), 'other sizes'],
  ])('%s: told once, and the log goes on', async (_, send, told) => {
    const [nobody] = witnessesIn(lineOf('http://127.0.0.1:9'));
    if (!nobody) throw new Error('no witness');
    const heard = await deaf(nobody, send as typeof fetch);
    expect(heard).toEqual([expect.stringMatching(new RegExp(`^witness.test: .*${told}`))]);
  });

  test('a line that does not hold is not published', async () => {
    running = await startWitness();
    const turned: typeof fetch = async (...asked) => {
      const answer = await (await fetch(...asked)).text();
      // In the middle of the signature: its last byte is zero in one of sixteen.
      return new Response(answer.replace(/.(?=.{40}=*\n$)/, (one) => (one === 'A' ? 'B' : 'A')));
    };
    expect(await deaf(running.witness, turned)).toEqual([expect.stringContaining('does not hold')]);
  });

  test('it is left alone for a minute, and asked again after that', async () => {
    running = await startWitness();
    const { witness } = running;
    let asked = 0;
    let up = false;
    const send: typeof fetch = (...args) => {
      asked += 1;
      return up ? fetch(...args) : Promise.reject(new Error('down'));
    };
    const one = sequencer(witness, { fetch: send });
    await log.happen(3);
    await sequence(one);
    up = true;
    await sequence(one);
    expect([asked, await shown(witness)]).toEqual([1, 'no-quorum']);
    const later = { ...one, store: { ...one.store, now: () => Date.now() + 61_000 } };
    await sequence(later);
    expect(await shown(witness)).toMatchObject({ size: 3 });
  });
});

test.each([
  ['http://witness.example', 'https'],
  ['ftp://witness.example', 'https'],
  ['nowhere', 'https'],
])('%s is no address to ask a witness at', (url, told) => {
  expect(() => witnessesIn(lineOf(url))).toThrow(told);
  expect(() => witnessesIn('witness\n')).toThrow('line 1');
});

/** The policy line of a witness that has a key and no process: for answers that a test makes up. */
function lineOf(url: string): string {
  return `witness witness.test ${formatVkey(signer('witness.test', 'cosignature').key)} ${url}\nquorum none\n`;
}

/** 409 with a size that is neither what was asked nor beyond the tree. */
function sizeOtherThan(init?: RequestInit): Response {
  const old = Number(/^old (\d+)/.exec(String(init?.body))?.[1]);
  return new Response(`${old === 1 ? 2 : 1}\n`, { status: 409 });
}
