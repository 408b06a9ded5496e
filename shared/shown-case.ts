import type { CaseEvent } from './domain/case-events.ts';
import { type Shown, told } from './shown-fields.ts';

/** What was ordered against whom, when it was committed, confirmed, answered, lifted. Facts and evidence stay hidden. */
export const shownOfCase: Shown<CaseEvent> = {
  reported: told('立案线索', 'reported', '/data/subject'),
  'emergency-placed': told('紧急处置', 'emergency measures', '/data/authority', '/data/measures'),
  'request-bound': told('权利请求执行', 'request carried out', '/data/authority', '/data/measures'),
  'emergency-told': told('紧急处置告知', 'told of the emergency'),
  'emergency-confirmed': told('紧急处置经确认', 'emergency confirmed'),
  'escalation-settled': told('上级处理', 'escalation settled', '/data/confirmed'),
  decided: told('作出决定', 'decided', '/data/measures'),
  'measure-committed': told('措施提交', 'measure committed', '/data/measure'),
  'measure-confirmed': told('措施确认', 'measure confirmed', '/data/measure', '/data/refusingSince'),
  consolidated: told('措施合并', 'measures made one', '/data/measures', '/data/into'),
  'proposal-answered': told('实施机构答复', 'proposal answered', '/data/measure', '/data/accepted'),
  'appeal-upheld': told('维持原决定', 'decision upheld on appeal'),
  'appeal-overturned': told('原决定被撤销', 'decision overturned on appeal'),
  reinstated: told('恢复', 'reinstated', '/data/measures'),
};
