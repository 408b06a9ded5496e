import type { Entry } from '../../shared/domain/dataset-entry.ts';
import type { Text } from '../../shared/law/roles.ts';

/** What the catalogue's pages call things. */
export const words = {
  warnings: { zh: '公众警示', en: 'Warnings' },
  noWarnings: { zh: '目前没有生效中的警示。', en: 'No warning is in force.' },
  warned: { zh: '发布', en: 'published' },
  catalogue: { zh: '开放目录', en: 'Open catalogue' },
  about: {
    zh: '各数源单位已发布、可以向社会开放的数据资源。无条件开放的可直接使用，有条件开放的须申请并签署承诺书。',
    en: 'Data resources that units have published and that may be open. Unconditional ones are free to use; conditional ones need an application and an undertaking.',
  },
  divisions: { zh: '行政区划', en: 'Divisions' },
  name: { zh: '名称', en: 'Name' },
  unit: { zh: '数源单位', en: 'Source unit' },
  opening: { zh: '开放属性', en: 'Opening' },
  conditions: { zh: '使用条件', en: 'Conditions' },
  type: { zh: '类型', en: 'Type' },
  formats: { zh: '格式', en: 'Formats' },
  frequency: { zh: '更新频率', en: 'Updated' },
  themes: { zh: '主题', en: 'Themes' },
  legalBasis: { zh: '采集依据', en: 'Legal basis' },
  contact: { zh: '办公联系', en: 'Office contact' },
  version: { zh: '版本', en: 'Version' },
  items: { zh: '信息项', en: 'Information items' },
  item: { zh: '名称', en: 'Name' },
  itemType: { zh: '类型', en: 'Type' },
  highValue: { zh: '高价值', en: 'high value' },
  more: { zh: '下一页', en: 'Next page' },
  noEntries: { zh: '该区划暂无可开放的数据资源。', en: 'Nothing is open in this division yet.' },
  notices: { zh: '登记公示', en: 'Notices' },
  objecting: {
    zh: '以下登记正在公示。公示期内可实名并附证据向登记机构提出异议。',
    en: 'These registrations are in public notice. Until it ends, a real-name objection with evidence may be made to the registration agency.',
  },
  noNotices: { zh: '该区划暂无公示中的登记。', en: 'No registration is in notice in this division.' },
  registrant: { zh: '登记主体', en: 'Registrant' },
  kind: { zh: '登记类型', en: 'Kind of registration' },
  until: { zh: '公示最后一日', en: 'Last day of the notice:' },
  missing: { zh: '没有找到', en: 'Not found' },
  moved: {
    zh: '该内容不存在，或不在公开范围。',
    en: 'It does not exist, or is not public.',
  },
} as const satisfies Record<string, Text>;

export const openings: Readonly<Record<Entry['opening']['attribute'], Text>> = {
  unconditional: { zh: '无条件开放', en: 'unconditional' },
  conditional: { zh: '有条件开放', en: 'conditional' },
  none: { zh: '不予开放', en: 'not open' },
};

export const types: Readonly<Record<Entry['type'], Text>> = {
  table: { zh: '库表', en: 'table' },
  file: { zh: '文件', en: 'file' },
  interface: { zh: '接口', en: 'interface' },
  stream: { zh: '流数据', en: 'stream' },
};

export const frequencies: Readonly<Record<Entry['frequency'], Text>> = {
  continuous: { zh: '实时', en: 'continuously' },
  daily: { zh: '每日', en: 'daily' },
  weekly: { zh: '每周', en: 'weekly' },
  monthly: { zh: '每月', en: 'monthly' },
  quarterly: { zh: '每季度', en: 'quarterly' },
  'half-yearly': { zh: '每半年', en: 'half-yearly' },
  yearly: { zh: '每年', en: 'yearly' },
  irregular: { zh: '不定期', en: 'irregularly' },
  never: { zh: '不更新', en: 'never' },
};

export const categories: Readonly<Record<'resource' | 'product', Text>> = {
  resource: { zh: '数据资源', en: 'data resource' },
  product: { zh: '产品和服务', en: 'product or service' },
};
