import { type Checkpoint, verifyCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { parseHashes } from '../../../shared/ledger/hash.ts';
import { parseVkey } from '../../../shared/ledger/key.ts';
import { leafV1, parseLeaf } from '../../../shared/ledger/leaf.ts';
import { noQuorum, type Policy } from '../../../shared/ledger/policy.ts';
import { parseProof, verifyProof } from '../../../shared/ledger/proof.ts';
import { leafHash, verifyConsistency } from '../../../shared/ledger/rfc6962.ts';
import { decodeBundle, TILE_WIDTH, tilePath, tileWidth } from '../../../shared/ledger/tiles.ts';
import { checkSignature } from '../../../shared/store/check-signature.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { type Client, tell } from '../client.ts';
import { eventually, holds, type Seen } from './seen.ts';
import type { Stage } from './stage.ts';

/** What an outsider keeps of the log: its key as a policy, and the last checkpoint that was checked with it. */
export interface Kept {
  readonly policy: Policy;
  readonly checkpoint: Checkpoint;
}

/** Before anything happens: the log's key and a checkpoint, kept to compare with at the end. @see DZ-49 */
export async function keepCheckpoint({ chapter, play }: Stage): Promise<Kept> {
  chapter({ zh: '序、日志', en: 'The log, before' });
  return play(
    {
      by: 'anyone',
      article: 'DZ-49',
      zh: '保存日志公钥和当前检查点',
      en: 'keep the key of the log and its checkpoint',
    },
    async (me) => {
      const key = await eventually('a published log', 60, async () => {
        const answer = await me.get('/log/key');
        return answer.status === 200 ? answer.text : undefined;
      });
      const logs = key.value
        .trim()
        .split('\n')
        .flatMap((line) => parseVkey(line, sha256) ?? []);
      holds(logs.length > 0, 'a verifier key', key.value);
      const policy = { logs, witnesses: [], quorum: noQuorum };
      const checkpoint = await trusted(policy, await checkpointOf(me));
      return { result: `${checkpoint.size} 条，签名有效`, value: { policy, checkpoint } };
    },
  );
}

/** Chapter 11: the closing stands in the log, and the log only grew. Nothing here trusts the platform. */
export async function proven({ chapter, play }: Stage, { policy, checkpoint: earlier }: Kept, event: string) {
  chapter({ zh: '十一、可验证日志', en: 'The log, after' });
  const file = await play(
    { by: 'anyone', article: 'DZ-49', zh: '取得关闭事件的存在证明', en: 'fetch the proof of the closing' },
    (me) => proofOf(me, event),
  );
  const later = await play(
    {
      by: 'anyone',
      article: 'DZ-49',
      zh: '在本进程内验证：签名、叶子、路径',
      en: 'verify it here: signature, leaf, path',
    },
    async (me) => {
      const verified = await verifyProof(file, await leafOf(me, file, event, policy), policy, checkSignature, sha256);
      holds(verified.ok, 'a proof that holds', verified);
      const { checkpoint, index } = verified;
      return { result: `第 ${index} 条，在 ${checkpoint.size} 条之内`, value: checkpoint };
    },
  );
  await play(
    { by: 'anyone', article: 'DZ-49', zh: '改动证明一位即不成立', en: 'with one bit turned it does not hold' },
    async (me) => {
      const leaf = await leafOf(me, file, event, policy);
      const turned = leaf.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      const verdict = await verifyProof(file, turned, policy, checkSignature, sha256);
      holds(!verdict.ok && verdict.code === 'bad-root', 'bad-root', verdict);
      return { result: verdict.code, value: undefined };
    },
  );
  await play(
    {
      by: 'anyone',
      article: 'DZ-49',
      zh: '与开头保存的检查点一致：只增不改',
      en: 'consistent with the checkpoint kept: it only grew',
    },
    (me) => grown(me, earlier, later),
  );
}

async function proofOf(me: Client, event: string): Promise<Seen<string>> {
  const { value, after } = await eventually('the event in a published checkpoint', 20, async () => {
    const answer = await me.get(`/log/proof/${event}`);
    holds(answer.status === 200 || answer.status === 409, 'the proof, or not yet', tell(answer));
    return answer.status === 200 ? answer.text : undefined;
  });
  return { result: `200 ${value.length} 字符，等待 ${Math.round(after)} ms`, value };
}

/** The hash of the event's leaf, made again from what the log publishes of it. */
async function leafOf(me: Client, file: string, event: string, policy: Policy): Promise<Uint8Array> {
  const parsed = parseProof(file);
  holds(parsed.ok, 'a proof file', file.slice(0, 100));
  const { index, checkpoint } = parsed.proof;
  const { size } = await trusted(policy, checkpoint);
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = tileWidth('entries', bundle, size);
  const response = await me.stream(`/log/${tilePath({ level: 'entries', index: bundle, width })}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const entry = decodeBundle(bytes, width)?.[index % TILE_WIDTH];
  const leaf = entry && parseLeaf(entry);
  holds(leaf?.ok === true && leaf.leaf.event === event, `the leaf of ${event}`, leaf ?? response.status);
  return leafHash(leafV1(leaf.leaf), sha256);
}

/** The tree that was kept is the beginning of the later one. @see RFC 6962 §2.1.2 */
async function grown(me: Client, earlier: Checkpoint, later: Checkpoint): Promise<Seen<void>> {
  const answer = await me.get(`/log/consistency?from=${earlier.size}&to=${later.size}`);
  const proof = answer.status === 200 ? parseHashes(answer.text) : undefined;
  holds(proof !== undefined, 'a consistency proof', tell(answer));
  const claim = { first: earlier.size, second: later.size, firstRoot: earlier.root, secondRoot: later.root, proof };
  const verdict = verifyConsistency(claim, sha256);
  holds(verdict.ok && later.size > earlier.size, 'a tree that only grew', verdict);
  return { result: `${earlier.size} → ${later.size} 条`, value: undefined };
}

async function checkpointOf(me: Client): Promise<string> {
  const answer = await me.get('/log/checkpoint');
  holds(answer.status === 200, 'a checkpoint', tell(answer));
  return answer.text;
}

async function trusted(policy: Policy, note: string): Promise<Checkpoint> {
  const verified = await verifyCheckpoint(note, policy, checkSignature);
  holds(verified.ok, 'a checkpoint signed by the log', verified);
  return verified.checkpoint;
}
