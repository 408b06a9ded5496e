import { deskStyle } from '../../shared/http/desk-style.ts';

/** What the pages of the console have: where things stand, tables to work from, and forms behind a fold. */
export const consoleStyle = `${deskStyle}
main > h1 { margin-bottom: .3rem; }
.counts a { color: inherit; text-decoration: none; }
.counts div:has(a:hover) { background: var(--tint); }
.counts .late dd { color: var(--seal); }
table + p { margin-top: 1rem; }
td .quiet { font-size: .92rem; }
tr.late td:first-child { box-shadow: inset 3px 0 var(--seal); padding-left: .9rem; }
.figures td, .figures th { white-space: nowrap; }
.figures td:first-child { min-width: 0; }
details.act { border: 1px solid var(--line); border-radius: .3rem; margin: 0 0 .6rem; background: var(--card); }
.act summary { display: flex; flex-wrap: wrap; gap: .1rem .8rem; padding: .7rem 1rem; cursor: pointer; }
.act summary strong::before { content: "＋ "; color: var(--seal); }
.act[open] summary strong::before { content: "－ "; }
.act summary::-webkit-details-marker { display: none; }
.act summary { list-style: none; }
.act form { display: block; margin: 0; padding: .2rem 1rem 1rem; border-top: 1px solid var(--line); }
.act label { display: block; margin: .8rem 0; }
.act label > span { display: block; color: var(--quiet); }
.act textarea, .act input:not([type=checkbox]), .act select { display: block; width: 100%; max-width: 44rem; }
.act .sure { display: flex; gap: .6rem; align-items: baseline; }
.act .sure input { flex: none; }
.act fieldset { border: 1px solid var(--line); }
.act form p { margin: .4rem 0; color: var(--quiet); font-size: .92rem; }
.way { margin: 0; padding: 0; list-style: none; max-width: none; border-left: 2px solid var(--line); }
.way > li { position: relative; padding: .1rem 0 1.1rem 1.4rem; }
.way > li::before { content: ""; position: absolute; left: -.42rem; top: .6rem; width: .7rem; height: .7rem; border-radius: 50%;
  background: var(--done); }
.way ul { margin: .2rem 0 0; padding: 0; list-style: none; }
.way p { margin: 0; }
@media (max-width: 40rem) { .figures { display: block; overflow-x: auto; } }
`;
