import type { Text } from '../law/roles.ts';

/** What an audit can find, each with the sentence that people read. All of it is grave: nothing here mends itself. */
export const findings = {
  'event-unreadable': { zh: '事件无法按其格式读取', en: 'an event is not what its schema says' },
  'event-edited': { zh: '事件内容与其承诺值不符（被改动）', en: 'an event does not fit its own commitments: edited' },
  'event-missing': { zh: '事件缺失（被删除）', en: 'an event is missing: deleted' },
  'event-inserted': { zh: '状态头之后还有事件（被插入）', en: 'an event stands beyond its head: inserted' },
  'chain-broken': { zh: '事件未承接前一事件的叶子', en: 'an event does not name the leaf before it' },
  'head-missing': { zh: '有事件而无状态头', en: 'a stream has events and no head' },
  'head-edited': { zh: '状态头与事件推演结果不符', en: 'a head is not the fold of its events: edited' },
  'head-listed-wrongly': { zh: '状态头的索引属性不符', en: 'the index attributes of a head do not fit its state' },
  'stream-unknown': { zh: '未知种类的记录', en: 'a stream of a kind that nobody knows' },
  'no-leaf': { zh: '事件既不在日志中，也不在待入列表中', en: 'an event is neither in the log nor waiting for it' },
  'leaf-differs': { zh: '日志中的叶子不是该事件的叶子', en: "the leaf in the log is not the event's" },
  'leaf-missing': { zh: '日志缺少叶子', en: 'a leaf is missing in the log' },
  'leaf-unreadable': { zh: '日志中的内容不是叶子', en: 'what stands in the log is no leaf' },
  'leaf-alone': { zh: '叶子没有对应的事件', en: 'a leaf has no event' },
  'leaf-beyond': { zh: '日志末尾之后还有叶子或位置', en: 'leaves or places stand beyond the end of the log' },
  'place-differs': { zh: '日志位置索引指向别处', en: 'the index of the log puts an event elsewhere' },
  'place-twice': { zh: '两个事件占用同一日志位置', en: 'two events claim one place in the log' },
  'tile-differs': { zh: '瓦片与重新计算的结果不符', en: 'a tile is not what its leaves give' },
  'root-differs': { zh: '日志根与重新计算的结果不符', en: "the log's root is not what its leaves give" },
  'head-unreadable': { zh: '日志的 HEAD 不自洽', en: "the log's HEAD does not fit itself" },
  'bad-batch': { zh: 'HEAD 所指批次缺失或被改动', en: 'the batch that HEAD names is missing or altered' },
  'head-behind': { zh: '日志短于已公布的检查点（被回退）', en: 'the log is shorter than a checkpoint that was shown' },
  forked: { zh: '日志与已公布的检查点不一致（分叉）', en: 'the log does not continue a checkpoint that was shown' },
  'bad-checkpoint': { zh: '检查点不是该日志所签', en: 'a checkpoint is not signed by this log' },
  'checkpoint-differs': { zh: '检查点记录与其签名文本不符', en: 'a checkpoint is stored beside other figures' },
  'checkpoint-gone': { zh: '已公布的检查点不见了或变旧', en: 'the published checkpoint is gone, or older than before' },
  'kept-behind': { zh: '异地留存的检查点落后于已公布的', en: 'the copy kept elsewhere misses what was published' },
  halted: { zh: '日志已停止，待人工处理', en: 'the log stands still until a person re-arms it' },
  'outbox-differs': { zh: '待入日志的条目不是该事件的叶子', en: "what waits for the log is not its event's leaf" },
  'outbox-twice': { zh: '已入日志的条目仍在等待', en: 'what waits for the log stands in it already' },
  'gate-missing': { zh: '门禁缺失', en: 'a gate is missing' },
  'gate-differs': { zh: '门禁与状态头不符', en: 'a gate is not what its head says' },
  'gate-alone': { zh: '门禁没有对应的记录', en: 'a gate has no stream' },
  'office-missing': { zh: '应告知的机关未列入通知对象', en: 'an office is not on the list of whom to tell' },
  'office-alone': { zh: '通知对象并不担任该职责', en: 'who is told as an office does not hold it' },
  'document-differs': { zh: '文件与其承诺值不符', en: 'a document does not fit its commitment' },
  'hour-differs': {
    zh: '供给记录与其小时的封存不符（被改动或删除）',
    en: 'delivery records are not what was sealed of their hour: edited or deleted',
  },
  'record-unsealed': {
    zh: '已封存的小时里有封存之外的供给记录（被补记）',
    en: 'a delivery record in a sealed hour is no part of it: added afterwards',
  },
  'scope-differs': { zh: '范围文件与其散列不符', en: 'a scope does not have its hash' },
} as const satisfies Record<string, Text>;
export type FindingCode = keyof typeof findings;

/** One finding. `subject`: partition, place or file that it is about. `detail`: what exactly, for whoever looks. */
export interface Finding {
  readonly code: FindingCode;
  readonly subject: string;
  readonly detail?: string;
}

/** Takes a finding down. */
export type Tell = (code: FindingCode, subject: string, detail?: string) => void;

/** What an audit says without blaming anybody. */
export const notes = {
  erased: { zh: '已依法删除的文件（仅存承诺值，不影响核验）', en: 'documents erased: their commitments still hold' },
  waiting: { zh: '尚未进入日志的事件', en: 'events that wait for the log' },
  unapplied: {
    zh: '最后一批尚未写完（启动平台即会续写）',
    en: 'leaves of a batch not written out yet: start the platform',
  },
  unpublished: { zh: '已入日志、尚未公布的叶子', en: 'leaves in the log and not published yet' },
  unproven: {
    zh: '签名密钥取自被审计的数据本身，不能证明是谁：请用 --policy 或 --since',
    en: 'the key comes from the audited data and proves nothing about who: use --policy or --since',
  },
  first: { zh: '没有上次审计的检查点可比', en: 'no checkpoint of an earlier audit to compare with' },
} as const satisfies Record<string, Text>;
export type NoteCode = keyof typeof notes;
export interface Note {
  readonly code: NoteCode;
  /** How many, where it counts something. */
  readonly count?: number;
}
