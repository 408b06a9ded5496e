import * as z from 'zod';
import { type Industry, industries } from '../law/industries.ts';
import { type Level, levels } from '../law/levels.ts';
import type { Text } from '../law/roles.ts';
import { entry } from './dataset-entry.ts';
import { jurisdiction, localDate } from './values.ts';

/** Where the data came from 数据来源: the short word of the record; what shows that it was lawful stands in a document. */
export const sources = {
  duty: { zh: '依法履职产生或采集', en: 'made or collected in public duty' },
  service: { zh: '提供公共服务产生或采集', en: 'made or collected in public service' },
  authorized: { zh: '依授权运营协议取得', en: 'obtained under an operation agreement' },
  derived: { zh: '由已登记数据加工形成', en: 'derived from registered data' },
  other: { zh: '其他合法来源', en: 'another lawful source' },
} as const satisfies Record<string, Text>;

/** In which form it is kept or delivered 数据格式. */
export const forms = {
  table: { zh: '数据库表', en: 'database table' },
  csv: { zh: 'CSV', en: 'CSV' },
  json: { zh: 'JSON', en: 'JSON' },
  xml: { zh: 'XML', en: 'XML' },
  spreadsheet: { zh: '电子表格', en: 'spreadsheet' },
  interface: { zh: '接口服务', en: 'interface' },
  report: { zh: '报告', en: 'report' },
  geodata: { zh: '空间数据', en: 'geodata' },
  media: { zh: '图像音视频', en: 'images, sound or video' },
  model: { zh: '模型', en: 'model' },
  other: { zh: '其他', en: 'other' },
} as const satisfies Record<string, Text>;

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]]; // Object.keys forgets the key type

/**
 * The facts of the record 登记要素 that are values and not words, so that they can be compared edition by edition and
 * printed: size in records and bytes, coverage as a division and its days.
 */
export const particulars = z
  .strictObject({
    industry: z.enum(keysOf<Industry>(industries)),
    source: z.enum(keysOf(sources)),
    records: z.int().min(0).max(1e15),
    bytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    formats: z
      .array(z.enum(keysOf(forms)))
      .min(1)
      .max(10),
    frequency: entry.shape.frequency,
    area: jurisdiction,
    from: localDate.optional(),
    until: localDate.optional(),
    personal: z.boolean(),
    level: z.enum(keysOf<Level>(levels)),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, 'it begins before it ends');
export type Particulars = z.infer<typeof particulars>;

/** Its members as a record prints them. */
export const particularLabels = {
  industry: { zh: '所属行业', en: 'industry' },
  source: { zh: '数据来源', en: 'source of the data' },
  records: { zh: '记录数', en: 'records' },
  bytes: { zh: '存储量（字节）', en: 'bytes' },
  formats: { zh: '数据格式', en: 'formats' },
  frequency: { zh: '更新频率', en: 'update frequency' },
  area: { zh: '覆盖区域', en: 'area covered' },
  from: { zh: '数据起始日', en: 'data from' },
  until: { zh: '数据截止日', en: 'data until' },
  personal: { zh: '是否涉及个人信息', en: 'personal information' },
  level: { zh: '数据级别', en: 'sensitivity level' },
} as const satisfies Record<keyof Particulars, Text>;
