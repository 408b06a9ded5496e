import type { Text } from './roles.ts';
import { addDays, type LocalDate, startOfDay } from './time.ts';

interface Setting<T> {
  readonly since: LocalDate;
  readonly value: T;
}

/** City settings 本市设置 that are no lengths of time, dated like every rule, newest last. A change is a new row. */
const settings = {
  /** Whether an operator must register its products and services. @see LOCAL-4 */
  productsRegistered: [{ since: '2025-03-01', value: true }],
} as const satisfies Record<string, readonly Setting<boolean>[]>;
export type SettingId = keyof typeof settings;

/** The value in force on `day`; what no row covers yet is not demanded. */
export function inForce(
  id: SettingId,
  day: LocalDate,
  table: Record<SettingId, readonly Setting<boolean>[]> = settings,
) {
  return table[id].findLast(({ since }) => since <= day)?.value ?? false;
}

/** The first moment of the measures on registration 公共数据资源登记管理暂行办法; what was operated before is legacy. @see REG-9 */
export const registrationInForce = startOfDay('2025-03-01');
/** The last day before it. */
export const lastLegacyDay: LocalDate = addDays('2025-03-01', -1);

/** A rule of the city's own asset registration, once it issues one. @see DZ-39 */
export interface AssetRule {
  readonly since: LocalDate;
  readonly number: string;
  readonly says: Text;
}
/** Empty: no such rule of the city was found; 公共数据资源登记 runs under REG meanwhile. @see DZ-39 */
export const assetRules: readonly AssetRule[] = [];
