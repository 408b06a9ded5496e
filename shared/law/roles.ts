/** A sentence for people, Chinese first. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Legal roles 法律角色: who may do what. Names as in the regulation; `system` is our own schedules, never a person. */
export const legalRoles = {
  'source-unit': { zh: '数源单位', en: 'source unit' },
  'data-authority': { zh: '公共数据主管部门', en: 'data authority' },
  government: { zh: '市、县级人民政府', en: 'city or county government' },
  grantor: { zh: '实施机构', en: 'implementing body (grantor)' },
  'operating-agency': { zh: '运行管理机构', en: 'operating agency' },
  'registration-agency': { zh: '登记机构', en: 'registration agency' },
  operator: { zh: '授权运营单位', en: 'operator' },
  'competent-department': { zh: '行业主管部门', en: 'competent department' },
  'security-organ': { zh: '网信、公安、国安', en: 'security organ' },
  'right-holder': { zh: '权利主体', en: 'right holder' },
  auditor: { zh: '审计、监督机关', en: 'auditor' },
  'chief-data-officer': { zh: '首席数据官', en: 'chief data officer' },
  expert: { zh: '专家委员会', en: 'expert committee' },
  administrator: { zh: '系统管理员', en: 'administrator' },
  head: { zh: '主管部门负责人', en: 'head of the authority' },
  system: { zh: '系统', en: 'the system' },
} as const satisfies Record<string, Text>;

export type LegalRole = keyof typeof legalRoles;

/** Whoever takes a measure under DZ-43 within its duty (right holders only for their own data). */
export const supervisors = ['data-authority', 'competent-department', 'security-organ'] as const satisfies LegalRole[];

/** Whoever looks over all proceedings of its jurisdiction. */
export const overseers = [...supervisors, 'head', 'auditor'] as const satisfies LegalRole[];
