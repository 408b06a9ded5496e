import { servedHour, servedHours } from '../../shared/domain/served-hour.ts';
import type { UtcHour } from '../../shared/law/utc-hour.ts';
import { type Delivery, listDeliveries } from '../../shared/store/served.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import type { DeliveriesView } from './schema.ts';

/** Deliveries of a channel in one hour, for people; by serial. */
export async function deliveriesOf(
  store: Context,
  channel: string,
  { hour, after, limit }: { readonly hour: UtcHour; readonly after?: number | undefined; readonly limit: number },
): Promise<DeliveriesView> {
  const { state } = await loadHead(store, servedHour, servedHours.id);
  const found = await listDeliveries(store, { channel, hour }, { after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.start.serial;
  return {
    channel,
    hour,
    sealed: state.status === 'sealing' && hour >= state.first && hour <= state.last,
    items: shown.map(itemOf),
    ...(found.length > limit && last !== undefined && { next: last }),
  };
}

function itemOf({ name: delivery, start, end }: Delivery): DeliveriesView['items'][number] {
  const { serial, startedAt, mode, organization, dataset, basis, scope, key, reserved } = start;
  const told = { delivery, serial, startedAt, mode, organization, dataset, basis, scope, ...(key && { key }) };
  if (!end) return { ...told, completeness: 'unknown', atMostBytes: reserved };
  const { cut, ...rest } = end;
  return cut ? { ...told, ...rest, completeness: 'cut', reason: cut } : { ...told, ...rest, completeness: 'complete' };
}
