/** What only the scorecard has: a bar for each part. */
export const scorecardStyle = `
.bars { display: block; width: 100%; max-width: 28rem; height: auto; margin: 1rem 0; }
.bars text { font-size: 15px; fill: var(--ink); }
.bars .figure { font-weight: 700; }
.bars .frame { fill: var(--card); stroke: var(--line); }
.bars .fill { fill: var(--done); }
`;
