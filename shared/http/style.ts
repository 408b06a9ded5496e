import { createHash } from 'node:crypto';

/** What every page looks like: calm, readable Chinese, light and dark, phone and paper. A page adds what only it has. */
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
a:focus-visible, summary:focus-visible, input:focus-visible, button:focus-visible, select:focus-visible,
textarea:focus-visible, [tabindex]:focus-visible {
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
header .seat { padding-block: 0 .6rem; gap: .25rem 1rem; justify-content: flex-end; color: var(--quiet); font-size: .92rem; }
.seat form { margin: 0; }
.seat button { padding: 0 .6rem; font-size: inherit; color: inherit; background: none; border-color: var(--line); }
main { padding-block: 2.75rem 4rem; }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
footer .wide { padding-block: 1.5rem 2.5rem; }
footer p { margin: .4rem 0 0; }
h1 { margin: 0 0 .6rem; font: 700 2.1rem/1.3 var(--serif); text-wrap: balance; }
h2 { margin: 2.75rem 0 .8rem; font: 700 1.3rem/1.4 var(--serif); }
h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; }
p, ul, ol { margin: 0 0 1rem; max-width: 44em; }
.lead { font-size: 1.15rem; }
.quiet { color: var(--quiet); }
.trail { margin: 0 0 .6rem; font-size: .92rem; color: var(--quiet); }
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
input, button, select, textarea { font: inherit; padding: .5rem .9rem; color: inherit; background: var(--card); border: 1px solid var(--quiet);
  border-radius: .3rem; }
input { flex: 1 1 16rem; max-width: 28rem; }
button { background: var(--seal); border-color: var(--seal); color: light-dark(#fff, #15171a); cursor: pointer; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; padding: 0; list-style: none; max-width: none; }
.chips a[aria-current] { color: var(--ink); font-weight: 700; text-decoration: none; }
.empty { margin: 2rem 0; padding: 1.5rem; border: 1px dashed var(--line); color: var(--quiet); }
.id.wrap { white-space: normal; overflow-wrap: anywhere; }
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
  dl.sheet { grid-template-columns: 1fr; }
  dl.sheet dt { border: 0; padding-bottom: 0; font-size: .92rem; }
  dl.sheet dd { padding-top: .1rem; }
  .rules li { grid-template-columns: minmax(0, 1fr) auto; }
  .rules strong, .rules p { grid-column: 1 / -1; }
  .rules .tag { grid-column: 2; grid-row: 1; }
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
  .rules li, tr { break-inside: avoid; }
  a { color: inherit; }
}
`;

const hashOf = (css: string): string => `'sha256-${createHash('sha256').update(css).digest('base64')}'`;
const own = hashOf(style);

/**
 * No script, no outside host; the one style sheet, our own forms, and the icon that stands in the page. A page with a
 * sheet of its own, or with one script that may speak to the platform, names both by their hashes.
 */
export const contentSecurityPolicy = (css = '', script = ''): string =>
  [
    "default-src 'none'",
    `style-src ${css === '' ? own : `${own} ${hashOf(css)}`}`,
    ...(script === '' ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'"]),
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
