import { readFileSync, statSync } from 'node:fs';
import type { Text } from '../../shared/law/roles.ts';
import { fromUtf8 } from '../../shared/ledger/bytes.ts';
import { type VerifiedCertificate, verifyCertificate } from '../../shared/ledger/certified.ts';
import { MAX_POLICY_SIZE, type Policy, type PolicyFault, parsePolicy } from '../../shared/ledger/policy.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { sha256 } from '../../shared/store/store.ts';
import type { Command } from './command.ts';
import { type Terminal, Trouble } from './terminal.ts';
import { exit, faultText, fitting, provenLines, signatureLine } from './verify-words.ts';

/** Characters of the largest file that is read: evidence of a year of hours (see hour-evidence.ts). */
const MAX_EVIDENCE_SIZE = 67_108_864;

/** `shuqi verify`: checks a certificate with this machine alone; no server, no network. */
export const verify: Command = {
  usage: 'verify FILE [--policy POLICY] [--text FILE] [--timing]',
  about: {
    zh: '离线核验证明文件，不连接任何服务器（0 符合策略，1 不成立，2 未给策略，不能证明由谁签署）',
    en: 'verify a certificate offline (exit 0: fits the policy, 1: does not fit, 2: no policy, so no word about who)',
  },
  options: {
    policy: {
      value: 'POLICY',
      about: { zh: '信任谁：C2SP tlog-policy 文件', en: 'whom to believe: a file as in c2sp.org/tlog-policy' },
    },
    text: {
      value: 'FILE',
      about: { zh: '协议文本：核对签署的是否正是这份文本', en: 'the text of an agreement: is it what was signed?' },
    },
    timing: { about: { zh: '显示本程序用时', en: 'print the time this program itself took' } },
  },
  words: 1,
  run: async ({ words: [file], options: { policy, text, timing } }, terminal) => {
    if (file === undefined) throw new Trouble({ zh: '请给出证明文件', en: 'name the certificate file' });
    const trusted = typeof policy === 'string' ? policyIn(policy) : undefined;
    const told = read(file, MAX_EVIDENCE_SIZE);
    const signed = typeof text === 'string' ? bytesOf(text) : undefined;
    if (signed && isEvidence(told)) throw notOfAgreement();
    const code = await (isEvidence(told)
      ? checkHours(told, trusted, terminal)
      : checked(told, trusted, signed, terminal));
    if (timing) terminal.line(`用时 own time: ${ownTime().toFixed(1)} ms`);
    return code;
  },
};

/** Read only where it is wanted, so that a certificate is checked at once. */
async function checkHours(text: string, policy: Policy | undefined, terminal: Terminal): Promise<number> {
  return (await import('./verify-hours.ts')).checkedHours(text, policy, terminal);
}

/** By the name of its format, which its own reader checks again. */
const isEvidence = (text: string): boolean => text.slice(0, 100).includes('"shuqi-deliveries/v1"');

/** The text that was signed, as bytes; its digest is compared with what the signatures are over. */
type Told = Uint8Array | undefined;

/** Every signature over the agreement's text, and the text itself where one was given. Read only for an agreement. */
async function signaturesFit(verdict: VerifiedCertificate, text: Told, terminal: Terminal): Promise<boolean> {
  const { agreedTexts, signaturesIn } = await import('./verify-signatures.ts');
  const signatures = signaturesIn(verdict);
  const bad = (zh: string, en: string) => terminal.fail(terminal.paint('bad', `不成立：${zh}；does not fit: ${en}`));
  for (const { event, proven } of signatures) {
    const place = `${event + 1}`;
    if (proven === 'wrong') {
      bad(`第 ${place} 项的签名无效`, `the signature of entry ${place} does not verify`);
      return false;
    }
    terminal.line(signatureLine(place, proven));
  }
  const digest = text && Buffer.from(sha256(text)).toString('hex');
  if (digest !== undefined) {
    const agreed = agreedTexts(verdict);
    if (!signatures.some(({ textHash }) => textHash === digest)) {
      bad('没有人签署过这份文本', 'nobody signed this text');
      return false;
    }
    if (!agreed.some(({ textHash }) => textHash === digest)) {
      bad('这份文本没有经双方签署', 'not both sides signed this text');
      return false;
    }
    terminal.line(`文本 text: 与双方所签散列相符，is the text that was signed by both sides (${digest})`);
    const last = agreed.at(-1);
    if (last && last.textHash !== digest) {
      const place = `${last.event + 1}`;
      const later = `其后双方签署了另一文本（第 ${place} 项）；both sides signed a later text (entry ${place})`;
      terminal.line(terminal.paint('bad', later));
    }
  }
  if (signatures.length > 0) terminal.line();
  return true;
}

async function checked(text: string, policy: Policy | undefined, told: Told, terminal: Terminal): Promise<number> {
  const verdict = await verifyCertificate(text, policy, checkSignature, sha256);
  if (!verdict.ok) {
    const place = verdict.event === undefined ? '' : `（${verdict.event + 1}）`;
    const what = faultText(verdict.code);
    terminal.fail(terminal.paint('bad', `不成立${place}：${what.zh}；does not fit: ${what.en}`));
    return exit.bad;
  }
  if (told && verdict.about.kind !== 'agreement') throw notOfAgreement();
  for (const line of provenLines(verdict)) terminal.line(line);
  terminal.line();
  if (verdict.about.kind === 'agreement' && !(await signaturesFit(verdict, told, terminal))) return exit.bad;
  const { good, zh, en } = fitting(verdict.trusted);
  terminal.line(terminal.paint(good ? 'good' : 'bad', `${zh}；${en}`));
  return verdict.trusted ? exit.proven : exit.unknownSigner;
}

/** A text that nothing here is compared with must not look checked. */
const notOfAgreement = () =>
  new Trouble({ zh: '--text 只用于协议证明', en: '--text goes with the certificate of an agreement' });

function policyIn(file: string): Policy {
  const parsed = parsePolicy(read(file, MAX_POLICY_SIZE), sha256);
  if (parsed.ok) return parsed.policy;
  const { code, line } = parsed;
  const what = policyFaults[code];
  throw new Trouble({
    zh: `策略文件 ${file} 第 ${line} 行不正确：${what.zh}`,
    en: `line ${line} of the policy ${file} is wrong: ${what.en}`,
  });
}

const policyFaults: Readonly<Record<PolicyFault, Text>> = {
  'too-large': { zh: '过大或名称过多', en: 'it is too large, or names too many' },
  'bad-character': { zh: '含有控制字符', en: 'a control character' },
  'bad-line': { zh: '应为 log、witness、group 或 quorum', en: 'write log, witness, group or quorum' },
  'bad-key': { zh: '密钥格式不正确', en: 'not a verifier key of that kind' },
  duplicate: { zh: '名称或密钥重复', en: 'a name or key stands there twice' },
  'unknown-name': { zh: '引用了未定义的名称', en: 'a name that no line above defines' },
  'bad-threshold': { zh: '门限不正确', en: 'a threshold is any, all, or a number of its members' },
  'no-quorum': { zh: '缺少 quorum 一行', en: 'a quorum line is missing (quorum none asks for no witness)' },
};

/** The bytes of the text of an agreement. @throws Trouble when it cannot be read */
function bytesOf(file: string): Uint8Array {
  try {
    if (statSync(file).size <= MAX_TEXT_BYTES) return readFileSync(file);
  } catch (cause) {
    throw new Trouble({ zh: `读不到文件 ${file}`, en: `${file} cannot be read` }, { cause });
  }
  throw new Trouble({ zh: `${file} 过大`, en: `${file} is too large` });
}

/** No text of an agreement is larger (documents are at most 300 KB). */
const MAX_TEXT_BYTES = 307_200;

/** A file as text; its bytes may be four times its characters. @throws Trouble when it cannot be read */
function read(file: string, most: number): string {
  try {
    const size = statSync(file).size;
    const text = size > 4 * most ? undefined : fromUtf8(readFileSync(file));
    if (text !== undefined) return text;
  } catch (cause) {
    throw new Trouble({ zh: `读不到文件 ${file}`, en: `${file} cannot be read` }, { cause });
  }
  throw new Trouble({ zh: `${file} 不是文本文件或过大`, en: `${file} is no text, or too large` });
}

/** Milliseconds since our first line: reading the rest of our code and the files, and all the checking. */
const ownTime = (): number => performance.now() - (performance.getEntriesByName('shuqi')[0]?.startTime ?? 0);
