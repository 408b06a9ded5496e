import type { Text } from '../../shared/law/roles.ts';
import type { RecordFault } from '../../shared/ledger/hour-records-told.ts';
import type { EvidenceFault, VerifiedHours } from '../../shared/ledger/hours-verified.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { both, columns } from './terminal.ts';
import { faultText, plain, whenOf } from './verify-words.ts';

/** What evidence of deliveries proves, line by line, for people; and, as plainly, what it does not. */
export function provenHours(verified: VerifiedHours): string[] {
  const { basis, after, from, until, hours, channels, checkpoint, log, witnesses } = verified;
  const nothing = { zh: '这些小时内没有任何供给记录', en: 'no delivery is recorded in these hours' };
  return [
    both({ zh: '供给记录证据', en: 'evidence of delivery records' }),
    `${plain(basis.kind)}#${plain(basis.id)}`,
    '',
    both({
      zh: `证明：${from} 至 ${until} 共 ${hours} 小时逐小时不缺，其中本依据的供给记录一条不少，通道序号不断，没有一次开始于 ${after} 之后`,
      en: `proven: ${hours} hours from ${from} to ${until} without a gap; in them every record of this basis, serials unbroken, and none that began after ${after}`,
    }),
    ...(channels.length === 0 ? [both(nothing)] : channels.flatMap(channelLines)),
    '',
    ...columns([
      ['日志 log', `${plain(checkpoint.origin)} · ${checkpoint.size} 条 leaves`],
      ...log.map((key) => ['签名 signer', formatVkey(key)]),
      ...witnesses.map(({ key }) => ['见证 witness', plain(key.name)]),
      ['时间 when', both(whenOf(witnesses))],
      ['不证明 not proven', both(notProven)],
    ]),
  ];
}

const channelLines = ({
  channel,
  first,
  last,
  complete,
  cut,
  unknown,
  none,
  bytes,
}: VerifiedHours['channels'][number]) => [
  both({
    zh: `通道 ${channel}：第 ${first} 至 ${last} 号，完整 ${complete}、中断 ${cut}、未知 ${unknown}、未开始 ${none}，不多于 ${bytes} 字节`,
    en: `channel ${channel}: serials ${first} to ${last}: ${complete} complete, ${cut} cut, ${unknown} unknown, ${none} never begun; at most ${bytes} bytes`,
  }),
];

/** The same words wherever such evidence is made or checked. */
const notProven: Text = {
  zh: '没有未经记录而流出的字节：接收方手中的供给回执，可用作反证；开始时间由平台自述',
  en: 'that no byte left unrecorded: a receipt in the recipient’s hands would be evidence against us; start times are the platform’s own word',
};

/** What does not fit, in a sentence. */
export const evidenceFaultText = (code: EvidenceFault): Text =>
  Object.hasOwn(faults, code)
    ? faults[code as keyof typeof faults]
    : faultText(code as Parameters<typeof faultText>[0]);

type OwnFault = RecordFault | 'not-evidence' | 'missing-hour' | 'bad-bucket' | 'left-out' | 'bad-records';
const faults: Readonly<Record<OwnFault, Text>> = {
  'not-evidence': {
    zh: '不是供给记录证据，或已被改动、被其他程序另存',
    en: 'this is no evidence of deliveries, or it was changed or saved again by another program',
  },
  'missing-hour': { zh: '缺少一个小时', en: 'an hour is missing' },
  'bad-bucket': { zh: '本依据的位置不在该小时的根之内', en: 'the place of this basis is not in the root of that hour' },
  'left-out': { zh: '该小时有本依据的记录而未出示', en: 'this basis has records in that hour, and they are not shown' },
  'bad-records': { zh: '出示的记录与封存的不符', en: 'the records shown are not those that were sealed' },
  'bad-record': { zh: '一条记录不正确', en: 'a record is malformed, or stands in another hour' },
  foreign: { zh: '混入了其他依据的记录', en: 'a record rests on something else' },
  'bad-order': { zh: '记录次序颠倒或重复', en: 'records are out of order, or stand there twice' },
  gap: { zh: '通道序号有缺', en: 'a serial is missing' },
  'started-after': { zh: '有一次供给开始于该时刻之后', en: 'a delivery began after the moment' },
  'filed-late': { zh: '有记录的归档远晚于其自称的开始', en: 'a record was filed much later than it says it began' },
  'bad-late': { zh: '补记的结束与此前记录不符', en: 'a late end fits no delivery that was open' },
};
