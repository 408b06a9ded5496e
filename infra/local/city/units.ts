import type { OrganizationKindId } from '../../../shared/domain/organization-kinds.ts';
import type { Duty } from '../../../shared/law/duties.ts';
import type { LegalRole, Text } from '../../../shared/law/roles.ts';
import { creditCode } from './codes.ts';

/** A person of the demonstration city. `id` is the account to sign in with. All of them are made up. */
export interface Resident {
  readonly id: string;
  readonly name: Text;
  readonly roles: readonly LegalRole[];
}

/** An organization of the demonstration city, with its people. */
export interface Unit {
  readonly id: string;
  readonly kind: OrganizationKindId;
  readonly title: Text;
  readonly jurisdiction: string;
  readonly creditCode: string;
  /** A government document names it as implementing body 实施机构 (OPS-3). */
  readonly mandate?: string;
  /** A zone committee acts only by a recorded delegation (DZ-5). */
  readonly delegation?: string;
  /** Fields of duty of a department (LOCAL-64). */
  readonly duties?: readonly Duty[];
  readonly people: readonly Resident[];
}

const resident = (id: string, zh: string, en: string, ...roles: LegalRole[]): Resident => ({
  id,
  name: { zh: `演示·${zh}`, en: `Demo ${en}` },
  roles,
});

let serial = 0;
const unit = (
  id: string,
  kind: OrganizationKindId,
  zh: string,
  en: string,
  people: readonly Resident[],
  more: Partial<Pick<Unit, 'jurisdiction' | 'mandate' | 'delegation' | 'duties'>> = {},
): Unit => {
  serial += 1;
  const jurisdiction = more.jurisdiction ?? '511700';
  const division = jurisdiction.slice(0, 6).replace(/\D/g, '0');
  const own = `${kind === 'company' ? 'MA00' : 'MB00'}${String(serial).padStart(4, '0')}`;
  const title = { zh: `${zh}（演示）`, en: `${en} (demo)` };
  const code = creditCode(kind === 'company' ? '91' : '11', division, own);
  return { id, kind, title, jurisdiction, creditCode: code, people, ...more };
};

/** Government, supervision and the platform's own agencies. */
const authorities: readonly Unit[] = [
  unit('dz-government', 'government', '达州市人民政府', 'Dazhou City Government', [
    resident('mayor-office', '张政', 'Zhang Zheng', 'government'),
  ]),
  unit('dz-data', 'data-authority', '达州市数据局', 'Dazhou Data Bureau', [
    resident('data-clerk', '陈审', 'Chen Shen', 'data-authority'),
    resident('data-deputy', '周核', 'Zhou He', 'data-authority'),
    resident('data-head', '吴局', 'Wu Ju', 'data-authority', 'head'),
    resident('data-admin', '郑管', 'Zheng Guan', 'administrator'),
  ]),
  unit(
    'dz-grantor',
    'data-authority',
    '达州市公共数据授权运营实施机构',
    'Dazhou Implementing Body for Authorized Operation',
    [
      resident('grantor-signer', '何授', 'He Shou', 'grantor'),
      resident('grantor-second', '罗权', 'Luo Quan', 'grantor'),
      resident('grantor-head', '高首', 'Gao Shou', 'head'),
    ],
    { mandate: '市人民政府文件：指定本机构为公共数据授权运营实施机构（演示文本）。' },
  ),
  unit('dz-centre', 'operating-agency', '达州市大数据中心', 'Dazhou Big Data Centre', [
    resident('centre-engineer', '林维', 'Lin Wei', 'operating-agency'),
    resident('centre-duty', '梁值', 'Liang Zhi', 'operating-agency'),
    resident('centre-head', '宋主', 'Song Zhu', 'head'),
    resident('centre-admin', '唐管', 'Tang Guan', 'administrator'),
  ]),
  unit('dz-registry', 'registration-agency', '达州市数据登记中心', 'Dazhou Data Registration Centre', [
    resident('registrar', '李登', 'Li Deng', 'registration-agency'),
    resident('registry-examiner', '韩查', 'Han Cha', 'registration-agency'),
  ]),
  unit('dz-cyber', 'security-organ', '达州市网信办', 'Dazhou Cyberspace Office', [
    resident('cyber-guard', '冯网', 'Feng Wang', 'security-organ'),
  ]),
  unit('dz-audit', 'supervising-body', '达州市审计局', 'Dazhou Audit Bureau', [
    resident('auditor', '曹计', 'Cao Ji', 'auditor'),
  ]),
  unit('dz-experts', 'expert-committee', '达州市数据专家委员会', 'Dazhou Data Expert Committee', [
    resident('expert', '彭专', 'Peng Zhuan', 'expert'),
  ]),
];

/** Source units 数源单位: of the city, of a county, of a zone, and a public-service organization. */
const sources: readonly Unit[] = [
  unit(
    'dz-market',
    'department',
    '达州市市场监督管理局',
    'Dazhou Market Regulation Bureau',
    [
      resident('market-cataloguer', '杨编', 'Yang Bian', 'source-unit'),
      resident('market-inspector', '许监', 'Xu Jian', 'competent-department'),
      resident('market-officer', '田官', 'Tian Guan', 'chief-data-officer'),
    ],
    { duties: ['market-supervision'] },
  ),
  unit('dz-transport', 'department', '达州市交通运输局', 'Dazhou Transport Bureau', [
    resident('transport-cataloguer', '邓路', 'Deng Lu', 'source-unit'),
    resident('transport-inspector', '曾管', 'Zeng Guan', 'competent-department'),
  ]),
  unit('dz-housing', 'department', '达州市住房和城乡建设局', 'Dazhou Housing Bureau', [
    resident('housing-cataloguer', '蒋居', 'Jiang Ju', 'source-unit'),
  ]),
  unit('dz-health', 'department', '达州市卫生健康委员会', 'Dazhou Health Commission', [
    resident('health-cataloguer', '蔡康', 'Cai Kang', 'source-unit'),
  ]),
  unit('dz-education', 'department', '达州市教育局', 'Dazhou Education Bureau', [
    resident('education-cataloguer', '贾育', 'Jia Yu', 'source-unit'),
  ]),
  unit(
    'xuanhan-farming',
    'department',
    '宣汉县农业农村局',
    'Xuanhan Agriculture Bureau',
    [resident('farming-cataloguer', '丁农', 'Ding Nong', 'source-unit')],
    { jurisdiction: '511722' },
  ),
  unit(
    'hightech-committee',
    'zone-committee',
    '达州高新区管理委员会',
    'Dazhou High-tech Zone Committee',
    [resident('zone-cataloguer', '魏园', 'Wei Yuan', 'source-unit')],
    { jurisdiction: '511700G1', delegation: '市直园区公共数据管理职责委托书（演示文本）。' },
  ),
  unit('dz-water', 'public-service', '达州演示水务公司', 'Dazhou Demonstration Water', [
    resident('water-cataloguer', '薛水', 'Xue Shui', 'source-unit'),
    resident('water-rights', '叶权', 'Ye Quan', 'right-holder'),
  ]),
];

/** Two operators 授权运营单位. */
const operators: readonly Unit[] = [
  unit('bashu-data', 'company', '巴蜀演示数据运营有限公司', 'Bashu Demonstration Data Co.', [
    resident('bashu-operator', '余营', 'Yu Ying', 'operator'),
    resident('bashu-deputy', '潘数', 'Pan Shu', 'operator'),
    resident('bashu-admin', '杜管', 'Du Guan', 'administrator'),
  ]),
  unit('chuandong-tech', 'company', '川东演示数智科技有限公司', 'Chuandong Demonstration Tech Co.', [
    resident('chuandong-operator', '戴智', 'Dai Zhi', 'operator'),
    resident('chuandong-admin', '夏管', 'Xia Guan', 'administrator'),
  ]),
];

/** The demonstration city: Dazhou's divisions, units that exist only here. */
export const units: readonly Unit[] = [...authorities, ...sources, ...operators];
