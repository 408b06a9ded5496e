import { isRefusal } from '../../shared/domain/decision.ts';
import { keyStream, logKeys } from '../../shared/domain/log-keys.ts';
import { instant } from '../../shared/law/time.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { listEvents } from '../../shared/store/lists.ts';
import type { LogHead } from '../../shared/store/log.ts';
import { findEvent } from '../../shared/store/log-tiles.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Shown } from './publish.ts';
import type { Sequencer } from './service.ts';

const system = { person: 'system', organization: 'platform', roles: ['system'] } as const;

/** The keys that sign now, as others take them in. */
export const vkeysOf = ({ signers }: Pick<Sequencer, 'signers'>): readonly string[] =>
  signers.map(({ key }) => formatVkey(key));

/**
 * Whether HEAD may be signed by these keys: they are those of the published checkpoint, or HEAD holds the leaf that
 * names them. Otherwise that leaf is put on its way, and the next pass asks again. The first keys of a log need none.
 */
export async function keysAreKnown(head: LogHead, { published }: Shown, sequencer: Sequencer): Promise<boolean> {
  const vkeys = vkeysOf(sequencer);
  if (!published || published.vkeys.join() === vkeys.join()) return true;
  const { store } = sequencer;
  const command = { type: 'change', at: instant(store.now()), actor: system, vkeys } as const;
  const changed = await transact(store, async (unit) => {
    const after = await unit.decide(logKeys, keyStream.id, command);
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  if (isRefusal(changed)) throw new Error('the change of keys was refused');
  // A crash here leaves the leaf in the outbox: the next pass finds the change made and waits for its place.
  const { items } = await listEvents(store, keyStream, { limit: 1, ascending: false });
  const place = items[0] && (await findEvent(store, items[0].event));
  return place !== undefined && place.index < head.size;
}
