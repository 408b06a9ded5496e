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
