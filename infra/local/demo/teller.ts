import type { Text } from '../../../shared/law/roles.ts';
import { cellsOf, padTo, type Terminal } from '../terminal.ts';
import type { Played, Teller } from './stage.ts';

/** Widths in terminal cells. */
const width = { who: 32, what: 44, article: 10, result: 52 } as const;

/** For people: a line a step, Chinese in columns, English behind. */
export function forPeople(screen: Terminal): Teller {
  return {
    chapter: ({ zh, en }) => {
      screen.line();
      screen.line(screen.paint('strong', `${zh}  ${en}`));
    },
    step: (played) => {
      screen.line(lineOf(played, screen));
      if (!played.failed) return;
      screen.fail(`    应为 expected: ${played.failed.expected}`);
      screen.fail(`    实为 came:     ${played.failed.came}`);
    },
  };
}

/** For machines: an object a line. */
export function forMachines(screen: Terminal): Teller {
  let current: Text = { zh: '', en: '' };
  return {
    chapter: (title) => {
      current = title;
    },
    step: ({ number, by, player, zh, en, cited, result, ms, failed }) => {
      const who = { account: by, unit: player.unit, person: player.person };
      const told = { step: number, chapter: current, who, what: { zh, en }, article: cited, result };
      screen.line(JSON.stringify({ ...told, ms: Math.round(ms), ok: !failed, ...failed }));
    },
  };
}

function lineOf({ number, player, zh, en, cited, result, ms, failed }: Played, screen: Terminal): string {
  const mark = failed ? screen.paint('bad', '✗') : screen.paint('good', '✓');
  return [
    String(number).padStart(3),
    mark,
    padTo(clip(`${player.unit.zh}·${player.person.zh}`, width.who), width.who),
    padTo(clip(zh, width.what), width.what),
    padTo(cited, width.article),
    padTo(clip(failed ? '' : result, width.result), width.result),
    `${Math.round(ms)} ms`.padStart(8),
    screen.paint('quiet', en),
  ].join(' ');
}

/** At most so many cells. */
function clip(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  for (const character of text) {
    if (cellsOf(kept + character) > cells - 1) return `${kept}…`;
    kept += character;
  }
  return kept;
}
