import type * as z from 'zod';
import { instant } from '../../shared/domain/values.ts';
import { localDate } from '../../shared/law/time.ts';
import { connect } from './client.ts';
import { parseStep } from './clock.ts';
import { type Command, portOf, portOption } from './command.ts';
import { clockView } from './local-routes.ts';
import { columns, Trouble } from './terminal.ts';

/** `shuqi clock`: shows the domain clock; `+10d` moves it forward, `reset` brings it back to the real time. */
export const clock: Command = {
  usage: 'clock [+10d | +36h | +90m | +2w | reset]',
  about: {
    zh: '查看或拨快业务时钟（法定期限所用；令牌、会话和签名始终用真实时间）',
    en: 'show the domain clock or move it forward (statutory time only: tokens, sessions and signing keep real time)',
  },
  options: { port: portOption },
  words: 1,
  run: async (given, terminal) => {
    const client = connect(`http://127.0.0.1:${portOf(given)}`);
    const [word] = given.words;
    if (word !== undefined && word !== 'reset' && parseStep(word) === undefined) {
      throw new Trouble({ zh: `不明白 ${word}：请写成 +10d 或 reset`, en: `${word}? write +10d or reset` });
    }
    const asked = word === 'reset' ? { reset: true } : { add: word };
    const answer = await (word === undefined ? client.get('/local/clock') : client.post('/local/clock', asked));
    const { domain, real, aheadMs } = shown.parse(answer.body);
    const rows = [
      ['业务时钟 domain clock', domain, localDate(domain)],
      ['真实时间 real time', real, localDate(real)],
      ['拨快 ahead', aheadText(aheadMs), ''],
    ];
    for (const line of columns(rows)) terminal.line(line);
    return 0;
  },
};

const shown = clockView.extend({ domain: instant, real: instant }) satisfies z.ZodType;

function aheadText(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  return hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`;
}
