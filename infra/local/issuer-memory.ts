import type { Adapter, AdapterPayload } from 'oidc-provider';

const MAX_ENTRIES = 10_000;

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** Where the local issuer keeps interactions, codes and tokens: in memory, each for minutes. A restart forgets them. */
export function memoryAdapter(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  return (model) => modelAdapter(entries, model);
}

function modelAdapter(entries: Map<string, Entry>, model: string): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const live = ({ expiresAt }: Entry) => Date.now() < expiresAt;
  const where = (wanted: (payload: AdapterPayload) => boolean) =>
    [...entries].find(([key, entry]) => key.startsWith(`${model}:`) && live(entry) && wanted(entry.payload))?.[1];
  return {
    upsert: async (id, payload, seconds = 0) => {
      forgetExpired(entries);
      entries.set(keyOf(id), { payload, expiresAt: Date.now() + seconds * 1000 });
    },
    find: async (id) => {
      const entry = entries.get(keyOf(id));
      return entry && live(entry) ? entry.payload : undefined;
    },
    findByUid: async (uid) => where((payload) => payload.uid === uid)?.payload,
    findByUserCode: async (code) => where((payload) => payload.userCode === code)?.payload,
    consume: async (id) => {
      const payload = entries.get(keyOf(id))?.payload;
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => {
      entries.delete(keyOf(id));
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  };
}

/** A map keeps the order of insertion, so what goes first when it is full is the oldest. */
function forgetExpired(entries: Map<string, Entry>): void {
  const now = Date.now();
  for (const [key, { expiresAt }] of entries) {
    if (expiresAt <= now || entries.size >= MAX_ENTRIES) entries.delete(key);
  }
}
