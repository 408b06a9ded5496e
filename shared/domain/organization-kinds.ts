import type { LegalRole, Text } from '../law/roles.ts';

interface OrganizationKind {
  readonly label: Text;
  /** Legal roles that it may give to its people; `administrator` and `auditor` come with every kind. */
  readonly roles: readonly LegalRole[];
  /** 法人, including public-law ones. Only `unincorporated` is none: it operates by override (OPS-3) and cannot register (REG-3). */
  readonly legalPerson: boolean;
}

/** Kinds of subjects 主体类型 and the legal roles each may give. @see DZ-5, DZ-6, DZ-7, DZ-30 */
export const organizationKinds = {
  government: { label: { zh: '人民政府', en: 'government' }, roles: ['government', 'head'], legalPerson: true },
  'zone-committee': {
    label: { zh: '园区管委会', en: 'zone committee' },
    roles: ['source-unit', 'government', 'data-authority', 'grantor', 'head'],
    legalPerson: true,
  },
  'data-authority': {
    label: { zh: '公共数据主管部门', en: 'data authority' },
    roles: ['data-authority', 'source-unit', 'grantor', 'head'],
    legalPerson: true,
  },
  'operating-agency': {
    label: { zh: '运行管理机构', en: 'operating agency' },
    roles: ['operating-agency', 'source-unit', 'head'],
    legalPerson: true,
  },
  department: {
    label: { zh: '政务部门', en: 'government department' },
    roles: ['source-unit', 'competent-department', 'grantor', 'head'],
    legalPerson: true,
  },
  'security-organ': {
    label: { zh: '网信、公安、国安机关', en: 'security organ' },
    roles: ['security-organ', 'source-unit', 'head'],
    legalPerson: true,
  },
  'registration-agency': {
    label: { zh: '登记机构', en: 'registration agency' },
    roles: ['registration-agency', 'source-unit', 'head'],
    legalPerson: true,
  },
  'public-service': {
    label: { zh: '公共服务组织', en: 'public-service organization' },
    roles: ['source-unit', 'right-holder'],
    legalPerson: true,
  },
  company: { label: { zh: '企业法人', en: 'company' }, roles: ['operator', 'right-holder'], legalPerson: true },
  unincorporated: {
    label: { zh: '非法人组织', en: 'unincorporated organization' },
    roles: ['operator', 'right-holder'],
    legalPerson: false,
  },
  'supervising-body': { label: { zh: '审计、监督机关', en: 'supervising body' }, roles: [], legalPerson: true },
  'expert-committee': { label: { zh: '专家委员会', en: 'expert committee' }, roles: ['expert'], legalPerson: false },
} as const satisfies Record<string, OrganizationKind>;

export type OrganizationKindId = keyof typeof organizationKinds;

/** Whether this kind of organization may give `role` to one of its people. */
export function mayGive(kind: OrganizationKindId, role: LegalRole): boolean {
  const own: readonly LegalRole[] = organizationKinds[kind].roles;
  // A chief data officer 首席数据官 stands in every unit that holds data, and in an operator's (DZ-7).
  if (role === 'chief-data-officer') return own.includes('source-unit') || own.includes('operator');
  return role === 'administrator' || role === 'auditor' || own.includes(role);
}

/** The three hands that must stay apart: administration 系统管理, audit 审计, operation 业务操作. @see POLICY-10, GBT-39477 */
export type Hand = 'administration' | 'audit' | 'operation';

export function handOf(role: LegalRole): Hand {
  if (role === 'administrator') return 'administration';
  return role === 'auditor' ? 'audit' : 'operation';
}
