import * as z from 'zod';
import type { Answer } from '../client.ts';
import type { Agreed } from './agreement.ts';
import { paper } from './paper.ts';
import { accepted, eventsOf, holds, idOf, refused, type Seen } from './seen.ts';

/** A case that began with a measure at once: which, and the event of it on the channel itself. */
export interface Emergency {
  readonly case: string;
  readonly measure: string;
  readonly event: string;
  /** When the platform had answered that it is committed, by the clock of this machine, milliseconds. */
  readonly heldAt: number;
}

/** An emergency measure on the channel, as its order is written. */
export const order = ({ agreement }: Agreed, channel: string, verb: 'close' | 'suspend', fact: string) => ({
  subject: 'bashu-data',
  agreement,
  facts: [paper(fact)],
  measures: [
    {
      ...{ verb, target: { kind: 'channel', id: channel }, article: 'DZ-43', clause: '违约责任' },
      ...{ authority: paper('紧急处置依据'), number: '紧急〔演示〕1号' },
    },
  ],
});

const opened = z.object({
  case: z.object({ status: z.literal('emergency'), measures: z.array(z.object({ measure: z.string() })).length(1) }),
});

/** What an order became. Its last event is the one on the channel. */
export function placed(answer: Answer): Seen<Emergency> {
  const heldAt = Date.now();
  const { result } = accepted('emergency')(answer);
  const [one] = opened.parse(answer.body).case.measures;
  const event = eventsOf(answer).at(-1);
  holds(one !== undefined && event !== undefined, 'a measure and its events', answer.text);
  return { result, value: { case: idOf(answer), measure: one.measure, event, heldAt } };
}

/** Refused by exactly these measures, each with article and who lifts it. */
export function shut(answer: Answer, measures: readonly string[]): Seen<void> {
  const { value, result } = refused({ status: 403, article: 'DZ-43', grounds: measures.length })(answer);
  const told = (value.grounds ?? []).map(({ measure }) => measure);
  holds(
    measures.every((one) => told.includes(one)),
    `the measures ${measures.join(', ')}`,
    told.join(', '),
  );
  const lifters = (value.grounds ?? []).map(({ liftedBy }) => liftedBy?.map(({ name }) => name).join('、'));
  holds(
    lifters.every((who) => who !== undefined && who !== ''),
    'who lifts it',
    answer.text,
  );
  return { result: `${result}，可由${lifters.join('；')}恢复`, article: 'DZ-43', value: undefined };
}
