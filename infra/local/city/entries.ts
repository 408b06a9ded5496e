import { type Entry, entry } from '../../../shared/domain/dataset-entry.ts';
import { business } from './entries-business.ts';
import { living } from './entries-living.ts';
import { services } from './entries-services.ts';

/** A catalogue entry of the demonstration city and how far it has come. `id` is also the name of its upstream file. */
export interface CityEntry {
  readonly id: string;
  readonly source: string;
  readonly until: 'draft' | 'submitted' | 'published';
  readonly entry: Entry;
}

const LINE = /^(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(.+)$/;

const attributes = {
  open: {
    sharing: { attribute: 'unconditional' },
    opening: { attribute: 'unconditional' },
  },
  cond: {
    sharing: { attribute: 'unconditional' },
    opening: { attribute: 'conditional', grounds: '含经营信息，须签订开放利用承诺后获取' },
  },
  share: {
    sharing: { attribute: 'conditional', grounds: '仅限履行职责需要，按申请用途共享' },
    opening: { attribute: 'none', grounds: '含个人信息，未经匿名化处理（演示）' },
  },
  closed: {
    sharing: { attribute: 'none', grounds: '依照国家有关规定不予共享（演示）' },
    opening: { attribute: 'none', grounds: '依照国家有关规定不予开放（演示）' },
  },
} as const;

/**
 * Entries as the table texts write them, a line each: id, unit, name, frequency, access, level, flags (`-` none,
 * `h` high value, `d` still a draft, `s` waiting for review), fields. A field with `!` is personal, with `!!` sensitive.
 */
export const entries: readonly CityEntry[] = [business, living, services]
  .join('\n')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '')
  .map(read);

function read(line: string): CityEntry {
  const [, id = '', source = '', name = '', frequency = '', access = '', level = '', flags = '', fields = ''] =
    LINE.exec(line) ?? [];
  const items = fields.split(' ').map((field) => ({
    name: field.replace(/!+$/, ''),
    type: typeOf(field),
    personal: field.endsWith('!'),
    sensitive: field.endsWith('!!'),
  }));
  const until = flags.includes('d') ? 'draft' : flags.includes('s') ? 'submitted' : 'published';
  const asked = attributes[access as keyof typeof attributes]; // a word of the tables; entry.parse below refuses the rest
  return {
    id,
    source,
    until,
    entry: entry.parse({
      name,
      formats: ['csv'],
      type: 'table',
      ...asked,
      conditions: '按目录载明的用途使用，不得用于识别特定个人',
      frequency,
      level,
      contact: '数据管理科（演示）',
      contactDetails: '0818-0000000',
      kind: source === 'dz-water' ? 'public-service' : 'government',
      legalBasis: '依法履行本单位职责（演示）',
      necessity: '履行职责和提供公共服务所需（演示）',
      items,
      highValue: flags.includes('h'),
      description: `${name}，演示数据，由程序生成，不对应任何真实主体。`,
      ...(fields.includes('统一社会信用代码') && { subjectKey: '统一社会信用代码' }),
    }),
  };
}

function typeOf(field: string): string {
  if (/日期|时间/.test(field)) return 'date';
  return /数量|面积|经度|纬度|总数|容量|个数|次数|金额|比例|里程|人数|车位数|指数|值$/.test(field) ? 'number' : 'text';
}
