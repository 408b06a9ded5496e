import type { Text } from '../../shared/law/roles.ts';
import type { CertificateKind } from '../../shared/ledger/certificate.ts';
import type { CertificateFault, ProvenEvent, VerifiedCertificate } from '../../shared/ledger/certified.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import type { Json } from '../../shared/ledger/leaf.ts';
import type { Signed } from '../../shared/ledger/note.ts';
import { shownEvents } from '../../shared/shown.ts';
import { shownFields } from '../../shared/shown-fields.ts';
import type { Proven } from '../../shared/store/signed-text.ts';
import { both, columns } from './terminal.ts';

/** What `shuqi verify` ends with: the policy is satisfied; it does not fit; it fits, but nobody said whom to believe. */
export const exit = { proven: 0, bad: 1, unknownSigner: 2 } as const;

/** The last line of what fits. */
export const fitting = (trusted: boolean): Text & { readonly good: boolean } => (trusted ? fits : fitsItself);

const fits = { good: true, zh: '成立：符合您的策略', en: 'it fits your policy' };
const fitsItself = {
  good: false,
  zh: '仅与文件自带的密钥相符，不能证明由谁签署：请用 --policy 指定您信任的密钥',
  en: 'fits a key in the file; proves nothing about who: say with --policy whom you believe',
};

/** What a certificate proves, line by line, for people. */
export function provenLines(verified: VerifiedCertificate): string[] {
  const { about, events, checkpoint, log, witnesses } = verified;
  const { stream, measure } = about;
  return [
    both(titles[about.kind]),
    measure === undefined ? stream : `${stream} · ${measure}`,
    ...events.flatMap((event) => ['', ...eventLines(event, about.kind)]),
    '',
    ...columns([
      ['次序 order', both(orderOf(events))],
      ['日志 log', `${plain(checkpoint.origin)} · ${checkpoint.size} 条 leaves`],
      ...log.map((key) => ['签名 signer', formatVkey(key)]),
      ...witnesses.map(({ key, time }) => ['见证 witness', `${plain(key.name)} · ${timeText(time)}`]),
      ['时间 when', both(whenOf(witnesses))],
      ['不证明 not proven', both(notProven)],
    ]),
  ];
}

/** What a signature over an agreement's text was proven by. */
export function signatureLine(entry: string, proven: Proven | undefined): string {
  if (!proven) return `签名 signature ${entry}: 未出示，无从核验；not shown, cannot be checked`;
  const how = proven.by === 'jws' ? 'JWS' : `通行密钥 passkey (${plain(proven.origin ?? '')})`;
  return `签名 signature ${entry}: 有效 valid · ${how} · ${proven.key}`;
}

/** What does not fit, in a sentence. */
export const faultText = (code: CertificateFault): Text => faults[code];

const titles: Readonly<Record<CertificateKind, Text>> = {
  registration: { zh: '登记证明', en: 'certificate of a registration' },
  agreement: { zh: '授权运营协议证明', en: 'certificate of an authorized-operation agreement' },
  measure: { zh: '处置措施证明', en: 'certificate of a measure' },
  deposit: { zh: '存证证明', en: 'certificate of an evidence deposit' },
};

const notProven: Text = {
  zh: '此前、其间、此后另有何事；未出示的内容',
  en: 'what else happened before, between or afterwards; what is not shown',
};

function eventLines({ version, type, at, index, fields, hidden }: ProvenEvent, kind: CertificateKind): string[] {
  const { label } = shownEvents[kind][type] ?? { label: { zh: plain(type), en: plain(type) } };
  // Signatures are for machines: whether they verify is told below.
  const told = Array.from(fields).filter(([path]) => !/^\/data\/signature\/(jws|passkey\/)/.test(path));
  const rows = told.map(([path, value]) => [`  ${nameOf(path)}`, valueText(value)]);
  return [
    `第 ${version} 号 ${label.zh}；no. ${version}: ${label.en}`,
    ...columns([
      ...rows,
      ['  自称时间 claimed time', plain(at)],
      ['  日志位置 leaf', String(index)],
      ['  未出示 hidden fields', String(hidden)],
    ]),
  ];
}

function nameOf(path: string): string {
  const known = Object.entries(shownFields).find(([one]) => one === path)?.[1];
  return known ? `${known.zh} ${known.en}` : plain(path);
}

/** Which events are proven to follow each other, by the chain of leaf hashes; of the others only their numbers. */
function orderOf(events: readonly ProvenEvent[]): Text {
  if (events.length === 1) return { zh: '只有一个事件', en: 'a single event' };
  const gaps = events.flatMap(({ version, follows }, i) =>
    i > 0 && !follows ? [`${events[i - 1]?.version}–${version}`] : [],
  );
  const [first, last] = [events[0]?.version, events.at(-1)?.version];
  if (gaps.length === 0)
    return { zh: `第 ${first} 至 ${last} 号首尾相接`, en: `${first} to ${last} follow each other unbroken` };
  return {
    zh: `按编号先后；除 ${gaps.join('、')} 之间另有未出示的事件外，首尾相接`,
    en: `by their numbers; unbroken but for events that are not shown within ${gaps.join(', ')}`,
  };
}

/** The earliest time at which a trusted witness saw it. The log's own word for a time is not proof. */
export function whenOf(witnesses: readonly Signed[]): Text {
  const times = witnesses.flatMap(({ time }) => (time === undefined ? [] : [time]));
  if (times.length === 0) return { zh: '无可信见证人，时间仅为自称', en: 'no trusted witness: times are only claimed' };
  const earliest = timeText(Math.min(...times));
  return { zh: `不晚于 ${earliest}（最早的见证时间）`, en: `at the latest then, the earliest witness time` };
}

/** Seconds since 1970 as a moment; what is beyond the calendar stays a number. */
function timeText(seconds = 0): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace('.000Z', 'Z');
}

const valueText = (value: Json): string => plain(typeof value === 'string' ? value : JSON.stringify(value));

/** Text of a file on a terminal: what could move the cursor or turn the line round is written as its code. */
export const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);

const faults: Readonly<Record<CertificateFault, Text>> = {
  'not-a-certificate': {
    zh: '不是证明文件，或已被改动、被其他程序另存',
    en: 'this is no certificate, or it was changed or saved again by another program',
  },
  'bad-leaf': { zh: '日志叶子不正确', en: 'the leaf is not one of this log' },
  'bad-fields': { zh: '出示的内容与叶子的承诺不符', en: 'what is shown is not what the leaf commits to' },
  'not-about': { zh: '事件不属于所证明的对象', en: 'an event is about something else' },
  'bad-order': { zh: '事件次序颠倒或重复', en: 'events are out of order, or stand there twice' },
  'bad-chain': { zh: '事件之间的链条断裂', en: 'an event names another predecessor than the one shown' },
  mixed: { zh: '混合了不同检查点的证明', en: 'proofs under different checkpoints are mixed' },
  'own-key': { zh: '签名与文件自带的密钥不符', en: 'the signature does not fit even the key in the file' },
  'bad-proof': { zh: '存在证明格式不正确', en: 'a proof is malformed' },
  'too-large': { zh: '检查点过大', en: 'the checkpoint is too large' },
  'bad-note': { zh: '检查点格式不正确', en: 'the checkpoint is malformed' },
  'bad-checkpoint': { zh: '检查点格式不正确', en: 'the checkpoint is malformed' },
  'unknown-log': { zh: '策略中没有这个日志', en: 'your policy does not name this log' },
  'bad-signature': { zh: '检查点的签名无效', en: 'a signature of the checkpoint is invalid' },
  'no-log-signature': { zh: '检查点不是由策略中的密钥签署', en: 'no key of your policy signed the checkpoint' },
  'no-quorum': { zh: '见证人不足', en: 'fewer witnesses than your policy asks for' },
  'bad-index': { zh: '位置超出检查点', en: 'the place is beyond the checkpoint' },
  'bad-size': { zh: '检查点为空', en: 'the checkpoint is of an empty tree' },
  'bad-length': { zh: '证明长度不符', en: 'the proof has not the length of its place' },
  'bad-root': { zh: '叶子不在该检查点之内', en: 'the leaf does not stand in this checkpoint' },
};
