import type { Report } from '../../../shared/audit/audit.ts';
import { type Finding, findings, type Note, notes } from '../../../shared/audit/findings.ts';
import { both, columns, type Terminal } from '../terminal.ts';

const CELLS = 24;
const SHOWN = 100;

/** A bar for each of the two walks: along the tree, and through the table. */
export function progressOf(terminal: Terminal): (phase: 'tree' | 'streams', done: number, all: number) => void {
  return (phase, done, all) => {
    const share = all === 0 ? 1 : Math.min(1, done / all);
    const bar = '█'.repeat(Math.round(share * CELLS)).padEnd(CELLS, '░');
    const what = phase === 'tree' ? { zh: '日志', en: 'log' } : { zh: '记录', en: 'records' };
    terminal.progress({ zh: `${bar} ${what.zh} ${done}/${all}`, en: what.en });
  };
}

/** The report for people: what was looked at, what was found, what else is worth knowing. */
export function tellReport(terminal: Terminal, { ok, log, counts, findings: found, more, notes: said }: Report): void {
  const rows = [
    ['日志叶子 leaves', String(log.size)],
    ['日志根 root', log.root],
    ['记录 streams', String(counts.streams)],
    ['事件 events', String(counts.events)],
    ['门禁 gates', String(counts.gates)],
    ['文件 documents', String(counts.documents)],
  ];
  for (const line of columns(rows)) terminal.line(line);
  terminal.line();
  for (const note of said) terminal.line(terminal.paint('quiet', `· ${noteLine(note)}`));
  for (const finding of found.slice(0, SHOWN)) terminal.line(terminal.paint('bad', `✗ ${findingLine(finding)}`));
  const all = found.length + more;
  if (all > SHOWN) terminal.say({ zh: `其余 ${all - SHOWN} 项见 --json`, en: `the other ${all - SHOWN}: --json` });
  if (ok) terminal.line(terminal.paint('good', both({ zh: '✓ 未发现问题', en: 'nothing was found' })));
  else terminal.line(terminal.paint('bad', both({ zh: `发现 ${all} 项问题`, en: `${all} findings` })));
}

const findingLine = ({ code, subject, detail }: Finding): string =>
  `${subject}${detail === undefined ? '' : ` (${detail})`}: ${both(findings[code])}`;

const noteLine = ({ code, count }: Note): string => `${both(notes[code])}${count === undefined ? '' : `: ${count}`}`;
