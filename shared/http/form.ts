/** Where a form of ours leads when it was carried out: a path of this platform. */
const TO = '_to';
/** A form that is sent twice is carried out once: what a program says in its Idempotency-Key. */
const KEY = '_key';
/** More fields, or deeper ones, than any of our forms has. */
const MAX_FIELDS = 200;
const NAME = /^[a-zA-Z][\w-]{0,60}(\.[\w-]{1,60}){0,4}(:(number|boolean|moment))?$/;

export interface PageForm {
  /** What a program would have sent as JSON; `undefined` for a form that is none of ours. */
  readonly body: unknown;
  readonly to?: string;
  readonly key?: string;
}

/** Whether this request is a form, and no program's JSON. */
export const isForm = (request: Request): boolean =>
  request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';

/**
 * A form of one of our pages as the JSON of the same command: `reasons.text` is a member of a member, `evidence.0.text` of
 * a list, `count:number` no text. A field left empty was not filled in. Any route takes one, so pages need no script.
 */
export function pageForm(text: string): PageForm {
  const body: Tree = new Map();
  let to: string | undefined;
  let key: string | undefined;
  const fields = [...new URLSearchParams(text)];
  if (fields.length > MAX_FIELDS) return { body: undefined };
  for (const [name, value] of fields) {
    if (name === TO) to = safePath(value);
    else if (name === KEY) key = value;
    else if (!NAME.test(name) || !put(body, name, value)) return { body: undefined };
  }
  return { body: plain(body), ...(to !== undefined && { to }), ...(key !== undefined && { key }) };
}

type Tree = Map<string, Tree | string | number | boolean>;

/** `false` for a name that comes twice, or is a value here and a group there: neither wins in silence. */
function put(body: Tree, name: string, value: string): boolean {
  const [path = '', kind] = name.split(':');
  if (value.trim() === '') return true;
  const parts = path.split('.');
  let at = body;
  for (const part of parts.slice(0, -1)) {
    const below = at.get(part) ?? new Map();
    if (!(below instanceof Map)) return false;
    at.set(part, below);
    at = below;
  }
  const last = parts.at(-1) ?? '';
  if (at.has(last)) return false;
  at.set(last, typed(value, kind));
  return true;
}

function typed(value: string, kind: string | undefined): string | number | boolean {
  if (kind === 'number') return Number(value);
  if (kind === 'boolean') return value === 'true';
  // A moment is chosen on the clock in Dazhou, to the minute.
  if (kind === 'moment' && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value)) {
    const at = new Date(`${value}:00+08:00`);
    return Number.isNaN(at.getTime()) ? value : at.toISOString();
  }
  return value;
}

/** Groups whose members are numbered from 0 are lists. */
function plain(tree: Tree): unknown {
  const members = [...tree].map(([name, one]) => [name, one instanceof Map ? plain(one) : one] as const);
  const listed = members.length > 0 && members.every(([name], index) => name === String(index));
  return listed ? members.map(([, one]) => one) : Object.fromEntries(members);
}

/** Path and query only; whatever could name another host is not gone to. */
const safePath = (value: string): string | undefined =>
  /^\/(?![/\\])[\w\-./?=&%#]{0,500}$/.test(value) ? value : undefined;
