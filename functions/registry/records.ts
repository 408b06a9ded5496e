import { wholeStep } from '../../shared/reading.ts';
import type { EventItem } from '../../shared/store/items.ts';

/** An event as its readers see it. Who objected is for the agency alone (REG-12). */
export function stepFor(agency: boolean, item: EventItem) {
  if (item.data.type !== 'objected' || agency) return wholeStep(item);
  const { objector: _, evidence: __, ...event } = item.data;
  return { version: item.version, at: item.at, event };
}
