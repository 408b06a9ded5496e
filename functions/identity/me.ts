import type { Rule } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Organization } from '../../shared/domain/organization-schema.ts';
import type { Caller } from '../../shared/http/route.ts';
import { legalRoles } from '../../shared/law/roles.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { nameOf } from './names.ts';

/** Who is calling, for whom, in which legal roles, and what those may do with their organization now. */
export async function profile(store: Context, caller: Caller) {
  const { person, roles } = caller;
  const { id, state } = await loadHead(store, organization, caller.organization);
  const own = 'members' in state ? state.members[person] : undefined;
  const name = own && (await nameOf(store, own.name));
  return {
    person,
    name,
    organization: { id, title: caller.organizationName, jurisdiction: caller.jurisdiction, status: state.status },
    roles: roles.map((role) => ({ role, label: legalRoles[role] })),
    next: nextFor(caller, state),
  };
}

/** The rows of the organization's own table that start from its state and are the caller's to use. */
function nextFor({ roles }: Caller, state: Organization) {
  const rows: [string, Rule][] = Object.entries(organization.transitions);
  return rows
    .filter(([, row]) => Object.hasOwn(row, state.status) && row.by.some((role) => roles.includes(role)))
    .map(([command, { label, article }]) => ({ command, label, article }));
}
