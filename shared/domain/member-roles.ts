import { type LegalRole, legalRoles } from '../law/roles.ts';
import type { Actor, Ground } from './decision.ts';
import { handOf, mayGive, type OrganizationKindId, organizationKinds } from './organization-kinds.ts';

/** Roles that somebody is to have. */
interface Asked {
  readonly actor: Actor;
  readonly person: string;
  readonly roles: readonly LegalRole[];
}

/** What the organization may give. */
interface Giver {
  readonly kind: OrganizationKindId;
  readonly mandate?: unknown;
}

/** Everything that is wrong with the legal roles asked for a member. @see POLICY-7, POLICY-10, OPS-3 */
export function wrongRoles({ actor, person, roles }: Asked, { kind: own, mandate }: Giver): readonly Ground[] {
  const grounds: Ground[] = [];
  const add = (article: Ground['article'], detail: Ground['detail'], pointer = '/roles') =>
    grounds.push({ article, detail, pointer });
  if (actor.person === person) {
    add('POLICY-7', { zh: '不得为本人授予角色', en: 'nobody gives roles to themselves' }, '/person');
  }
  if (new Set(roles.map(handOf)).size > 1) {
    const detail = { zh: '管理、审计、操作不得集于一人', en: 'administration, audit and operation never in one hand' };
    add('POLICY-10', detail);
  }
  for (const role of roles.filter((one) => !mayGive(own, one))) {
    const { zh, en } = legalRoles[role];
    const kind = organizationKinds[own].label;
    add('POLICY-10', { zh: `${kind.zh}不能授予“${zh}”`, en: `a ${kind.en} cannot give the role of ${en}` });
  }
  if (roles.includes('grantor') && !mandate) {
    add('OPS-3', { zh: '尚未记录实施机构授权文件', en: 'no document names it as implementing body yet' });
  }
  return grounds;
}
