import type { Text } from '../../shared/law/roles.ts';

/** Where a command writes. Tests pass their own. */
export interface Terminal {
  /** One line of plain text. */
  line(text?: string): void;
  /** One line in both languages, Chinese first. */
  say(text: Text): void;
  /** A line that the next one replaces; where output is no terminal, only the last one is written. */
  progress(text: Text): void;
  /** One line on the error output. */
  fail(text: string): void;
  paint(style: Style, text: string): string;
}

const styles = { strong: 1, quiet: 2, good: 32, bad: 31, seal: 36 } as const;
export type Style = keyof typeof styles;

/** A failure that a person can mend: `text` is one sentence in each language and says what to do. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(text: Text, options?: ErrorOptions) {
    super(both(text), options);
  }
}

/** What to say about a file of the data folder that cannot be read. */
export const damaged = (file: string, cause?: unknown) =>
  new Trouble(
    {
      zh: `文件 ${file} 已损坏：请删除它，会重新生成；或用 npm start -- --fresh 重新开始`,
      en: `${file} is damaged: delete it, a new one is made, or start over with npm start -- --fresh`,
    },
    { cause },
  );

/** `中文；English` on one line. */
export const both = ({ zh, en }: Text): string => `${zh}；${en}`;

/** The terminal of this process: colours and moving lines only where a person looks. */
export function terminal(out: NodeJS.WriteStream = process.stdout, err: NodeJS.WriteStream = process.stderr): Terminal {
  const live = out.isTTY === true;
  const coloured = live && out.hasColors();
  let pending: string | undefined;
  const settle = () => {
    if (pending !== undefined) out.write(live ? '\n' : `${pending}\n`);
    pending = undefined;
  };
  const line = (text = '') => {
    settle();
    out.write(`${text}\n`);
  };
  return {
    line,
    say: (text) => line(both(text)),
    progress: (text) => {
      pending = both(text);
      if (live) out.write(`\r\x1b[2K${pending}`);
    },
    fail: (text) => {
      settle();
      err.write(`${text}\n`);
    },
    paint: (style, text) => (coloured ? `\x1b[${styles[style]}m${text}\x1b[0m` : text),
  };
}

/** Pads to a width in terminal cells: a Chinese character takes two. */
export const padTo = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - cellsOf(text)));

/** Width in terminal cells. @see Unicode TR 11 (wide and full-width ranges that we print) */
export const cellsOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Rows as columns two cells apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => cellsOf(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => padTo(cell, (widths[at] ?? 0) + 2))
      .join('')
      .trimEnd(),
  );
}
