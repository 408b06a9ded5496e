import { articleOf, type Rule } from './article.ts';
import { dazhou } from './instruments.ts';

const dz = articleOf(dazhou);

/** Chapters 1 and 2 of the regulation 总则、数据资源: DZ-1…DZ-17. */
export const dzResources = {
  'DZ-1': dz(
    {
      zh: '说明目的与上位依据，系统不据此执行任何规则。',
      en: 'States purpose and higher sources; nothing is enforced.',
    },
    'none',
  ),
  'DZ-2': dz(
    {
      zh: '适用于达州全域：区划代码限于本市、各县（市、区）及两个园区，其他地区只作为协作方登记。',
      en: 'Covers Dazhou: jurisdictions are the city, its counties and two zones; elsewhere only as partner regions.',
    },
    'partly',
  ),
  'DZ-3': dz({
    zh: '数据资源分两类登记：政务数据（政务部门）与公共服务数据（公共服务组织）。类别决定能否授权运营。',
    en: 'Datasets are of two kinds: data of government departments and of public-service organizations. The kind decides whether operation may be authorized.',
  }),
  'DZ-4': dz(
    {
      zh: '原则性规定，由其他各条具体落实，本条不单独执行。',
      en: 'Principles; other articles carry them out, nothing is enforced here.',
    },
    'none',
  ),
  'DZ-5': dz({
    zh: '主体登记其层级与区划；园区管委会须登记授权或委托文件，缺少时不能以主管部门身份办理。',
    en: 'An organization has a level and a jurisdiction; a zone committee acts only with its delegation on record.',
  }),
  'DZ-6': dz({
    zh: '市数据部门为主管部门，市大数据服务中心为运行管理机构；县级未设主管部门的，事项转由市级办理。',
    en: 'The city has a data authority and an operating agency; where a county has no authority, its matters go to the city.',
  }),
  'DZ-7': dz({
    zh: '网信、公安、国安与行业主管部门各有法律角色，只在职责内作为；各单位由其管理员登记首席数据官，首席数据官有本单位的工作清单。',
    en: 'Security organs and industry departments hold legal roles and act only within them; each unit’s administrator appoints its chief data officer, who has the unit’s work list.',
  }),
  'DZ-8': dz(
    {
      zh: '登记协作地区（川渝、万达开），供跨区域共享引用。',
      en: 'Partner regions are recorded for cross-region sharing.',
    },
    'planned',
  ),
  'DZ-9': dz({ zh: '由部署环境落实，系统不执行规则。', en: 'A matter of deployment; nothing is enforced.' }, 'none'),
  'DZ-10': dz(
    {
      zh: '目录记录汇聚状态；本系统是统一平台的登记与授权运营控制部分，并列明待整合的旧平台。',
      en: 'Entries carry their aggregation status; this system is the registry and control part of the one platform and lists old ones to merge.',
    },
    'planned',
  ),
  'DZ-11': dz(
    {
      zh: '财政资金建设的系统验收前提交目录与字典，采购的数据和服务须归集；由主管部门出具记录，财政部门查阅。',
      en: 'State-funded systems hand in catalogue and dictionary before acceptance, bought data is handed over; finance reads the clearance record.',
    },
    'planned',
  ),
  'DZ-12': dz(
    {
      zh: '按矩阵提出级别建议，从严者优先；最终由人确认。',
      en: 'A matrix proposes a level and the stricter result wins; a person confirms it.',
    },
    'partly',
  ),
  'DZ-13': dz({
    zh: '条目须具备十项基本信息，缺项一次性告知；每次修订留存版本；本级子目录的上级审核另行记录，不阻碍条目生效。',
    en: 'An entry has ten fields, everything missing is returned at once; revisions keep versions; the upper level’s confirmation is recorded apart.',
  }),
  'DZ-14': dz({
    zh: '每项数据只登记一个法定数源部门，须写明职权依据与必要性；冲突转为争议，绝不覆盖。',
    en: 'A datum has exactly one legal source unit, with legal basis and necessity; a conflict becomes a dispute, never an overwrite.',
  }),
  'DZ-15': dz(
    {
      zh: '按轮次普查，由目录生成各级各单位资源清单。',
      en: 'Census rounds; the lists are generated from the catalogue.',
    },
    'planned',
  ),
  'DZ-16': dz(
    {
      zh: '本人数据有误可申请校核，持有单位自收到之日起在法定日数（自然日）内处理并答复；质量问题反馈后由提供单位整改。',
      en: 'Whoever finds data about itself wrong may ask for a check; the holding unit handles and answers within the calendar days set. Quality findings go back to the provider.',
    },
    'planned',
  ),
  'DZ-17': dz(
    {
      zh: '数据字典按数据元检查，提示偏差。',
      en: 'Dictionaries are checked against data elements; deviations are shown.',
    },
    'planned',
  ),
} satisfies Record<`DZ-${number}`, Rule>;
