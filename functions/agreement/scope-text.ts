import { limitsOf, type QuotaPeriod, type QuotaUnit } from '../../shared/domain/quota.ts';
import type { RowTest } from '../../shared/domain/row-filter.ts';
import { intersect, ownFields, type Scope } from '../../shared/domain/scope.ts';
import type { SupplyTimes } from '../../shared/domain/supply-times.ts';
import type { Treatment } from '../../shared/domain/treatment.ts';

/** What a scope allows, in words, one line for each thing it says; no line for what it does not narrow. */
export function scopeLines(given: Scope): string[] {
  const scope = intersect(given, given);
  const { purpose, times, quota } = scope;
  return [
    ...Object.keys(scope.datasets)
      .sort()
      .flatMap((dataset) => datasetLines(scope, dataset)),
    ...(purpose === undefined ? [] : [`用途：${purpose}`]),
    ...(times ? timesLines(times) : []),
    ...(quota ? limitsOf(quota) : []).map(
      ({ period, unit, most }) => `用量：每个通道${periods[period]}不超过 ${most} ${units[unit]}`,
    ),
  ];
}

function datasetLines({ datasets, rows, treatments }: Scope, dataset: string): string[] {
  const fields = ownFields({ v: 1, datasets }, dataset);
  return [
    `${dataset}：${[...fields].sort().join('、')}`,
    ...(rows?.[dataset] ?? []).map((test) => `${dataset}：仅供给${testText(test)}的行`),
    ...(treatments?.[dataset] ?? []).map((one) => `${dataset}：${one.field}${formText(one)}`),
  ];
}

function testText({ field, in: listed, text, number, division }: RowTest): string {
  const said = [
    ...(listed ? [`为${listed.map((one) => JSON.stringify(one)).join('或')}`] : []),
    ...(text ? [rangeText(text)] : []),
    ...(number ? [`为数值且${rangeText(number)}`] : []),
    ...(division === undefined ? [] : [`为行政区划 ${division} 以下`]),
  ];
  return `${field} ${said.join('，且')}`;
}

/** Texts in quotation marks, so that none can pass for another. */
function rangeText({
  from,
  to,
}: {
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
}) {
  const bounds = [
    ...(from === undefined ? [] : [`不小于 ${JSON.stringify(from)}`]),
    ...(to === undefined ? [] : [`不大于 ${JSON.stringify(to)}`]),
  ];
  return bounds.join('且');
}

function formText(one: Treatment): string {
  switch (one.do) {
    case 'keep':
      return '原样供给';
    case 'drop':
      return '不供给';
    case 'hash':
      return '以本通道专用的假名替代';
    case 'month':
      return '仅保留年月';
    case 'city':
      return '仅保留到市级区划';
    case 'mask':
      return `仅显示前 ${one.first} 位、后 ${one.last} 位`;
    case 'bucket':
      return `按 ${one.size} 分段，仅供给段的下限`;
  }
}

function timesLines({ hours, weekdays, days }: SupplyTimes): string[] {
  return [
    ...(days ? [`供给日期：${days.from ?? '不限'} 至 ${days.to ?? '不限'}（含首尾）`] : []),
    ...(weekdays ? [`供给星期：${[...weekdays].sort().map(weekdayName).join('、')}`] : []),
    ...(hours ? [`供给时段：北京时间 ${hours.from} 至 ${hours.to}（含首尾分钟）`] : []),
  ];
}

const weekdayName = (weekday: number): string => `星期${'一二三四五六日'.charAt(weekday - 1)}`;

const periods = { day: '每日', month: '每月', total: '总计' } as const satisfies Record<QuotaPeriod, string>;
const units = { requests: '次请求', rows: '行', bytes: '字节' } as const satisfies Record<QuotaUnit, string>;
