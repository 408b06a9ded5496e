/** What only the first page has. */
export const homeStyle = `
.hero { padding: 1.5rem 0 .5rem; }
.hero h1 { font-size: clamp(2rem, 6vw, 3.2rem); letter-spacing: .02em; word-break: keep-all; }
.doors { margin: 2.2rem 0 0; padding: 0; border-top: 1px solid var(--line); list-style: none; max-width: none; }
.doors li { border-bottom: 1px solid var(--line); }
.doors a { display: grid; grid-template-columns: 12rem 1fr; gap: 0 1.5rem; padding: 1.05rem .5rem; color: inherit;
  text-decoration: none; }
.doors strong { font: 700 1.1rem/1.6 var(--serif); }
.doors span { color: var(--quiet); }
.doors a:hover { background: var(--tint); }
.doors a:hover strong { color: var(--seal); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem 3rem; margin: 0; }
.facts dt { font: 700 1.05rem/1.5 var(--serif); }
.facts dd { margin: .2rem 0 0; color: var(--quiet); }
@media (max-width: 40rem) { .doors a { grid-template-columns: 1fr; } }
@media print { .doors li { break-inside: avoid; } }
`;

/** What only the page of a registration has. */
export const recordStyle = `
.kicker { margin: 0 0 .3rem; color: var(--seal); letter-spacing: .12em; }
.record { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2.5rem; margin-bottom: 1.2rem; }
.record > div { flex: 1 1 20rem; }
.qr { margin: 0; width: 10rem; text-align: center; color: var(--quiet); font-size: .9rem; }
.qr svg { display: block; width: 100%; border: 1px solid var(--line); }
.statement { margin: 1.4rem 0 .3rem; padding: .7rem 1rem; border-left: 3px solid var(--seal); background: var(--tint); }
.code { font: .9em/1.6 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.address { overflow-wrap: anywhere; }
table.sides { table-layout: fixed; }
.after { margin-top: 1.6rem; }
del { color: var(--quiet); }
ins { text-decoration: none; font-weight: 600; }
`;

/** Methods of routes, and what is folded below them. */
export const routeStyle = `
details { border-bottom: 1px solid var(--line); }
summary { display: grid; grid-template-columns: 1rem 4.2rem minmax(0, 1.4fr) minmax(0, 1fr); gap: 0 .8rem; padding: .7rem .5rem;
  cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "›"; color: var(--quiet); }
details[open] > summary::before { transform: rotate(90deg); }
summary:hover { background: var(--tint); }
details > div { padding: .2rem .5rem 1.4rem 2.2rem; }
.method { font: 700 .85rem/2.05 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; color: var(--seal); }
@media (max-width: 40rem) {
  .rules.routes li { grid-template-columns: 4.2rem minmax(0, 1fr); }
  summary { grid-template-columns: 1rem 4.2rem minmax(0, 1fr); }
  summary > :last-child { grid-column: 2 / -1; color: var(--quiet); }
  details > div { padding-left: .5rem; }
}
@media print { details > div { display: block; } }
`;

/** Machines as pictures: a column a state, a line an act. */
export const chartStyle = `
.chart { overflow-x: auto; margin: 0 0 1rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--card); }
.chart svg { display: block; }
.chart text { font-size: 12.5px; fill: var(--ink); }
.chart .state { text-anchor: middle; font-weight: 600; font-size: 12px; }
.chart .act { text-anchor: end; }
.chart rect { fill: var(--tint); stroke: var(--seal); }
.chart .life { stroke: var(--line); stroke-dasharray: 3 4; }
.chart .way { stroke: var(--done); stroke-width: 2; }
.chart .from, .chart .head { fill: var(--done); }
.chart .stays { fill: var(--card); stroke: var(--quiet); stroke-width: 2; }
`;
