import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { signingInput } from '../../functions/agreement/signature.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { freshTable } from '../dynamodb.ts';
import { runningLog } from '../fault/running-log.ts';
import { agreementSeats, done, newSigningKey, openWorld, prepared, signedAgreement } from '../http/agreement-world.ts';
import { settleCity, testService } from '../http/harness.ts';
import { certified, type Happened, log, parsed } from '../ledger/certifying.ts';
import { sha256 } from '../ledger/crypto.ts';
import { build, shuqi } from './built.ts';

// Real processes, on a machine that others use too.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'shuqi-verify-agreement-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file in this test's folder; its path. */
function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const trusting = (key: Parameters<typeof formatVkey>[0]) => `log ${formatVkey(key)}\nquorum none\n`;

/** What was fetched over HTTP of two agreements, each signed by both sides. */
let proof: string;
let text: string;
let other: string;
let policy: string;
beforeAll(async () => {
  build();
  const { client } = await freshTable();
  const running = await runningLog(client);
  const service = testService(client, running.table);
  await settleCity(service, agreementSeats);
  const ground = await prepared(service);
  const [id, second] = [await signedAgreement(service, ground), await signedAgreement(service, ground)];
  await sequence(running.another());
  const ann = await openWorld(service).as('ann');
  const textOf = async (of: string) => (await done(ann.get(`/agreements/${of}/text`))).text;
  [text, other] = [await textOf(id), await textOf(second)];
  proof = (await done(ann.get(`/agreements/${id}/proof`))).text;
  policy = put('policy', trusting(running.signer.key));
});

const verified = (certificate: string, signed?: string, trusted = policy) =>
  shuqi([
    ...['verify', put('a.shuqi-certificate.json', certificate), '--policy', trusted],
    ...(signed === undefined ? [] : ['--text', put('agreement.txt', signed)]),
  ]);

describe('npx shuqi verify FILE --text TEXT', () => {
  test('0: the log, both signatures with their keys, and the text they are over', async () => {
    const { code, out, err } = await verified(proof, text);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('certificate of an authorized-operation agreement');
    expect(out.match(/签名 signature \d+: 有效 valid · JWS/g)).toHaveLength(2);
    expect(out).toContain('is the text that was signed');
    expect(out).toContain('it fits your policy');
  });

  test('0 without a text: the signatures are checked all the same, and no text is spoken of', async () => {
    const { code, out } = await verified(proof);
    expect([code, out.match(/有效 valid/g)?.length]).toEqual([0, 2]);
    expect(out).not.toContain('is the text that was signed');
  });

  test.each([
    ['one character of it changed', () => text.replace('2031', '2041')],
    ['a line end of another system', () => text.replaceAll('\n', '\r\n')],
    ['the text of another agreement', () => other],
    ['nothing', () => ''],
  ])('1: %s is not what was signed', async (_, changed) => {
    expect(changed()).not.toBe(text);
    const { code, out, err } = await verified(proof, changed());
    expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toContain('不成立：没有人签署过这份文本');
    expect(err).toContain('nobody signed this text');
    expect(out).not.toContain('it fits your policy');
  });

  test('1: a signature changed in the file is not what the log holds', async () => {
    const jws = /\.\.([\w-]{20})/.exec(proof)?.[1] ?? '';
    const { code, out, err } = await verified(proof.replace(jws, [...jws].toReversed().join('')), text);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('what is shown is not what the leaf commits to');
  });

  test('1: a signature that the log holds and that does not verify: the platform itself cannot pass it off', async () => {
    const trusted = put('test-policy', trusting(log.key));
    const signing = parsed(proof).events.find(({ shown }) => shown.some(({ path }) => path === '/data/signature/jws'));
    const field = (name: string) =>
      String(signing?.shown.find(({ path }) => path === `/data/signature/${name}`)?.value);
    const real = { textHash: field('textHash'), key: field('key'), jws: field('jws') };
    const logged = (signature: typeof real) =>
      certified([signedWith(signature)], { kind: 'agreement', stream: 'agreement#forged' });
    expect((await verified(await logged(real), undefined, trusted)).code).toBe(0);
    const { code, out, err } = await verified(await logged({ ...real, textHash: 'a'.repeat(64) }), undefined, trusted);
    expect(code).toBe(1);
    expect(err).toContain('the signature of entry 1 does not verify');
    expect(out).not.toContain('有效 valid');
  });

  test('1: a text beside the certificate of something else is refused, never silently left aside', async () => {
    const { code, out, err } = await verified(await certified(), text, put('test-policy', trusting(log.key)));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('--text goes with the certificate of an agreement');
  });
});

describe('which of its texts the two sides agreed on', () => {
  const [early, later] = ['协议文本甲', '协议文本乙'];
  const step = (type: string): Happened => ({ stream: 'agreement#forged', data: { type } });
  const signing = (side: 'grantor' | 'operator', over: string): Happened => {
    const key = newSigningKey({ store: { hash: sha256 } });
    const textHash = Buffer.from(sha256(Buffer.from(over))).toString('hex');
    const input = signingInput(key.jwk, textHash);
    const jws = `${input.protected}..${key.sign(input.toSign)}`;
    return signedWith({ side, textHash, key: key.thumbprint, jws });
  };
  const told = async (story: readonly Happened[], given: string) => {
    const certificate = await certified(story, { kind: 'agreement', stream: 'agreement#forged' });
    return verified(certificate, given, put('test-policy', trusting(log.key)));
  };

  test.each([
    ['one side alone', [step('proposed'), signing('operator', early)]],
    [
      'two sides, the first of them before the text was proposed again',
      [step('proposed'), signing('operator', early), step('proposed'), signing('grantor', early)],
    ],
    ['one side twice', [step('proposed'), signing('operator', early), signing('operator', early)]],
  ])('1: %s', async (_, story) => {
    const { code, err } = await told(story, early);
    expect(code).toBe(1);
    expect(err).toContain('not both sides signed this text');
  });

  test('0 for an earlier text too, and it says that a later one was signed', async () => {
    const story = [
      ...[step('proposed'), signing('operator', early), signing('grantor', early)],
      ...[step('amendment-proposed'), signing('grantor', later), signing('operator', later)],
    ];
    const [first, second] = [await told(story, early), await told(story, later)];
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.out).toContain('both sides signed a later text (entry 6)');
    expect(second.out).not.toContain('later text');
  });
});

const signedWith = (signature: Readonly<Record<string, string>>): Happened => ({
  stream: 'agreement#forged',
  data: { type: 'signed', signature },
  show: Object.keys(signature).map((name) => `/data/signature/${name}`),
});
