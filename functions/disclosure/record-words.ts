import type { Field } from '../../shared/domain/registration-difference.ts';
import { forms, type Particulars, sources } from '../../shared/domain/registration-particulars.ts';
import { registrationStates } from '../../shared/domain/states.ts';
import type { Language } from '../../shared/http/problem.ts';
import { divisions, isDivision } from '../../shared/law/identifiers.ts';
import { industries } from '../../shared/law/industries.ts';
import { levels } from '../../shared/law/levels.ts';
import type { Text } from '../../shared/law/roles.ts';
import { localDate } from '../../shared/law/time.ts';
import type { PublicRecord, PublicValue } from '../../shared/registered.ts';
import { frequencies } from './catalogue-words.ts';

/** What the pages of the register call things. */
export const words = {
  register: { zh: '登记查询', en: 'Register' },
  about: {
    zh: '已赋码的公共数据资源及产品和服务。任何人可凭登记编号核验凭证，无需登录。',
    en: 'Public data resources, products and services with a code. Anybody may check a record by its number, without account.',
  },
  byNumber: { zh: '登记编号', en: 'Registration number' },
  look: { zh: '核验', en: 'Look up' },
  none: { zh: '该区划暂无已赋码的登记。', en: 'Nothing is registered in this division yet.' },
  more: { zh: '下一页', en: 'Next page' },
  divisions: { zh: '行政区划', en: 'Divisions' },
  missing: { zh: '没有这个编号的登记', en: 'No registration has this number' },
  checkNumber: {
    zh: '请核对编号；它由区划、年份和六位序号组成，例如 511700-2026-000001。',
    en: 'Check the number: division, year and six digits, such as 511700-2026-000001.',
  },
  record: { zh: '公共数据资源登记凭证', en: 'Record of registration of public data' },
  scan: { zh: '扫码核验', en: 'Scan to check' },
  number: { zh: '登记编号', en: 'Number' },
  queryCode: { zh: '登记结果查询码', en: 'National query code' },
  notIssued: { zh: '国家平台尚未赋予', en: 'not issued yet' },
  kind: { zh: '登记类型', en: 'Kind of registration' },
  status: { zh: '登记状态', en: 'Status' },
  registrant: { zh: '登记主体', en: 'Registrant' },
  creditCode: { zh: '统一社会信用代码', en: 'Credit code' },
  category: { zh: '登记类别', en: 'Category' },
  data: { zh: '所涉数据资源', en: 'Data resources' },
  notPublic: { zh: '未列入开放目录', en: 'not in the open catalogue' },
  size: { zh: '数据规模', en: 'Size' },
  coverage: { zh: '覆盖范围', en: 'Coverage' },
  legality: { zh: '来源合法性说明', en: 'Legality of the source' },
  risk: { zh: '数据安全风险评估', en: 'Security risk assessment' },
  filed: { zh: '已提交，承诺值', en: 'handed in, commitment' },
  notFiled: { zh: '未提交', en: 'not handed in' },
  review: { zh: '内部审核时间', en: 'Internal review' },
  deposit: { zh: '存证散列（SHA-256）', en: 'Deposited hash (SHA-256)' },
  depositedAt: { zh: '存证时间', en: 'Deposited at' },
  codedOn: { zh: '赋码日期', en: 'Coded on' },
  expiresOn: { zh: '有效期至', en: 'Valid until' },
  agency: { zh: '登记机构', en: 'Registration agency' },
  edition: { zh: '版次', en: 'Edition' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  changes: { zh: '变更与更正对照', en: 'Changes and corrections, side by side' },
  field: { zh: '登记事项', en: 'Field' },
  before: { zh: '变更前', en: 'Before' },
  after: { zh: '变更后', en: 'After' },
  replaced: { zh: '文件', en: 'document' },
  empty: { zh: '（无）', en: '(none)' },
  proof: { zh: '下载可离线核验的证明', en: 'Download the proof for offline checking' },
  json: { zh: '本凭证的数据', en: 'This record as data' },
} as const satisfies Record<string, Text>;

export const kinds: Readonly<Record<PublicRecord['kind'], Text>> = {
  first: { zh: '首次登记', en: 'first registration' },
  change: { zh: '变更登记', en: 'change' },
  correction: { zh: '更正登记', en: 'correction' },
  deregistration: { zh: '注销登记', en: 'deregistration' },
  revocation: { zh: '撤销登记', en: 'revocation' },
};

export const statusOf = (status: PublicRecord['status']): Text => registrationStates[status];

/** One value of the record as people read it. */
export function told(field: Field, value: PublicValue, language: Language): string {
  if (value === undefined) return words.empty[language];
  const label = labelled(field, value)?.[language];
  if (label !== undefined) return label;
  switch (field) {
    case 'formats':
      return formatsOf(value, language);
    case 'records':
    case 'bytes':
      return field === 'bytes' ? sizeOf(Number(value)) : Number(value).toLocaleString('en');
    case 'area':
      return areaOf(String(value), language);
    case 'personal':
      return (value ? words.yes : words.no)[language];
    default:
      return typeof value === 'object' ? documentOf(value, language) : String(value);
  }
}

const tables: Readonly<Partial<Record<Field, Readonly<Record<string, Text>>>>> = {
  industry: industries,
  source: sources,
  frequency: frequencies,
  level: levels,
};
const labelled = (field: Field, value: PublicValue): Text | undefined =>
  typeof value === 'string' ? tables[field]?.[value] : undefined;

function formatsOf(value: PublicValue, language: Language): string {
  const table: Readonly<Record<string, Text>> = forms;
  return Array.isArray(value) ? value.map((one) => table[String(one)]?.[language] ?? String(one)).join(' · ') : '';
}

export const areaOf = (area: string, language: Language): string =>
  isDivision(area) ? divisions[area].name[language] : area;

/** A hash stands for what was handed in: the first characters tell two apart. */
function documentOf(value: object, language: Language): string {
  const hash = 'commitment' in value ? value.commitment : 'hash' in value ? value.hash : undefined;
  const on = 'reviewedAt' in value ? localDate(value.reviewedAt as never) : undefined;
  return on ?? `${words.replaced[language]} ${String(hash ?? '').slice(0, 12)}…`;
}

/** Bytes in the unit that people would use. */
function sizeOf(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${Number((bytes / 1000 ** step).toPrecision(3))} ${units[step]}`;
}

/** Size and coverage in one line each, as the record prints them. */
export const sizeLine = ({ records, bytes }: Particulars, language: Language): string =>
  language === 'zh'
    ? `${records.toLocaleString('en')} 条，${sizeOf(bytes)}`
    : `${records.toLocaleString('en')} records, ${sizeOf(bytes)}`;
export function coverageLine({ area, from, until }: Particulars, language: Language): string {
  const place = areaOf(area, language);
  if (from === undefined && until === undefined) return place;
  const days = { zh: `${from ?? '……'} 至 ${until ?? '今'}`, en: `${from ?? '…'} to ${until ?? 'now'}` };
  return `${place} · ${days[language]}`;
}
