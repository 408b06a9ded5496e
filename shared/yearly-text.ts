import { yuan } from './domain/money.ts';
import { units, uses } from './domain/product-terms.ts';
import type { Figures } from './domain/yearly.ts';

const heading = [
  ...['产品编号', '产品名称', '版本', '用途', '计价单位', '价格上限(分)', '期末价格(分)'],
  ...['交付次数', '其中无偿', '数量', '收入(分)', '收入(元)'],
] as const;

/** The figures as rows: a heading, a line for each product, the sum. What has no value is empty, never zero. */
export function figureRows({ lines, revenue }: Figures): readonly (readonly (string | number)[])[] {
  const sum = (of: (line: Figures['lines'][number]) => number) => lines.reduce((all, line) => all + of(line), 0);
  return [
    heading,
    ...lines.map((line) => [
      ...[line.product, line.title, line.edition, uses[line.charge].zh, units[line.unit].zh],
      ...[line.ceiling ?? '', line.price ?? '', line.deliveries, line.free, line.quantity],
      ...[line.revenue, yuan(line.revenue)],
    ]),
    [
      ...['合计', '', '', '', '', '', ''],
      ...[sum((line) => line.deliveries), sum((line) => line.free), '', revenue, yuan(revenue)],
    ],
  ];
}
