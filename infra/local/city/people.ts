import type { Person } from '../issuer-page.ts';
import { units } from './units.ts';

/** The ready-made people of the sign-in page, in the order of their organizations. */
export const people: readonly Person[] = units.flatMap(({ title, people: residents }) =>
  residents.map(({ id, name, roles }) => ({ account: id, name, organization: title, roles })),
);
