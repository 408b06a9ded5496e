import type { Links } from './domain/gate.ts';
import type { UtcHour } from './law/utc-hour.ts';
import { append, compactRoot, emptyCompact } from './ledger/compact.ts';
import { basisKey, groupSalt, recordHash, sealGroup } from './ledger/hour-tree.ts';
import type { KeptGroup } from './store/hour-closing.ts';
import type { Fixed, Indexed } from './store/hour-index.ts';
import { entriesOf } from './store/hour-records.ts';
import type { Context } from './store/store.ts';

/** A channel of an hour, fixed for every sealer. */
export type FixedChannel = Omit<Indexed, 'fixed'> & { readonly fixed: Fixed };

/**
 * The groups of an hour from its records: what sealing commits to, and what an audit makes again. Channels by name.
 * Memory does not grow with the number of records. @throws where one of them is missing
 */
export async function groupsFrom(
  store: Context,
  hour: UtcHour,
  channels: readonly FixedChannel[],
  salt: Uint8Array,
): Promise<readonly KeptGroup[]> {
  const bases = new Map<string, { readonly basis: Links['basis']; readonly channels: FixedChannel[] }>();
  for (const one of channels) {
    const { basis } = one.links;
    const name = `${basis.kind}#${basis.id}`;
    const found = bases.get(name) ?? { basis, channels: [] };
    found.channels.push(one);
    bases.set(name, found);
  }
  const groups: KeptGroup[] = [];
  for (const { basis, channels: own } of bases.values()) {
    const found = await groupOf(store, hour, own);
    if (found.channels.length === 0) continue;
    const key = basisKey(basis, store.hash);
    const seal = sealGroup(groupSalt(salt, key, store.hash), found.root, store.hash);
    groups.push({ key, seal, channels: found.channels });
  }
  return groups;
}

/** Over the records of one basis, channel by channel; `channels`: those that have any. */
async function groupOf(store: Context, hour: UtcHour, channels: readonly FixedChannel[]) {
  let tree = emptyCompact;
  const supplied: string[] = [];
  for (const { channel, fixed } of channels) {
    const before = tree.size;
    for await (const entries of entriesOf(store, hour, channel, fixed)) {
      const hashes = entries.map((entry) => recordHash(entry, store.hash));
      tree = append(tree, hashes, store.hash);
    }
    if (tree.size > before) supplied.push(channel);
  }
  return { root: compactRoot(tree, store.hash), channels: supplied };
}
