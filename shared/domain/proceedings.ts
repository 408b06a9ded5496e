import { inspection } from './inspection.ts';

/** Every proceeding, so that docs, walks and tests find a new table by one line here. */
export const proceedings = [inspection] as const;
