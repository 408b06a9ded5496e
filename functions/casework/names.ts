import { organization } from '../../shared/domain/organization.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

export type Names = ReadonlyMap<string, string>;

/** What organizations are called; an id that is none of theirs stays as it is. */
export async function namesOf(store: Context, ids: readonly (string | undefined)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((one) => one !== undefined))];
  const found = await Promise.all(
    wanted.map(async (id) => {
      const { state } = await loadHead(store, organization, id);
      return state.status === 'none' ? [] : [[id, state.title] as const];
    }),
  );
  return new Map(found.flat());
}
