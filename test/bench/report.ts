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
  readonly rows: readonly Row[];
}

export function print(sections: readonly Section[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify(sections, undefined, 2));
    return;
  }
  for (const { title, method, rows } of sections) {
    console.log(`\n## ${title}\n${method}\n\n| what | measured | target |\n| --- | --- | --- |`);
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

/** Entries a second by the clock, and this process's own CPU for each. */
export function rate(count: number, before: { readonly at: number; readonly cpu: NodeJS.CpuUsage }): string {
  const seconds = (performance.now() - before.at) / 1_000;
  const { user, system } = process.cpuUsage(before.cpu);
  const each = (user + system) / count;
  return `${Math.round(count / seconds).toLocaleString('en')}/s · ${each.toFixed(0)} µs of own CPU an entry`;
}

/** p50 · p95 · p99 of milliseconds. */
export const quantiles = (times: readonly number[]): string =>
  `${[0.5, 0.95, 0.99].map((at) => quantile(times, at).toFixed(0)).join(' · ')} ms`;
