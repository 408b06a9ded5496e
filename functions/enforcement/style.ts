/** The way of a measure as a picture. */
export const timelineStyle = `
.timeline { display: block; width: 100%; max-width: 33rem; height: auto; }
.timeline text { font-size: 13px; text-anchor: middle; fill: var(--quiet); }
.timeline .label { font-weight: 700; font-size: 15px; fill: var(--ink); }
.timeline .gap { font-size: 12px; }
.timeline line { stroke: var(--done); stroke-width: 3; }
.timeline circle { fill: var(--done); stroke: var(--done); stroke-width: 2; }
.timeline .open line { stroke: var(--quiet); stroke-width: 2; stroke-dasharray: 4 5; }
.timeline .open circle { fill: var(--ground); stroke: var(--quiet); }
`;
