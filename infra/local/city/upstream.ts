import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { creditCode } from './codes.ts';
import { entries } from './entries.ts';

/** Datasets that lie upstream, and how many rows are generated for each. */
const supplied: Readonly<Record<string, number>> = {
  'enterprise-register': 3_000,
  'listed-companies': 3_000,
  'bus-arrivals': 4_000,
  'parking-lots': 500,
  'housing-sales': 1_000,
  hospitals: 300,
};

/** A real table of the same columns, used in place where it lies beside the checkout; nothing of it is copied. */
const real: Readonly<Record<string, string>> = {
  'listed-companies': '../shared/data/payload/listed-companies.csv',
};

/**
 * Fills the upstream folder with one `<dataset>.csv` (UTF-8) for each supplied dataset: links where a real table lies
 * beside the checkout `root`, else generated rows, the same ones at every run. Files that are there stay.
 */
export function fillUpstream(folder: string, root: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [dataset, rows] of Object.entries(supplied)) {
    const file = join(folder, `${dataset}.csv`);
    if (existsSync(file)) continue;
    const beside = real[dataset] && resolve(root, real[dataset]);
    if (beside && existsSync(beside)) symlinkSync(beside, file);
    else writeFileSync(file, generate(dataset, rows));
  }
}

function generate(dataset: string, rows: number): string {
  const fields = entries.find(({ id }) => id === dataset)?.entry.items.map(({ name }) => name) ?? [];
  const random = seeded(dataset);
  const cells = fields.map(makerOf);
  const lines = Array.from({ length: rows }, (_, at) => cells.map((make) => make(at + 1, random)).join(','));
  return `${[fields.join(','), ...lines].join('\n')}\n`;
}

type Maker = (row: number, random: () => number) => string;

/** What a field of this name holds; the first pattern that fits. No value contains a comma or a quote. */
const kinds: readonly (readonly [RegExp, Maker])[] = [
  [/统一社会信用代码/, (row) => creditCode('91', '511700', `MA9${String(row).padStart(5, '0')}`)],
  [/时间$/, (_, random) => `${day(random)} ${two(random, 24)}:${two(random, 60)}:00`],
  [/日期|批次/, (_, random) => day(random)],
  [/经度/, (_, random) => (107 + random()).toFixed(6)],
  [/纬度/, (_, random) => (31 + random()).toFixed(6)],
  [/数量|个数|总数|人数|车位数/, (_, random) => String(Math.floor(random() * 900) + 1)],
  [/面积|金额|里程|价|值$|指数/, (_, random) => (random() * 5_000 + 1).toFixed(2)],
  [/企业名称|单位名称/, (row) => `演示企业${row}号有限公司`],
  [/地址/, (row, random) => `演示路${Math.floor(random() * 300) + 1}号${row}室`],
  [/^区县$/, (_, random) => pick(['通川区', '达川区', '宣汉县', '开江县', '大竹县', '渠县', '万源市'], random)],
  [/主键|编号/, (row) => `D${String(row).padStart(8, '0')}`],
  [/状态/, (_, random) => pick(['存续', '存续', '存续', '注销'], random)],
  [/类型|性质|类别|等级/, (_, random) => pick(['甲类', '乙类', '丙类'], random)],
];

const makerOf = (field: string): Maker =>
  kinds.find(([pattern]) => pattern.test(field))?.[1] ?? ((row) => `演示${field}${row}`);

const two = (random: () => number, below: number): string => String(Math.floor(random() * below)).padStart(2, '0');
const day = (random: () => number): string => {
  const month = String(Math.floor(random() * 12) + 1).padStart(2, '0');
  return `20${String(Math.floor(random() * 6) + 20)}-${month}-${String(Math.floor(random() * 28) + 1).padStart(2, '0')}`;
};
const pick = (list: readonly string[], random: () => number): string => list[Math.floor(random() * list.length)] ?? '';

/** mulberry32, seeded by the name: the same rows at every run. */
function seeded(name: string): () => number {
  let state = Array.from(name).reduce((sum, one) => (Math.imul(sum, 31) + (one.codePointAt(0) ?? 0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
