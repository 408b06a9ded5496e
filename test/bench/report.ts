import type { Line } from './plot.ts';

/** One measured figure; `target` is what design.md asks, where it asks. */
export interface Row {
  readonly what: string;
  readonly value: string;
  readonly target?: string;
}

/** A section of the bench: a title, how it was measured, and its figures. */
export interface Section {
  readonly title: string;
  readonly method: string;
  /** Heads of the three columns, where they are others than what, measured and target. */
  readonly columns?: readonly [string, string, string];
  readonly rows: readonly Row[];
  /** What a plot of it shows. */
  readonly lines?: readonly Line[];
}

export function print(sections: readonly Section[], json: boolean): void {
  if (json) {
    console.log(
      JSON.stringify(
        sections.map(({ lines: _, ...section }) => section),
        undefined,
        2,
      ),
    );
    return;
  }
  for (const { title, method, columns = ['what', 'measured', 'target'], rows } of sections) {
    console.log(`\n## ${title}\n${method}\n\n| ${columns.join(' | ')} |\n| --- | --- | --- |`);
    for (const { what, value, target = '' } of rows) console.log(`| ${what} | ${value} | ${target} |`);
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

/** Starts measuring; stopped after `count` entries it says how many a second, and this process's own CPU for each. */
export function stopwatch(): (count: number) => { readonly perSecond: number; readonly text: string } {
  const [at, cpu] = [performance.now(), process.cpuUsage()];
  return (count) => {
    const perSecond = (1_000 * count) / (performance.now() - at);
    const { user, system } = process.cpuUsage(cpu);
    const each = ((user + system) / count).toFixed(0);
    return { perSecond, text: `${Math.round(perSecond).toLocaleString('en')}/s · ${each} µs of own CPU an entry` };
  };
}

/** p50 · p95 · p99 of milliseconds. */
export const quantiles = (times: readonly number[]): string =>
  `${[0.5, 0.95, 0.99].map((at) => quantile(times, at).toFixed(0)).join(' · ')} ms`;
