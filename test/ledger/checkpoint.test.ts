import { beforeAll, describe, expect, test } from 'vitest';
import { base64, utf8 } from '../../shared/ledger/bytes.ts';
import { formatCheckpoint, parseCheckpoint, verifyCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatVkey, noteKey } from '../../shared/ledger/key.ts';
import { cosignNote, formatNote, type NoteSigner, signNote } from '../../shared/ledger/note.ts';
import { isSatisfied, noQuorum, type Policy, parsePolicy } from '../../shared/ledger/policy.ts';
import { formatProof, parseProof, type TlogProof, verifyProof } from '../../shared/ledger/proof.ts';
import { leafHash, proveInclusion, root } from '../../shared/ledger/rfc6962.ts';
import { check, flipped, nodesOfLeaves, sha256, signer } from './crypto.ts';

const origin = 'log.example/city';
const leaves = Array.from({ length: 300 }, (_, i) => leafHash(utf8(`entry ${i}`), sha256));
const head = { origin, size: 300, root: root(leaves, sha256) };
const text = formatCheckpoint(head);
const log = signer(origin, 'ed25519');
const nextLog = signer(origin, 'ed25519');
const [w1, w2, w3] = [1, 2, 3].map((i) => signer(`witness.example/${i}`, 'cosignature')) as [
  NoteSigner,
  NoteSigner,
  NoteSigner,
];
const renamed = ({ key: { type, bytes } }: NoteSigner) => formatVkey(noteKey('other.example', type, bytes, sha256));
const vkey = ({ key }: NoteSigner) => formatVkey(key);

function policyOf(file: string): Policy {
  const parsed = parsePolicy(file, sha256);
  if (!parsed.ok) throw new Error(`${parsed.code} in line ${parsed.line}`);
  return parsed.policy;
}
const witnessLines = [`witness a ${vkey(w1)}`, `witness b ${vkey(w2)}`, `witness c ${vkey(w3)}`].join('\n');
const alone = policyOf(`log ${vkey(log)}\nquorum none\n`);
const twoOfThree = policyOf(`log ${vkey(log)}\n${witnessLines}\ngroup g 2 a b c\nquorum g\n`);

async function note(signers: readonly NoteSigner[], over = text): Promise<string> {
  const lines = signers.map((who, i) =>
    who.key.type === 'cosignature' ? cosignNote(over, who, 1_790_000_000 + i) : signNote(over, who),
  );
  return formatNote({ text: over, signatures: await Promise.all(lines) });
}

describe('checkpoint text', () => {
  test('three lines, and back', () => {
    expect(text).toBe(`${origin}\n300\n${base64(head.root)}\n`);
    expect(parseCheckpoint(text)).toEqual(head);
    expect(parseCheckpoint(`${text}extension\n`)).toEqual({ ...head, extensions: ['extension'] });
  });

  test.each([
    '',
    text.trimEnd(),
    text.replace('300', '0300'),
    text.replace('300', '-1'),
    text.replace('300', '3e2'),
    text.replace('300', '9007199254740992'),
    text.replace('=', ''),
    text.replace(origin, ''),
    `${text}\n`,
    `${origin}\n300\n${base64(head.root.subarray(1))}\n`,
  ])('refused: %j', (bad) => {
    expect(parseCheckpoint(bad)).toBeUndefined();
  });

  test('what could not be read back is never written', () => {
    expect(() => formatCheckpoint({ ...head, origin: 'two\nlines' })).toThrow(RangeError);
    expect(() => formatCheckpoint({ ...head, size: 1.5 })).toThrow(RangeError);
    expect(() => formatCheckpoint({ ...head, root: new Uint8Array(31) })).toThrow(RangeError);
  });
});

describe('a signed checkpoint against a policy', () => {
  test('log alone; with the witnesses and their times', async () => {
    const result = await verifyCheckpoint(await note([log, w1, w3]), twoOfThree, check);
    expect(result).toEqual({
      ok: true,
      checkpoint: head,
      log: [log.key],
      witnesses: [
        { key: w1.key, time: 1_790_000_001 },
        { key: w3.key, time: 1_790_000_002 },
      ],
    });
    expect((await verifyCheckpoint(await note([log]), alone, check)).ok).toBe(true);
  });

  test('during a key change either line is enough', async () => {
    const both = policyOf(`log ${vkey(log)}\nlog ${vkey(nextLog)}\nquorum none\n`);
    for (const signers of [[log], [nextLog], [log, nextLog]]) {
      expect((await verifyCheckpoint(await note(signers), both, check)).ok).toBe(true);
    }
  });

  test.each<[string, () => Promise<string>, Policy]>([
    ['no-quorum', () => note([log, w1]), twoOfThree],
    ['no-quorum', () => note([log, w1, w1]), twoOfThree],
    ['no-log-signature', () => note([w1, w2]), twoOfThree],
    ['no-log-signature', () => note([nextLog]), alone],
    ['unknown-log', () => note([log], text.replace(origin, 'other.example')), alone],
    ['bad-checkpoint', () => note([log], 'hello\n'), alone],
    ['bad-signature', async () => (await note([log])).replace('300', '301'), alone],
    ['bad-note', async () => (await note([log])).trimEnd(), alone],
    ['too-large', async () => `${await note([log])}${'x'.repeat(200_000)}`, alone],
  ])('%s', async (code, signed, policy) => {
    expect(await verifyCheckpoint(await signed(), policy, check)).toEqual({ ok: false, code });
  });
});

describe('policy file', () => {
  test('nested groups count each witness in one place', () => {
    const file = `# the city's log\nlog ${vkey(log)} https://log.example/city\n\n  ${witnessLines}
group supervisors 1 a\tb\ngroup everybody all supervisors c\nquorum everybody`;
    const { quorum } = policyOf(file);
    const keys = (...who: NoteSigner[]) => new Set(who.map(({ key }) => key));
    const [a, b, c] = policyOf(file).witnesses;
    expect([a?.name, b?.name, c?.name]).toEqual([w1, w2, w3].map(({ key }) => key.name));
    const own = policyOf(file);
    const pick = (...at: number[]) => new Set(at.flatMap((i) => own.witnesses[i] ?? []));
    expect(isSatisfied(own.quorum, pick(0, 2))).toBe(true);
    expect(isSatisfied(own.quorum, pick(1, 2))).toBe(true);
    expect(isSatisfied(own.quorum, pick(0, 1))).toBe(false);
    expect(isSatisfied(own.quorum, pick(2))).toBe(false);
    expect(isSatisfied(noQuorum, pick())).toBe(true);
    expect(isSatisfied(quorum, keys(w1, w3))).toBe(false); // keys are those of this policy, not equal ones elsewhere
  });

  const l = `log ${vkey(log)}`;
  const a = `witness a ${vkey(w1)}`;
  const b = `witness b ${vkey(w2)}`;
  test.each<[string, number, string]>([
    ['no-quorum', 2, `${l}\n`],
    ['bad-line', 1, 'trust everybody\n'],
    ['bad-line', 1, 'quorum\n'],
    ['bad-key', 1, 'log nonsense\nquorum none\n'],
    ['bad-key', 1, `log ${vkey(w1)}\nquorum none\n`],
    ['bad-key', 1, `witness a ${vkey(log)}\nquorum none\n`],
    ['duplicate', 2, `${l}\n${l}\nquorum none\n`],
    ['duplicate', 2, `${a}\nwitness z ${vkey(w1)}\nquorum none\n`],
    ['duplicate', 2, `${a}\nwitness z ${renamed(w1)}\nquorum none\n`],
    ['duplicate', 2, `${a}\nwitness a ${vkey(w2)}\nquorum a\n`],
    ['duplicate', 1, `witness none ${vkey(w1)}\nquorum none\n`],
    ['duplicate', 2, `${a}\ngroup g 1 a a\nquorum g\n`],
    ['duplicate', 4, `${a}\n${b}\ngroup g 1 a\ngroup h 2 a b\nquorum h\n`],
    ['duplicate', 2, 'quorum none\nquorum none\n'],
    ['unknown-name', 1, `quorum a\n${a}\n`],
    ['unknown-name', 2, `${a}\ngroup g any a x\nquorum g\n`],
    ['unknown-name', 2, `${a}\ngroup g any none\nquorum g\n`],
    ['bad-threshold', 2, `${a}\ngroup g 2 a\nquorum g\n`],
    ['bad-threshold', 2, `${a}\ngroup g 0 a\nquorum g\n`],
    ['bad-threshold', 2, `${a}\ngroup g most a\nquorum g\n`],
    ['bad-character', 1, 'quorum none\r\n'],
    ['too-large', 0, '#'.repeat(65_537)],
  ])('%s in line %i', (code, line, file) => {
    expect(parsePolicy(file, sha256)).toEqual({ ok: false, code, line });
  });
});

test('a policy names at most 32 witnesses and 64 names', () => {
  const keys = Array.from(
    { length: 33 },
    (_, i) => `witness w${i} ${vkey(signer(`witness.example/${i}`, 'cosignature'))}`,
  );
  const groups = Array.from({ length: 33 }, (_, i) => `group g${i} any ${i === 0 ? 'w0' : `g${i - 1}`}`);
  const outcome = (lines: string[]) => parsePolicy([...lines, 'quorum none'].join('\n'), sha256);
  expect(outcome([...keys.slice(0, 32), ...groups.slice(0, 32)]).ok).toBe(true);
  expect(outcome(keys)).toEqual({ ok: false, code: 'too-large', line: 33 });
  expect(outcome([...keys.slice(0, 32), ...groups])).toEqual({ ok: false, code: 'too-large', line: 65 });
});

describe('proof file', () => {
  let file = '';
  let proof: TlogProof;
  beforeAll(async () => {
    const hashes = await proveInclusion(255, 300, nodesOfLeaves(leaves), sha256);
    proof = { index: 255, hashes, checkpoint: await note([log, w1, w2]) };
    file = formatProof(proof);
  });
  const leaf = leaves[255] ?? new Uint8Array();

  test('header, index, hashes, blank line, checkpoint verbatim; and back', () => {
    expect(file.startsWith(`c2sp.org/tlog-proof@v1\nindex 255\n${base64(leaves[254] ?? leaf)}\n`)).toBe(true);
    expect(file.endsWith(`\n\n${proof.checkpoint}`)).toBe(true);
    expect(parseProof(file)).toEqual({ ok: true, proof });
    const more = { ...proof, extra: utf8('extra') };
    expect(formatProof(more)).toContain('@v1\nextra ZXh0cmE=\nindex 255\n');
    expect(parseProof(formatProof(more))).toEqual({ ok: true, proof: more });
    expect(parseProof(formatProof({ ...proof, index: 0, hashes: [] })).ok).toBe(true);
  });

  test('proves its leaf and no other', async () => {
    const result = await verifyProof(file, leaf, twoOfThree, check, sha256);
    expect(result).toMatchObject({ ok: true, index: 255, checkpoint: head, log: [log.key] });
    const other = await verifyProof(file, leaves[254] ?? leaf, twoOfThree, check, sha256);
    expect(other).toEqual({ ok: false, code: 'bad-root' });
    const moved = await verifyProof(file.replace('index 255', 'index 254'), leaf, twoOfThree, check, sha256);
    expect(moved).toEqual({ ok: false, code: 'bad-root' });
    const beyond = await verifyProof(file.replace('index 255', 'index 300'), leaf, twoOfThree, check, sha256);
    expect(beyond).toEqual({ ok: false, code: 'bad-index' });
    const short = formatProof({ ...proof, hashes: proof.hashes.slice(1) });
    expect((await verifyProof(short, leaf, twoOfThree, check, sha256)).ok).toBe(false);
  });

  test('any bit turned in a hash, in the leaf or in the checkpoint is refused', async () => {
    for (const [i, hash] of proof.hashes.entries()) {
      const bent = formatProof({ ...proof, hashes: proof.hashes.with(i, flipped(hash, 37 * i)) });
      expect(await verifyProof(bent, leaf, alone, check, sha256)).toEqual({ ok: false, code: 'bad-root' });
    }
    expect((await verifyProof(file, flipped(leaf, 100), alone, check, sha256)).ok).toBe(false);
    for (let i = file.indexOf('\n\n') + 2; i < file.indexOf('\n\n—'); i++) {
      const bent = `${file.slice(0, i)}${file[i] === 'A' ? 'B' : 'A'}${file.slice(i + 1)}`;
      expect((await verifyProof(bent, leaf, alone, check, sha256)).ok).toBe(false);
    }
  });

  test.each<[string, (good: string) => string]>([
    ['another header', (good) => good.replace('@v1', '@v2')],
    ['no index', (good) => good.replace('index 255\n', '')],
    ['leading zero', (good) => good.replace('index 255', 'index 0255')],
    ['index beyond 2^53', (good) => good.replace('index 255', 'index 9007199254740992')],
    ['extra after index', (good) => good.replace('index 255\n', 'index 255\nextra ZXh0cmE=\n')],
    ['extra twice', (good) => good.replace('index', 'extra ZXh0cmE=\nextra ZXh0cmE=\nindex')],
    ['extra that is not base64', (good) => good.replace('index', 'extra ZXh0cmF=\nindex')],
    ['empty extra', (good) => good.replace('index', 'extra \nindex')],
    ['a hash of 31 bytes', (good) => good.replace(/(index 255\n).{44}/, `$1${base64(new Uint8Array(31))}`)],
    ['a hash with unused bits set', (good) => good.replace(/(index 255\n.{42})./, '$1B')],
    ['extra beyond its size', (good) => good.replace('index', `extra ${base64(new Uint8Array(65_537))}\nindex`)],
    ['64 hashes', (good) => good.replace('index 255\n', `index 255\n${`${base64(leaf)}\n`.repeat(64)}`)],
    ['no checkpoint', (good) => good.slice(0, good.indexOf('\n\n'))],
    ['carriage returns', (good) => good.replaceAll('\n', '\r\n')],
    ['too large', (good) => `${good}${'x'.repeat(300_000)}`],
  ])('refused: %s', (_, change) => {
    expect(change(file)).not.toBe(file);
    expect(parseProof(change(file))).toEqual({ ok: false, code: 'bad-proof' });
  });
});
