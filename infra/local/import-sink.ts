import * as z from 'zod';
import { asCommanded, type Draft } from '../../functions/catalog/intake/entry.ts';
import type { Sink } from '../../functions/catalog/intake/intake.ts';
import type { Ground } from '../../shared/domain/decision.ts';
import { type ArticleId, isArticleId } from '../../shared/law/articles/titles.ts';
import { type Client, problemOf, tell } from './client.ts';
import type { Units } from './import-units.ts';
import { Trouble } from './terminal.ts';

interface Row {
  readonly key: string;
  readonly source: string;
  readonly entry: object;
  readonly merge?: true;
}

const reason = z.object({ article: z.string(), detail: z.string(), pointer: z.string().optional() });
const answered = z.object({ rows: z.array(z.object({ reasons: z.array(reason) })) });

/** The platform takes 1 MB; some room is left for the frame. */
const MAX_BYTES = 900_000;
const ATTEMPTS = 5;
const NAME_CHARACTERS = 200;

/** Posts drafts to the catalogue in batches: what one round of the intake sends at once goes out as one request. */
export function catalogueSink(client: Client, units: Units): Sink {
  const send = batching((rows) => post(client, rows));
  const rowOf = (draft: Draft, key: string): Row => {
    const source = units.find(draft.unit);
    const entry = asCommanded(draft);
    return { key, source: source ?? units.holder, entry: source ? entry : { ...entry, name: heldName(draft) } };
  };
  return {
    post: (draft, key) => send(rowOf(draft, key)),
    merge: (draft, key) => send({ ...rowOf(draft, key), merge: true }),
  };
}

/** Under one holder the names of many units meet: each name says whose it was. */
function heldName({ entry: { name = '' }, unit }: Draft): string {
  const whose = `（${unit.slice(0, 80)}）`;
  return `${name.slice(0, NAME_CHARACTERS - whose.length)}${whose}`;
}

type Reasons = readonly Ground[];

/** Collects what is sent within one turn of the event loop. */
function batching(work: (rows: readonly Row[]) => Promise<readonly Reasons[]>): (row: Row) => Promise<Reasons> {
  let open: { rows: Row[]; answers: Promise<readonly Reasons[]> } | undefined;
  return async (row) => {
    if (!open) {
      const rows: Row[] = [];
      const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        open = undefined;
        return work(rows);
      });
      open = { rows, answers };
    }
    const at = open.rows.push(row) - 1;
    return (await open.answers)[at] ?? [];
  };
}

/** A batch that is too large, or refused as a whole, is halved until the row at fault stands alone. */
async function post(client: Client, rows: readonly Row[]): Promise<readonly Reasons[]> {
  const body = { rows };
  const halves = async () => {
    const middle = Math.ceil(rows.length / 2);
    return [...(await post(client, rows.slice(0, middle))), ...(await post(client, rows.slice(middle)))];
  };
  if (rows.length > 1 && Buffer.byteLength(JSON.stringify(body)) > MAX_BYTES) return halves();
  const answer = await patiently(() => client.post('/datasets/imports', body));
  if (answer.status === 200) return answered.parse(answer.body).rows.map(({ reasons }) => reasons.map(told));
  if (answer.status !== 422 && answer.status !== 413) {
    throw new Trouble({
      zh: `导入中断，再次运行即续传：${tell(answer)}`,
      en: 'the import stopped: run it again to resume',
    });
  }
  if (rows.length > 1) return halves();
  const problem = problemOf(answer);
  return [(problem?.grounds ?? [{ article: 'POLICY-9', detail: tell(answer) }]).map(told)];
}

/** 503 passes: others change the same records, or the machine is busy. */
async function patiently(ask: () => ReturnType<Client['post']>): ReturnType<Client['post']> {
  let answer = await ask();
  for (let count = 1; answer.status === 503 && count < ATTEMPTS; count++) {
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** count));
    answer = await ask();
  }
  return answer;
}

function told({ article, detail, pointer }: z.infer<typeof reason>): Ground {
  const known: ArticleId = isArticleId(article) ? article : 'POLICY-9';
  return { article: known, detail: { zh: detail, en: detail }, ...(pointer && { pointer }) };
}
