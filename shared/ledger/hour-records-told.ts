import { type Basis, type HourEvidence, hourAt, hourStart, isMoment } from './hour-evidence.ts';
import { ID, isObject } from './json-file.ts';
import type { Json } from './leaf.ts';
import { isCount } from './rfc6962.ts';

/**
 * What records cannot say. `bad-record`: it has another form, or stands in another hour than it says · `foreign`: it
 * rests on something else · `bad-order`: not by channel and serial · `gap`: a serial is missing · `started-after`: it
 * began after the moment · `filed-late`: filed much later than it says it began · `bad-late`: the late end of a delivery
 * that was not open.
 */
export type RecordFault = 'bad-record' | 'foreign' | 'bad-order' | 'gap' | 'started-after' | 'filed-late' | 'bad-late';

/** What the records say of one channel: serials from `first` to `last` without a gap, and what became of them. */
export interface ChannelTold {
  readonly channel: string;
  readonly first: number;
  readonly last: number;
  readonly complete: number;
  readonly cut: number;
  /** Never closed: at most the reserved bytes each. */
  readonly unknown: number;
  /** Serials under which nothing was begun. */
  readonly none: number;
  /** Bytes handed on, those of unknown ones as they were reserved: at most so many. */
  readonly bytes: number;
}

/** From the admitting read to the hour in which the record is filed: what a page may take, and a minute of clocks. */
const FILED_WITHIN_MS = 16 * 60_000;

type Fault = { readonly ok: false; readonly code: RecordFault; readonly hour: string };

/** All records of the hours, read one after another. */
export function recordsOf({ basis, after, hours }: HourEvidence): { channels: readonly ChannelTold[] } | Fault {
  const channels = new Map<string, Account>();
  const begins = hours[0]?.hour ?? '';
  for (const { hour, group } of hours) {
    let last: Told | undefined;
    for (const record of group?.records ?? []) {
      const told = toldBy(record);
      const code = told ? faultOf(told, last, { hour, begins, basis, after, channels }) : 'bad-record';
      if (code || !told) return { ok: false, code: code ?? 'bad-record', hour };
      account(channels, told);
      last = told;
    }
  }
  return { channels: Array.from(channels.values(), ({ open: _, ...told }) => told) };
}

interface Account extends ChannelTold {
  /** Deliveries that are unknown so far, by name, with the bytes that they had reserved. */
  readonly open: Map<string, number>;
}

type Told =
  | { readonly is: 'void'; readonly channel: string; readonly serial: number }
  | { readonly is: 'late'; readonly channel: string; readonly serial: number; readonly hour: string; readonly end: End }
  | {
      readonly is: 'delivery';
      readonly channel: string;
      readonly serial: number;
      readonly hour: string;
      readonly startedAt: string;
      readonly basis: Basis;
      readonly reserved: number;
      readonly end?: End;
    };
interface End {
  readonly bytes: number;
  readonly cut: boolean;
}

interface Where {
  readonly hour: string;
  /** The first hour that is shown. */
  readonly begins: string;
  readonly basis: Basis;
  readonly after: string;
  readonly channels: ReadonlyMap<string, Account>;
}

function faultOf(told: Told, last: Told | undefined, where: Where): RecordFault | undefined {
  const { hour, begins, basis, after, channels } = where;
  const ordered = !last || last.channel < told.channel || (last.channel === told.channel && last.serial < told.serial);
  if (!ordered) return 'bad-order';
  const known = channels.get(told.channel);
  if (told.is === 'late') return isSettled(told, hour, begins, known) ? undefined : 'bad-late';
  if (known && known.last > 0 && told.serial !== known.last + 1) return 'gap';
  if (told.is === 'void') return undefined;
  if (told.basis.kind !== basis.kind || told.basis.id !== basis.id) return 'foreign';
  if (told.hour !== hour || hourAt(told.startedAt) > hour) return 'bad-record';
  if (hourStart(hour) - Date.parse(told.startedAt) > FILED_WITHIN_MS) return 'filed-late';
  return told.startedAt > after ? 'started-after' : undefined;
}

/** A late end settles a delivery of the hour before; where that hour is shown, one that was open in it. */
function isSettled(told: Extract<Told, { is: 'late' }>, hour: string, begins: string, known: Account | undefined) {
  if (hourStart(told.hour) + 3_600_000 !== hourStart(hour)) return false;
  return told.hour < begins || known?.open.has(nameOf(told)) === true;
}

const nameOf = ({ hour, serial }: { readonly hour: string; readonly serial: number }): string => `${hour}-${serial}`;

function account(channels: Map<string, Account>, told: Told): void {
  const nothing = { first: 0, last: 0, complete: 0, cut: 0, unknown: 0, none: 0, bytes: 0 };
  const known = channels.get(told.channel) ?? { channel: told.channel, ...nothing, open: new Map<string, number>() };
  channels.set(told.channel, told.is === 'late' ? ended(known, told) : begun(known, told));
}

function begun(known: Account, told: Exclude<Told, { is: 'late' }>): Account {
  const { serial } = told;
  const next = { ...known, first: known.first === 0 ? serial : known.first, last: serial };
  if (told.is === 'void') return { ...next, none: known.none + 1 };
  const { end, reserved } = told;
  if (end) return { ...next, ...counted(known, end), bytes: known.bytes + end.bytes };
  known.open.set(nameOf(told), reserved);
  return { ...next, unknown: known.unknown + 1, bytes: known.bytes + reserved };
}

/** What was unknown, at most the reserved bytes, is known now. What began before all that is shown is not counted. */
function ended(known: Account, told: Extract<Told, { is: 'late' }>): Account {
  const { end } = told;
  const reserved = known.open.get(nameOf(told));
  if (reserved === undefined) return known;
  known.open.delete(nameOf(told));
  const bytes = known.bytes - reserved + end.bytes;
  return { ...known, ...counted(known, end), unknown: known.unknown - 1, bytes };
}

const counted = ({ complete, cut }: Account, end: End) => (end.cut ? { cut: cut + 1 } : { complete: complete + 1 });

/** A record as it was sealed; `undefined` for one of another form. */
function toldBy(record: Json): Told | undefined {
  if (!isObject(record) || record.v !== 1) return undefined;
  if (record.void === true) return voidAt(placed(record));
  const end = record.end === undefined ? undefined : endIn(record.end);
  if (record.end !== undefined && !end) return undefined;
  if (isObject(record.late)) {
    const [place, { hour }] = [placed(record.late), record.late];
    return place && end && typeof hour === 'string' ? { is: 'late', ...place, hour, end } : undefined;
  }
  if (!isObject(record.start) || !isObject(record.start.basis)) return undefined;
  const { hour, startedAt, reserved, basis } = record.start;
  const place = placed(record.start);
  const whole = typeof hour === 'string' && isMoment(startedAt) && typeof reserved === 'number' && isCount(reserved);
  if (!place || !whole || typeof basis.kind !== 'string' || typeof basis.id !== 'string') return undefined;
  const told = {
    is: 'delivery',
    ...place,
    hour,
    startedAt,
    reserved,
    basis: { kind: basis.kind, id: basis.id },
  } as const;
  return end ? { ...told, end } : told;
}

const voidAt = (place: ReturnType<typeof placed>): Told | undefined => place && { is: 'void', ...place };

function placed({ channel, serial }: { readonly [key: string]: unknown }) {
  const fits = typeof channel === 'string' && ID.test(channel) && typeof serial === 'number' && isCount(serial);
  return fits && serial > 0 ? { channel, serial } : undefined;
}

function endIn(value: unknown): End | undefined {
  if (!isObject(value) || typeof value.bytes !== 'number' || !isCount(value.bytes)) return undefined;
  return { bytes: value.bytes, cut: value.cut !== undefined };
}
