import { clockView, runOf } from './clock-view.ts';
import type { Notice } from './domain/notice.ts';
import { untilOf } from './http/moment.ts';
import { type OpenClock, periods } from './law/periods.ts';
import type { Text } from './law/roles.ts';
import type { Instant } from './law/time.ts';
import { addressOf, clockWords, general, stepWords, type Words } from './notice-words.ts';

/** A clock in a notice, and whether it still runs where that is known. */
export interface SeenClock {
  readonly clock: OpenClock;
  readonly running?: boolean;
}

/**
 * A notice as people and programs read it, in both languages: what happened or is due, by which article, until exactly
 * when, what still works meanwhile, and how to answer. Made from the notice, so that it says today what it said then.
 */
export function noticeView(notice: Notice, at: Instant, seen: readonly SeenClock[] = notice.clocks.map(alone)) {
  const { id, reason, stream, of, title, step, were, missed } = notice;
  const first = notice.clocks[0];
  const address = addressOf(stream);
  const words = wordsFor(notice);
  const article = step?.article ?? (first ? first.period.replace(/\(.*\)$/, '') : 'POLICY-21');
  return {
    id,
    reason,
    at: notice.at,
    heading: headingOf(notice),
    of,
    ...(title !== undefined && { title }),
    stream: { ...stream, href: address },
    article: { id: article, href: `/law/${article}` },
    ...(step && { step: { command: step.command, label: step.label } }),
    clocks: seen.map(({ clock, running }) => ({
      ...clockView(clock),
      until: untilOf(clock),
      ...runOf(clock, at),
      ...(running !== undefined && { running }),
    })),
    ...(were && { were: were.map((clock) => ({ rule: clock.period, dueAt: clock.dueAt, until: untilOf(clock) })) }),
    ...(missed !== undefined && { missed }),
    meanwhile: words.meanwhile,
    reply: { href: `${address}${words.reply.path}`, text: words.reply.text },
  };
}

export type NoticeView = ReturnType<typeof noticeView>;

const alone = (clock: OpenClock): SeenClock => ({ clock });

/** Whoever must keep a clock reads how to keep it; everybody else, what the step means for them. */
function wordsFor({ stream, step, clocks }: Notice): Required<Words> {
  const clock = clocks[0];
  const found = clock ? clockWords[clock.period] : step && stepWords[`${stream.kind}.${step.command}`];
  return { ...general, ...found };
}

function headingOf({ reason, of, step, clocks }: Notice): Text {
  const what = clocks[0] && periods[clocks[0].period].what;
  if (reason === 'step' || !what) {
    const { zh, en } = step?.label ?? of;
    return { zh: `${of.zh}：${zh}`, en: `${of.en}: ${en}` };
  }
  const { zh, en } = said[reason];
  return { zh: `${zh}：${what.zh}`, en: `${en}: ${what.en}` };
}

const said: Readonly<Record<Exclude<Notice['reason'], 'step'>, Text>> = {
  started: { zh: '期限开始', en: 'The clock has started' },
  soon: { zh: '还有三天', en: 'Three days left' },
  overdue: { zh: '已经逾期', en: 'Overdue' },
  over: { zh: '期限届满', en: 'The time is over' },
  recomputed: { zh: '期限重新计算', en: 'Counted again' },
};
