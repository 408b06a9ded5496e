import * as z from 'zod';
import type { Outcome } from '../../functions/catalog/intake/report.ts';
import { unitKey } from '../../functions/catalog/intake/spellings.ts';
import { divisions } from '../../shared/law/identifiers.ts';
import { type Client, tell } from './client.ts';
import { Trouble } from './terminal.ts';

/** Which organization of the platform a catalogue's source unit 数源单位 is. */
export interface Units {
  /** Holds the entries of units that the platform does not know. */
  readonly holder: string;
  /** The organization of this unit name; `undefined` for an unknown one. */
  find(name: string): string | undefined;
  /** The outcome, with a reason more where the entry stands under the holder. */
  explained(outcome: Outcome): Outcome;
}

const profile = z.object({ organization: z.object({ id: z.string(), title: z.string() }) });
const page = z.object({
  items: z.array(z.object({ id: z.string(), title: z.string().optional() })),
  cursor: z.string().optional(),
});
const MAX_PAGES = 50;
const city = { name: '达州市', province: '四川省' };

/** Reads the platform's organizations as far as the caller may see them; `holder`: the caller's own unless told. */
export async function knownUnits(client: Client, holder: string | undefined): Promise<Units> {
  const { organization } = profile.parse((await client.get('/me')).body);
  const known = new Map([[keyOf(organization.title), organization.id]]);
  for (const jurisdiction of Object.keys(divisions)) {
    for await (const { id, title } of listed(client, jurisdiction)) if (title) known.set(keyOf(title), id);
  }
  if (holder !== undefined && ![...known.values()].includes(holder)) throw unknown(holder);
  const find = (name: string) => known.get(keyOf(name));
  const held = holder ?? organization.id;
  return {
    holder: held,
    find,
    explained: (outcome) => {
      if (outcome.unit === undefined || outcome.result === 'returned' || find(outcome.unit)) return outcome;
      const detail = {
        zh: `平台没有数源单位“${outcome.unit}”，条目暂由 ${held} 代管，名称后注明原单位`,
        en: `no unit ${outcome.unit} here: ${held} holds the entry, its name tells the unit`,
      };
      return { ...outcome, reasons: [{ article: 'DZ-14', detail }, ...outcome.reasons] };
    },
  };
}

/** Organizations of a division; none for a caller who may not list them. */
async function* listed(client: Client, jurisdiction: string) {
  let cursor: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const query = new URLSearchParams({ status: 'verified', jurisdiction, limit: '200', ...(cursor && { cursor }) });
    const answer = await client.get(`/organizations?${query}`);
    if (answer.status === 403) return;
    if (answer.status !== 200) throw new Trouble({ zh: '无法读取主体列表', en: tell(answer) });
    const found = page.parse(answer.body);
    yield* found.items;
    cursor = found.cursor;
    if (cursor === undefined) return;
  }
}

const keyOf = (title: string): string => unitKey(title.replace('（演示）', ''), city);

const unknown = (id: string) =>
  new Trouble({ zh: `平台上没有主体 ${id}`, en: `there is no organization ${id} that you can see` });
