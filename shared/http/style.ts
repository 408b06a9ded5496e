import { createHash } from 'node:crypto';

/** The one style sheet of the public pages: calm, readable Chinese, light and dark, phone and paper. */
export const style = `
:root { color-scheme: light dark; --ground: light-dark(#faf9f6, #15171a); --card: light-dark(#fff, #1d2024);
  --ink: light-dark(#1d2126, #e9e7e1); --quiet: light-dark(#59616a, #a9afb7); --line: light-dark(#e2dfd6, #343940);
  --seal: light-dark(#a3271f, #f08a7f); --tint: light-dark(#f7ebe8, #3a2523); --code: light-dark(#f1efe9, #22262b);
  --done: light-dark(#1f6b45, #6fc79a); --done-tint: light-dark(#e9f3ec, #1d2f26);
  --serif: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", STSong, SimSun, serif; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.75; line-break: strict;
  overflow-wrap: break-word;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.wide { max-width: 64rem; margin: 0 auto; padding-inline: 1.5rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--card); z-index: 1; }
a { color: var(--seal); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible, input:focus-visible, button:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--seal); outline-offset: 2px; border-radius: .15rem; }
header { border-bottom: 1px solid var(--line); }
header .wide { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.6rem; padding-block: .9rem; }
.brand { display: inline-flex; align-items: center; gap: .6rem; margin-right: auto; font: 700 1.15rem/1 var(--serif);
  letter-spacing: .1em; color: var(--ink); text-decoration: none; }
.brand svg { display: block; fill: var(--seal); }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.3rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .3rem 0; color: inherit; text-decoration: none; }
nav a:hover { color: var(--seal); }
.tongue { color: var(--quiet); }
nav a[aria-current] { color: var(--seal); box-shadow: 0 2px 0 var(--seal); }
main { padding-block: 2.75rem 4rem; }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
footer .wide { padding-block: 1.5rem 2.5rem; }
footer p { margin: 0; }
h1 { margin: 0 0 .6rem; font: 700 2.1rem/1.3 var(--serif); text-wrap: balance; }
h2 { margin: 2.75rem 0 .8rem; font: 700 1.3rem/1.4 var(--serif); }
h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; }
p, ul, ol { margin: 0 0 1rem; max-width: 44em; }
.lead { font-size: 1.15rem; }
.quiet { color: var(--quiet); }
.trail { margin: 0 0 .6rem; font-size: .92rem; color: var(--quiet); }
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
dl.sheet { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; margin: 0; border-top: 1px solid var(--line); }
dl.sheet dt, dl.sheet dd { margin: 0; padding: .55rem .5rem; border-bottom: 1px solid var(--line); }
dl.sheet dt { color: var(--quiet); }
dl.sheet + p { margin-top: .8rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--quiet); font-weight: 400; font-size: .92rem; text-align: left; white-space: nowrap; }
th, td { padding: .6rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; text-align: left; }
td:first-child { min-width: 12rem; }
.id { font: 600 .95em/1.6 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; white-space: nowrap; }
.tag { display: inline-block; padding: 0 .5em; border: 1px solid var(--line); border-radius: .25rem; font-size: .85rem;
  color: var(--quiet); white-space: nowrap; }
.tag.strong { border-color: var(--seal); color: var(--seal); }
.rules { margin: 0; padding: 0; list-style: none; max-width: none; border-top: 1px solid var(--line); }
.rules li { display: grid; grid-template-columns: 7rem minmax(0, 1fr) auto; gap: 0 1rem; padding: .8rem .5rem;
  border-bottom: 1px solid var(--line); }
.rules p { grid-column: 2; margin: 0; color: var(--quiet); font-size: .95rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.5rem 0; }
input, button { font: inherit; padding: .5rem .9rem; color: inherit; background: var(--card); border: 1px solid var(--quiet);
  border-radius: .3rem; }
input { flex: 1 1 16rem; max-width: 28rem; }
button { background: var(--seal); border-color: var(--seal); color: light-dark(#fff, #15171a); cursor: pointer; }
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
.chips { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; padding: 0; list-style: none; max-width: none; }
.chips a[aria-current] { color: var(--ink); font-weight: 700; text-decoration: none; }
.inbox { margin: 1.5rem 0; padding: 0; border-top: 1px solid var(--line); list-style: none; max-width: none; }
.inbox li { padding: 1.1rem .5rem .4rem 1rem; border-bottom: 1px solid var(--line); border-left: 3px solid transparent; }
.inbox li.unread { border-left-color: var(--seal); }
.inbox h2 { margin: 0 0 .2rem; font-size: 1.1rem; }
.inbox p { margin: 0 0 .4rem; }
.inbox form { margin: .5rem 0 .7rem; }
.inbox button { padding: .25rem .7rem; font-size: .92rem; background: none; color: var(--seal); }
.empty { margin: 2rem 0; padding: 1.5rem; border: 1px dashed var(--line); color: var(--quiet); }
details { border-bottom: 1px solid var(--line); }
summary { display: grid; grid-template-columns: 1rem 4.2rem minmax(0, 1.4fr) minmax(0, 1fr); gap: 0 .8rem; padding: .7rem .5rem;
  cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "›"; color: var(--quiet); }
details[open] > summary::before { transform: rotate(90deg); }
summary:hover { background: var(--tint); }
details > div { padding: .2rem .5rem 1.4rem 2.2rem; }
.method { font: 700 .85rem/2.05 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; color: var(--seal); }
.id.wrap { white-space: normal; overflow-wrap: anywhere; }
.status { margin: 1.2rem 0; padding: .9rem 1.1rem; border-left: .4rem solid var(--seal); background: var(--tint); }
.status.done { border-color: var(--done); background: var(--done-tint); }
.status strong { display: block; font: 700 1.5rem/1.4 var(--serif); }
.status ol { display: flex; flex-wrap: wrap; gap: 0 1.6rem; margin: .2rem 0 0; padding: 0; list-style: none; max-width: none; }
.status p { margin: .3rem 0 0; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; margin: 0 0 .6rem; }
.counts div { display: flex; flex-direction: column-reverse; padding: .6rem .8rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .3rem; }
.counts dt { color: var(--quiet); font-size: .92rem; }
.counts dd { margin: 0; font: 700 1.6rem/1.3 var(--serif); }
.bars { display: block; width: 100%; max-width: 28rem; height: auto; margin: 1rem 0; }
.bars text { font-size: 15px; fill: var(--ink); }
.bars .figure { font-weight: 700; }
.bars .frame { fill: var(--card); stroke: var(--line); }
.bars .fill { fill: var(--done); }
.timeline { display: block; width: 100%; max-width: 33rem; height: auto; }
.timeline text { font-size: 13px; text-anchor: middle; fill: var(--quiet); }
.timeline .label { font-weight: 700; font-size: 15px; fill: var(--ink); }
.timeline .gap { font-size: 12px; }
.timeline line { stroke: var(--done); stroke-width: 3; }
.timeline circle { fill: var(--done); stroke: var(--done); stroke-width: 2; }
.timeline .open line { stroke: var(--quiet); stroke-width: 2; stroke-dasharray: 4 5; }
.timeline .open circle { fill: var(--ground); stroke: var(--quiet); }
.steps { max-width: none; }
.steps li { padding: .25rem 0; }
code, pre { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
code { overflow-wrap: anywhere; }
pre { margin: 0 0 1rem; padding: .8rem 1rem; background: var(--code); border-radius: .3rem; line-height: 1.55;
  overflow-x: auto; tab-size: 2; }
@media (max-width: 40rem) {
  .wide { padding-inline: 1.1rem; }
  header .wide { gap: .3rem 1.2rem; }
  header nav { order: 1; flex-basis: 100%; }
  nav ul { justify-content: space-between; gap: 0 .8rem; }
  main { padding-block: 1.75rem 3rem; }
  h1 { font-size: 1.7rem; }
  .doors a { grid-template-columns: 1fr; }
  dl.sheet { grid-template-columns: 1fr; }
  dl.sheet dt { border: 0; padding-bottom: 0; font-size: .92rem; }
  dl.sheet dd { padding-top: .1rem; }
  .rules li { grid-template-columns: minmax(0, 1fr) auto; }
  .rules.routes li { grid-template-columns: 4.2rem minmax(0, 1fr); }
  .rules strong, .rules p { grid-column: 1 / -1; }
  .rules .tag { grid-column: 2; grid-row: 1; }
  summary { grid-template-columns: 1rem 4.2rem minmax(0, 1fr); }
  summary > :last-child { grid-column: 2 / -1; color: var(--quiet); }
  details > div { padding-left: .5rem; }
  table.stack, .stack tbody, .stack tr, .stack td { display: block; }
  .stack thead { position: absolute; left: -100rem; }
  .stack tr { padding: .7rem 0; border-bottom: 1px solid var(--line); }
  .stack td { padding: .1rem 0; border: 0; }
  .stack td::before { content: attr(data-label); margin-right: .8em; color: var(--quiet); font-size: .9rem; }
  .stack td:first-child::before { content: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 10.5pt; }
  header nav, .skip, form, .chips, .trail, .tongue, .screen { display: none; }
  dl.sheet { grid-template-columns: 9rem 1fr; }
  dl.sheet dt, dl.sheet dd { padding: .25rem .4rem; }
  details > div { display: block; }
  .rules li, tr, .doors li { break-inside: avoid; }
  a { color: inherit; }
}
`;

const hash = createHash('sha256').update(style).digest('base64');

/** No script, no outside host; the one style sheet, our own forms, and the icon that stands in the page. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
