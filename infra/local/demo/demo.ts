import { performance } from 'node:perf_hooks';
import { connect } from '../client.ts';
import { type Command, portOf, portOption } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { castOf } from './cast.ts';
import { Stopped, stageOf } from './stage.ts';
import { story } from './story.ts';
import { forMachines, forPeople } from './teller.ts';

/** `shuqi demo`: one authorized operation from end to end, against a running platform, over HTTP alone. */
export const demo: Command = {
  usage: 'demo [--json] [--port N]',
  about: {
    zh: '演示全过程：编目、授权、供给、登记、上架、告警、紧急关闭、恢复、终止、证明',
    en: 'play the whole story against a running platform, a line a step',
  },
  options: {
    json: { about: { zh: '每行一个 JSON 对象', en: 'one JSON object a line' } },
    port: portOption,
  },
  words: 0,
  run: async (given, terminal) => {
    const outcome = await play(`http://127.0.0.1:${portOf(given)}`, terminal, given.options.json === true);
    return outcome.failed === 0 ? 0 : 1;
  },
};

/** How the story went. A failed step ends it, so at most one fails. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
}

/** Plays the story against the platform at `origin`. @throws Trouble when nothing answers there */
export async function play(origin: string, terminal: Terminal, json: boolean): Promise<Summary> {
  const began = performance.now();
  // Said before the first step, as one line, rather than as a step that failed.
  await connect(origin).get('/local/clock');
  const stage = stageOf(origin, castOf(origin), json ? forMachines(terminal) : forPeople(terminal));
  const failed = await story(stage).then(
    () => 0,
    (error: unknown) => {
      // Between two steps: what a step saw could not be read.
      if (!(error instanceof Stopped)) terminal.fail(String(error));
      return 1;
    },
  );
  const summary = { passed: stage.passed(), failed, ms: Math.round(performance.now() - began) };
  if (json) terminal.line(JSON.stringify(summary));
  else for (const line of ['', `${summary.passed} steps passed, ${failed} failed`]) terminal.line(line);
  return summary;
}
