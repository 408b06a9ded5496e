import { type In, isRefusal } from '../../shared/domain/decision.ts';
import { ROTATION_MS, type Subscription, subscription } from '../../shared/domain/subscription.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';
import { bury, type Delivery, delivered, dueDeliveries, putOff } from '../../shared/store/deliveries.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { signed } from '../../shared/webhooks.ts';
import { destinationOf, isPassing } from './destination.ts';
import { send } from './send.ts';
import { type NotificationService, secretOf } from './service.ts';
import { spreadNotices } from './spread.ts';

/** Waits between attempts, in seconds: nearly a day in all. @see POLICY-22 */
const WAITS = [10, 60, 300, 1_800, 7_200, 21_600, 43_200] as const;
/** Whoever began an attempt and did not come back is given up after this long, and it is tried again. */
const LEASE_MS = 60_000;
const AT_ONCE = 8;
/** A run begins nothing new after this long; the next one goes on. */
const RUN_MS = 15_000;

/** What one run did. */
export interface Run {
  sent: number;
  failed: number;
  buried: number;
}

/**
 * One run of the schedule: what is to be told becomes deliveries, and those whose time has come are tried. Each attempt is
 * leased first, so that two runs do not send at once; a crash in between sends again, with the same id.
 */
export async function deliverWebhooks(service: NotificationService): Promise<Run> {
  const { store } = service;
  const run: Run = { sent: 0, failed: 0, buried: 0 };
  const began = store.now();
  await spreadNotices(service);
  for (
    let due = await dueDeliveries(store, store.now());
    due.length > 0;
    due = await dueDeliveries(store, store.now())
  ) {
    const left = [...due];
    const worker = async () => {
      for (let one = left.shift(); one && store.now() - began < RUN_MS; one = left.shift())
        await attempt(service, one, run);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (store.now() - began >= RUN_MS) break;
  }
  return run;
}

async function attempt(service: NotificationService, due: Delivery, run: Run): Promise<void> {
  const { store } = service;
  const leased = { ...due, attempts: due.attempts + 1, at: store.now() + LEASE_MS };
  if (!(await putOff(store, due, leased))) return;
  const outcome = await tried(service, leased);
  if (outcome === 'sent') {
    await delivered(store, leased);
    run.sent++;
    return;
  }
  run.failed++;
  const wait = outcome.final ? undefined : WAITS[leased.attempts - 1];
  if (wait === undefined) {
    await bury(store, leased, outcome.because);
    run.buried++;
    return;
  }
  await putOff(store, leased, { ...leased, at: store.now() + jittered(store, wait * 1_000) });
}

type Outcome = 'sent' | { readonly because: string; readonly final: boolean };

async function tried(service: NotificationService, one: Delivery): Promise<Outcome> {
  const { store, clock, webhookSecret, loopback, timeLimit } = service;
  const { state } = await loadHead(store, subscription, one.subscription);
  if (state.status !== 'active') return { because: `subscription ${state.status}`, final: true };
  const endpoint = await getDocument(store, state.endpoint);
  if (!endpoint) return { because: 'its address was erased', final: true };
  const to = await destinationOf(String(endpoint.content), loopback);
  if (!('url' in to)) return { because: to.en, final: !isPassing(to) };
  const secrets = secretsOf(state, one.subscription, webhookSecret, clock.domain());
  const sent = await send(to, signed(one.message, new Date(store.now()), one.body, secrets), one.body, timeLimit);
  if ('failed' in sent) return { because: sent.failed, final: false };
  if (sent.status >= 200 && sent.status < 300) return 'sent';
  if (sent.status === 410) await giveUp(store, one.subscription, clock.domain());
  return { because: `HTTP ${sent.status}`, final: sent.status === 410 };
}

/** The secret now, and for a day after a rotation the one before it too. */
function secretsOf(
  { generation, rotatedAt }: In<Subscription, 'active'>,
  id: string,
  master: Uint8Array,
  at: Instant,
): string[] {
  const overlaps = rotatedAt !== undefined && at < instant(millis(rotatedAt) + ROTATION_MS);
  return [generation, ...(overlaps ? [generation - 1] : [])].map((one) => secretOf(master, id, one));
}

/** 410: the receiver says that it is gone for good. Its people are told. */
async function giveUp(store: Context, id: string, at: Instant) {
  const system = { person: 'system', organization: 'platform', roles: ['system'] as const };
  await transact(store, async (unit) => {
    const after = await unit.decide(subscription, id, { type: 'give-up', at, actor: system });
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
}

/** A fifth more or less, so that what failed together does not come back together. */
function jittered({ random }: Context, ms: number): number {
  const [byte = 0] = random(1);
  return Math.round(ms * (0.8 + (byte / 255) * 0.4));
}
