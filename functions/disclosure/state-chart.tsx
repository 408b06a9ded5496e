import type { Language } from '../../shared/http/problem.ts';
import type { MachineRow, MachineTable } from './document.ts';

/** What a page is wide, and a column at least and at most. */
const PAGE = 974;
const COLUMN = { least: 54, most: 92 };
const LEFT = 188;
const HEAD = 80;
const LINE = 24;
const PAD = 14;
/** Pixels of a character of a state's name: Chinese ones are twice as wide. */
const WIDE = { zh: 13, en: 6.6 };

/**
 * A machine as a picture: a column for each state, a line for each act; dots where it may be done, an arrow to where it
 * leads, a ring where the state stays. Drawn by arithmetic from the table itself, so nothing crosses and nothing is laid
 * out by chance; its sentences are its alternative text.
 */
export function StateChart({ machine, language }: { machine: MachineTable; language: Language }) {
  const { states, rows } = machine;
  const column = Math.max(COLUMN.least, Math.min(COLUMN.most, Math.floor((PAGE - LEFT) / states.length)));
  const x = (status: string) => LEFT + column * (states.findIndex((one) => one.status === status) + 0.5);
  const width = LEFT + column * states.length;
  const tracks = rows.map(tracksOf);
  const tops = tracks.map((_, at) => HEAD + PAD + tracks.slice(0, at).reduce((sum, one) => sum + one.length * LINE, 0));
  const height = HEAD + 2 * PAD + tracks.reduce((sum, one) => sum + one.length * LINE, 0);
  return (
    <div class="chart" tabindex={0}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={told(machine, language)}
      >
        {states.map(({ status, name }) => (
          <g>
            <line class="life" x1={x(status)} x2={x(status)} y1={HEAD} y2={height} />
            <rect x={x(status) - column / 2 + 3} y={8} width={column - 6} height={HEAD - 16} rx={6} />
            {linesOf(name[language], Math.floor((column - 10) / WIDE[language])).map((line, at, all) => (
              <text class="state" x={x(status)} y={HEAD / 2 + 5 + (at - (all.length - 1) / 2) * 15}>
                {line}
              </text>
            ))}
          </g>
        ))}
        {rows.map((row, at) => (
          <g>
            <text class="act" x={LEFT - 12} y={(tops[at] ?? 0) + LINE / 2 + 5}>
              {shortened(row.label[language], language === 'zh' ? 13 : 24)}
            </text>
            {(tracks[at] ?? []).map((track, line) => (
              <Track track={track} y={(tops[at] ?? 0) + line * LINE + LINE / 2} x={x} />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** One line of an act: everything that leads to one state, or all that stays. */
interface Line {
  readonly from: readonly string[];
  readonly to?: string;
  readonly stays?: boolean;
}

function Track({ track: { from, to, stays }, y, x }: { track: Line; y: number; x: (status: string) => number }) {
  const dots = from.map(x);
  const end = to === undefined ? undefined : x(to);
  const all = end === undefined ? dots : [...dots, end];
  const points = end === undefined ? [] : [Math.min(...dots) < end, Math.max(...dots) > end];
  return (
    <g>
      {end !== undefined && <line class="way" x1={Math.min(...all)} x2={Math.max(...all)} y1={y} y2={y} />}
      {dots.map((at) => (
        <circle class={stays ? 'stays' : 'from'} cx={at} cy={y} r={stays ? 5 : 4} />
      ))}
      {end !== undefined && points[0] && <path class="head" d={`M${end - 9} ${y - 5}l9 5-9 5z`} />}
      {end !== undefined && points[1] && <path class="head" d={`M${end + 9} ${y - 5}l-9 5 9 5z`} />}
    </g>
  );
}

function tracksOf({ moves, from }: MachineRow): readonly Line[] {
  const staying = moves.filter((move) => move.from === move.to).map((move) => move.from);
  const ends = [...new Set(moves.filter((move) => move.from !== move.to).map(({ to }) => to))];
  const leading = ends.map((to) => ({
    to,
    from: moves.filter((move) => move.to === to && move.from !== to).map((move) => move.from),
  }));
  // Where nothing says where it leads, it is drawn as what may be done there and no more.
  const open = from.map(({ status }) => status).filter((status) => !moves.some((move) => move.from === status));
  return [
    ...leading,
    ...(staying.length > 0 ? [{ from: staying, stays: true }] : []),
    ...(open.length > 0 ? [{ from: open }] : []),
  ];
}

function told({ states, rows }: MachineTable, language: Language): string {
  const nameOf = (status: string) => states.find((one) => one.status === status)?.name[language] ?? status;
  return rows
    .map(({ label, moves }) => {
      const ways = moves.map(({ from, to }) => (from === to ? nameOf(from) : `${nameOf(from)} → ${nameOf(to)}`));
      return `${label[language]}: ${ways.join(', ')}`;
    })
    .join('; ');
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A name in lines; English breaks between words. */
function linesOf(name: string, most: number): readonly string[] {
  const parts = /^[\x20-\x7e’]+$/.test(name) ? name.split(' ').map((word) => `${word} `) : [...name];
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && (last + part).trimEnd().length <= most) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.slice(0, 4).map((line) => line.trimEnd());
}
