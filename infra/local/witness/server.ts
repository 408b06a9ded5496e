import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fromUtf8 } from '../../../shared/ledger/bytes.ts';
import type { Checkpoint } from '../../../shared/ledger/checkpoint.ts';
import type { NoteKey } from '../../../shared/ledger/key.ts';
import { cosignNote, formatSignatures, type NoteSigner } from '../../../shared/ledger/note.ts';
import { judgeAddCheckpoint, MAX_REQUEST_SIZE, type WitnessFault } from '../../../shared/ledger/witness.ts';
import { checkSignature } from '../../../shared/store/check-signature.ts';
import { sha256 } from '../../../shared/store/store.ts';
import type { Memory } from './memory.ts';

/** What a witness works with. `told` hears what became of each request. */
export interface Witnessing {
  readonly signer: NoteSigner;
  readonly logs: readonly NoteKey[];
  readonly memory: Memory;
  /** Real clock, milliseconds. */
  readonly now: () => number;
  readonly told: (outcome: Checkpoint | WitnessFault | Error) => void;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A witness over HTTP: `POST <prefix>/add-checkpoint` and nothing else. @see c2sp.org/tlog-witness */
export function witnessServer(witnessing: Witnessing): Server {
  const judge = oneByOne(witnessing);
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answerOf(request, judge)
      .catch((error: unknown): Answer => {
        witnessing.told(error instanceof Error ? error : new Error(String(error)));
        return text(500, 'the memory cannot be read or kept');
      })
      .then((answer) => send(response, answer));
  });
  server.maxConnections = 64;
  return server;
}

/** Requests in a row: between looking at the memory and keeping the new checkpoint there is no other. */
function oneByOne(witnessing: Witnessing): (body: string) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const answer = last.then(() => addCheckpoint(body, witnessing));
    last = answer.catch(() => undefined);
    return answer;
  };
}

async function addCheckpoint(body: string, { signer, logs, memory, now, told }: Witnessing): Promise<Answer> {
  const verdict = await judgeAddCheckpoint(body, { logs, lastOf: memory.lastOf }, checkSignature, sha256);
  if (!verdict.ok) {
    told(verdict);
    if (verdict.code === 'conflict') return { status: 409, type: 'text/x.tlog.size', body: `${verdict.size}\n` };
    return refused(verdict.code);
  }
  const { checkpoint, note } = verdict;
  // Kept first: were it the other way round, a crash in between would leave a cosignature that nobody remembers.
  memory.keep(checkpoint.origin, note);
  const line = await cosignNote(verdict.text, signer, Math.floor(now() / 1000));
  told(checkpoint);
  return text(200, formatSignatures([line]));
}

const refusals = {
  'bad-request': [400, 'not a request as in c2sp.org/tlog-witness\n'],
  'bad-signature': [403, 'no key that is known here signed this checkpoint\n'],
  'unknown-log': [404, 'this log is not known here\n'],
  'bad-proof': [422, 'this tree does not begin with the one seen before\n'],
} as const;

function refused(code: keyof typeof refusals): Answer {
  const [status, body] = refusals[code];
  return text(status, body);
}

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

async function answerOf(request: IncomingMessage, judge: (body: string) => Promise<Answer>): Promise<Answer> {
  const [path = ''] = (request.url ?? '').split('?');
  if (!path.endsWith('/add-checkpoint')) return text(404, 'POST /add-checkpoint\n');
  if (request.method !== 'POST') return text(405, 'POST /add-checkpoint\n');
  const body = await bodyOf(request);
  if (body === undefined) return text(413, 'larger than any checkpoint with its proof\n');
  const readable = fromUtf8(body);
  return readable === undefined ? refused('bad-request') : judge(readable);
}

/** The whole body; `undefined` when it is larger than any honest one. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Uint8Array)) throw new Error('a request without encoding is bytes');
    size += part.length;
    if (size > MAX_REQUEST_SIZE) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  };
  // What was refused unread would be taken for the next request.
  response.writeHead(status, status === 413 ? { ...headers, connection: 'close' } : headers).end(body);
}
