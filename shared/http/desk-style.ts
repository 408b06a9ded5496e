/** What pages share on which people work: where something stands, counts, and steps taken. */
export const deskStyle = `
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
.steps { max-width: none; }
.steps li { padding: .25rem 0; }
`;

/** The same with what lists and forms of the desk have. */
export const workStyle = `${deskStyle}
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
.rules .tag { justify-self: start; }
.contract { max-height: 32rem; overflow-y: auto; white-space: pre-wrap; font-family: inherit; }
#said:empty { display: none; }
#said { color: var(--seal); }
div.act { border: 1px solid var(--line); border-radius: .3rem; background: var(--card); }
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
