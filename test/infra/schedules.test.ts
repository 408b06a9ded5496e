import { expect, test } from 'vitest';
import { schedule } from '../../infra/local/schedules.ts';

/** A job whose rounds end when the test says so. */
function slow() {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const run = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
  };
  return { run, ends, most: () => most };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const never = 3_600_000;

test('rounds of one job never overlap, and however often it is rung, one more follows', async () => {
  const job = slow();
  const rounds = schedule([{ name: 'job', everyMs: never, run: job.run }], () => {});
  const first = rounds.ring('job');
  const later = [rounds.ring('job'), rounds.ring('job'), rounds.ring('job')];
  await soon();
  expect(job.ends).toHaveLength(1);
  job.ends[0]?.();
  await first;
  await soon();
  expect(job.ends).toHaveLength(2);
  job.ends[1]?.();
  await Promise.all(later);
  await soon();
  expect([job.ends.length, job.most()]).toEqual([2, 1]);
  await rounds.stop();
});

test('the timer brings a job round; what a round throws is reported and the next one comes', async () => {
  const reported: string[] = [];
  let count = 0;
  const run = async () => {
    count += 1;
    throw new Error(`round ${count}`);
  };
  const rounds = schedule([{ name: 'job', everyMs: 5, run }], (name, error) => reported.push(`${name} ${error}`));
  while (count < 3) await soon();
  await rounds.stop();
  expect(reported.slice(0, 3)).toEqual(['job Error: round 1', 'job Error: round 2', 'job Error: round 3']);
});

test('stopping waits for the running round and starts no other', async () => {
  const job = slow();
  const rounds = schedule([{ name: 'job', everyMs: never, run: job.run }], () => {});
  void rounds.ring('job');
  let stopped = false;
  const stopping = rounds.stop().then(() => {
    stopped = true;
  });
  await soon();
  expect(stopped).toBe(false);
  job.ends[0]?.();
  await stopping;
  await rounds.ring('job');
  expect(job.ends).toHaveLength(1);
});
