/** What only the inbox has. */
export const inboxStyle = `
.inbox { margin: 1.5rem 0; padding: 0; border-top: 1px solid var(--line); list-style: none; max-width: none; }
.inbox li { padding: 1.1rem .5rem .4rem 1rem; border-bottom: 1px solid var(--line); border-left: 3px solid transparent; }
.inbox li.unread { border-left-color: var(--seal); }
.inbox h2 { margin: 0 0 .2rem; font-size: 1.1rem; }
.inbox p { margin: 0 0 .4rem; }
.inbox form { margin: .5rem 0 .7rem; }
.inbox button { padding: .25rem .7rem; font-size: .92rem; background: none; color: var(--seal); }
`;
