import { overQuota } from '../../shared/domain/permitted.ts';
import type { Instant } from '../../shared/law/time.ts';
import { instant } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import { refund, reserve } from '../../shared/store/counter.ts';
import { enterHour } from '../../shared/store/hour-index.ts';
import { channelPseudonym, subjectPseudonym } from '../../shared/store/pseudonym.ts';
import {
  type DeliveryEnd,
  type DeliveryStart,
  deliveryName,
  HourSealed,
  noteFirstSupply,
  putEnd,
  putStart,
} from '../../shared/store/served.ts';
import type { Pass } from './admit.ts';
import { Cut } from './guard.ts';
import { type Bearer, type GateService, remember } from './service.ts';
import type { Permitted } from './shaping.ts';

/** A delivery whose start is durable: bytes may leave now. */
export interface Begun {
  readonly start: DeliveryStart;
  readonly name: string;
  /** Signed: channel, serial and start, for the recipient to keep. */
  readonly receipt: string;
  /** A quota left less than was asked for. */
  readonly partly: boolean;
}

const FIRST_SERIALS = 100;
/** From the admitting read to the start: longer than any page takes, and what evidence lets pass (POLICY-20). */
const LATEST_START_MS = 15 * 60_000;

type Wanted = Pick<DeliveryStart, 'mode' | 'source' | 'from' | 'reserved'> & { readonly reservedRows: number };

/**
 * Takes a serial, notes a first supply, enters the hour, makes the start durable and signs the receipt, all before any
 * byte. A page is taken whole, a stream as far as the quota goes. Throws Cut when the quota does not permit it, or when
 * the hour was sealed meanwhile.
 */
export async function begin(pass: Pass, bearer: Bearer, wanted: Wanted, deps: GateService): Promise<Begun> {
  const { channel, key } = bearer;
  if (deps.clock.real() - pass.at > LATEST_START_MS) throw new Cut('too-long');
  const at = deps.clock.domain();
  const { quota } = pass.permit;
  const asked = { rows: wanted.reservedRows, bytes: wanted.reserved };
  // The moment of the admitting read, not of this write: what was admitted before a measure also started before it.
  const startedAt = instant(pass.at);
  const filing = { at, hour: utcHour(startedAt) };
  const taken = await reserve(deps.store, channel, { ...asked, ...filing, quota, partly: wanted.mode === 'stream' });
  if (!('serial' in taken)) throw new Cut('refused', { kind: 'refused', reasons: overQuota(taken) });
  const { serial, rows: reservedRows, bytes: reserved, hour } = taken;
  if (serial <= FIRST_SERIALS) await supplyNoted(channel, serial, pass, at, deps);
  const { links, scope } = pass;
  const filed = { channel, serial, hour, startedAt, at };
  const start: DeliveryStart = { ...filed, ...links, scope, key, ...wanted, reserved, reservedRows };
  const name = deliveryName(start);
  const claims = { iss: deps.origin, sub: links.organization, channel, delivery: name, serial, startedAt, scope };
  // Signed while the start is written: neither leaves before both are done.
  const [receipt] = await Promise.all([deps.receipts.sign('receipt+jwt', claims), filedInTime(start, deps)]);
  const partly = reserved < asked.bytes || reservedRows < asked.rows;
  return { start, name, partly, receipt };
}

/** What of the source may leave under a pass, and in which form. */
export const permittedOf = ({ links, permit, excluded }: Pass, { channel }: Bearer, deps: GateService): Permitted => ({
  dataset: links.dataset,
  permit,
  excluded: excluded?.list,
  pseudonym: channelPseudonym(deps.master, channel),
  subject: subjectPseudonym(deps.master, links.dataset),
});

/** What was handed on until now. */
export interface HandedOn {
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

/** Closes the record and gives back what was reserved and not used. */
export async function finish(start: DeliveryStart, handed: HandedOn, cut: Cut | undefined, deps: GateService) {
  const grounds = cut?.denial?.reasons
    .slice(0, 20)
    .map(({ gate, article, measure }) => ({ gate, article, ...(measure && { measure }) }));
  const end: DeliveryEnd = {
    ...handed,
    endedAt: instant(deps.clock.real()),
    ...(cut && { cut: cut.reason }),
    ...(grounds && { grounds }),
  };
  const unused = { rows: (start.reservedRows ?? handed.rows) - handed.rows, bytes: start.reserved - handed.bytes };
  await Promise.all([putEnd(deps.store, start, end), refund(deps.store, start.channel, unused, start.at)]);
}

/** Once a channel, hour and process; a crash before the start leaves a channel without records in the hour. */
async function entered({ channel, hour, organization, dataset, basis }: DeliveryStart, deps: GateService) {
  if (deps.entered.get(channel) === hour) return;
  await enterHour(deps.store, hour, channel, { organization, dataset, basis });
  remember(deps.entered, channel, hour);
}

/** An hour that was sealed meanwhile takes nothing in: whoever asks again comes into the next one. */
async function filedInTime(start: DeliveryStart, deps: GateService): Promise<void> {
  try {
    await entered(start, deps);
    await putStart(deps.store, start);
  } catch (error) {
    throw error instanceof HourSealed ? new Cut('state-unreadable', undefined, error) : error;
  }
}

/** Noted again by the first hundred serials, once a process, so that a crash on the very first loses nothing (REG-9). */
async function supplyNoted(channel: string, serial: number, { links }: Pass, at: Instant, deps: GateService) {
  if (deps.supplied.has(channel)) return;
  await noteFirstSupply(deps.store, channel, { ...links, serial, at });
  remember(deps.supplied, channel, true);
}
