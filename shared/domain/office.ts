import type { LegalRole } from '../law/roles.ts';

/*
 * Some streams name no party in a role that must learn of them: a price report is for the data authority, an incident
 * for the security organs, whoever that is. Then the office of its jurisdiction is told, and where a county has none
 * the city's.
 * @see DZ-6, POLICY-21
 */

/** Roles whose office is told where the stream names nobody in them. */
export const officeRoles = ['data-authority', 'registration-agency', 'security-organ'] as const satisfies LegalRole[];
export type OfficeRole = (typeof officeRoles)[number];

/** An organization that acts in such a role in its jurisdiction. */
export interface Office {
  readonly role: OfficeRole;
  readonly jurisdiction: string;
  readonly organization: string;
}

export const isOfficeRole = (role: string): role is OfficeRole => officeRoles.some((one) => one === role);

/** The offices that an organization with these people holds: a role counts once somebody acts in it. */
export function officesHeld(
  { organization, jurisdiction }: Omit<Office, 'role'>,
  members: readonly { readonly roles: readonly LegalRole[] }[],
): readonly Office[] {
  return officeRoles
    .filter((role) => members.some(({ roles }) => roles.includes(role)))
    .map((role) => ({ role, jurisdiction, organization }));
}

/** Where to look, nearest first: its own level, then the city's. */
export const levelsOf = (jurisdiction: string): readonly string[] => [
  ...new Set([jurisdiction, `${jurisdiction.slice(0, 4)}00`]),
];
