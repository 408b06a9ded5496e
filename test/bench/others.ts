import { admit, isDenial } from '../../functions/gate/admit.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { change, holdOf, placing, type Supply, supply, testGate } from '../http/supply.ts';
import type { Line } from './plot.ts';
import type { Row, Section } from './report.ts';
import { askerOf } from './revocation.ts';

const REVOCATIONS = 10;
const PER_SECOND = 10;

/** How long a decision is kept before the gate is asked again, seconds; 0: it never is. */
const designs = [
  { name: { zh: '数契（每次请求都读）', en: 'this gate (every request reads)' }, keptFor: 0 },
  { name: { zh: '决定缓存 10 秒', en: 'decision cache, 10 s' }, keptFor: 10 },
  { name: { zh: '每 30 秒轮询状态', en: 'state polled every 30 s' }, keptFor: 30 },
  { name: { zh: '决定写入 300 秒令牌', en: 'decision in a token of 300 s' }, keptFor: 300 },
] as const;
/** Moments at which a line of the plot is known, in seconds after the revoke. */
const MOMENTS = [1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 45, 60, 90, 120, 150, 180, 210, 240, 270, 300] as const;

/** The same revocation with what others do put in front of the same gate, on a simulated clock. */
export async function othersSection(through: Dynamo, client: Dynamo, table: string): Promise<Section> {
  const measured = [];
  for (const design of designs) measured.push(await measuredOf(design, through, client, table));
  return {
    lines: measured.map(({ line }) => line),
    rows: measured.map(({ row }) => row),
    title: 'The same revocation as others do it',
    method: `${REVOCATIONS} revocations each, at even phases of what is kept; ${PER_SECOND} requests a second on a simulated clock until the first refusal. Who keeps a decision is emulated in front of this gate; its own answers are real.`,
  };
}

async function measuredOf(
  { name, keptFor }: (typeof designs)[number],
  through: Dynamo,
  client: Dynamo,
  table: string,
): Promise<{ row: Row; line: Line }> {
  const { gate } = testGate(through, table);
  const served: number[] = [];
  const seconds: number[] = [];
  for (let round = 0; round < REVOCATIONS; round++) {
    const of = await supply(testGate(client, table).store);
    const ask = keeping(keptFor, of, gate);
    // The decision was made at 0; the revocation comes somewhere within the time it is kept.
    const revoked = (keptFor * (round + 0.5)) / REVOCATIONS;
    await ask(0);
    await change(gate.store, of.names.channel, placing(holdOf('m1')));
    let [count, step] = [0, 0];
    for (; await ask(revoked + step / PER_SECOND); step++) count += 1;
    served.push(count);
    seconds.push(step / PER_SECOND);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const row = {
    what: `${name.en}: requests served after the revoke, mean (most) · seconds until the first refusal, mean (most)`,
    value: `${mean(served).toFixed(0)} (${Math.max(...served)}) · ${mean(seconds).toFixed(1)} (${Math.max(...seconds).toFixed(1)})`,
    ...(keptFor === 0 && { target: '0 (0) · 0 (0)' }),
  };
  const points = MOMENTS.map((at) => [at, mean(served.map((count) => Math.min(count, at * PER_SECOND)))] as const);
  return { row, line: { name, points, ...(keptFor === 0 && { ours: true }) } };
}

/** Asks the gate at most once in so many seconds of the simulated clock. */
function keeping(seconds: number, of: Supply, gate: Parameters<typeof admit>[1]) {
  let kept: { readonly at: number; readonly allowed: boolean } | undefined;
  return async (now: number): Promise<boolean> => {
    if (kept && now - kept.at < seconds) return kept.allowed;
    const allowed = !isDenial(await admit(askerOf(of), gate));
    kept = { at: now, allowed };
    return allowed;
  };
}
