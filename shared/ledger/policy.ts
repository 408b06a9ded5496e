import { equal } from './bytes.ts';
import type { Hash } from './hash.ts';
import { type KeyType, type NoteKey, parseVkey } from './key.ts';

/** Which witnesses are enough: a key, or at least `need` of several; `{ need: 0, of: [] }` asks for none. */
export type Quorum = { readonly witness: NoteKey } | { readonly need: number; readonly of: readonly Quorum[] };

/** Whom a verifier believes. A log's key name is its origin; two keys of one name are a key change under way. */
export interface Policy {
  readonly logs: readonly NoteKey[];
  readonly witnesses: readonly NoteKey[];
  readonly quorum: Quorum;
}

/** What is wrong with a line of a policy file. `duplicate`: a name, a key, or a member that already counts elsewhere. */
export type PolicyFault =
  | 'too-large'
  | 'bad-character'
  | 'bad-line'
  | 'bad-key'
  | 'duplicate'
  | 'unknown-name'
  | 'bad-threshold'
  | 'no-quorum';

export type ParsedPolicy = { ok: true; policy: Policy } | { ok: false; code: PolicyFault; line: number };

/** Characters of a policy file, and how many logs, witnesses and groups it may name (each). */
export const MAX_POLICY_SIZE = 65_536;
export const MAX_POLICY_NAMES = 32;

export const noQuorum: Quorum = { need: 0, of: [] };

/** Whether the witnesses that cosigned are enough. */
export function isSatisfied(quorum: Quorum, cosigned: ReadonlySet<NoteKey>): boolean {
  if ('witness' in quorum) return cosigned.has(quorum.witness);
  return quorum.of.filter((member) => isSatisfied(member, cosigned)).length >= quorum.need;
}

/** Reads a policy file: `log`, `witness`, `group` and one `quorum` line. @see c2sp.org/tlog-policy */
export function parsePolicy(file: string, hash: Hash): ParsedPolicy {
  if (file.length > MAX_POLICY_SIZE) return { ok: false, code: 'too-large', line: 0 };
  const draft: Draft = { logs: [], witnesses: [], names: new Map(), members: new Set(), quorum: undefined };
  const lines = file.split('\n');
  for (const [i, line] of lines.entries()) {
    const code = isPrintable(line) ? readLine(draft, line, hash) : 'bad-character';
    if (code !== undefined) return { ok: false, code, line: i + 1 };
  }
  const { logs, witnesses, quorum } = draft;
  if (quorum === undefined) return { ok: false, code: 'no-quorum', line: lines.length };
  return { ok: true, policy: { logs, witnesses, quorum } };
}

interface Draft {
  readonly logs: NoteKey[];
  readonly witnesses: NoteKey[];
  readonly names: Map<string, Quorum>;
  /** Names that are already member of a group: each counts in one place only. */
  readonly members: Set<string>;
  quorum: Quorum | undefined;
}

function readLine(draft: Draft, line: string, hash: Hash): PolicyFault | undefined {
  const [keyword, ...rest] = line.split(/[ \t]+/).filter((word) => word !== '');
  if (keyword === undefined || keyword.startsWith('#')) return undefined;
  if (keyword === 'log' && (rest.length === 1 || rest.length === 2)) return readLog(draft, rest, hash);
  if (keyword === 'witness' && (rest.length === 2 || rest.length === 3)) return readWitness(draft, rest, hash);
  if (keyword === 'group' && rest.length >= 3) return readGroup(draft, rest);
  if (keyword === 'quorum' && rest.length === 1) return readQuorum(draft, rest);
  return 'bad-line';
}

function readLog({ logs }: Draft, [vkey = '']: readonly string[], hash: Hash): PolicyFault | undefined {
  return addKey(logs, parseVkey(vkey, hash), ['ed25519', 'ecdsa-p256']);
}

function readWitness(draft: Draft, [name = '', vkey = '']: readonly string[], hash: Hash): PolicyFault | undefined {
  const key = parseVkey(vkey, hash);
  return addKey(draft.witnesses, key, ['cosignature']) ?? (key && define(draft, name, { witness: key }));
}

function readGroup(draft: Draft, [name = '', threshold = '', ...members]: readonly string[]): PolicyFault | undefined {
  const of = members.map((member) => draft.names.get(member)).filter((member) => member !== undefined);
  if (of.length < members.length) return 'unknown-name';
  if (new Set(members).size < members.length || members.some((member) => draft.members.has(member))) return 'duplicate';
  const need = needOf(threshold, of.length);
  if (need === undefined) return 'bad-threshold';
  for (const member of members) draft.members.add(member);
  return define(draft, name, { need, of });
}

function readQuorum(draft: Draft, [name = '']: readonly string[]): PolicyFault | undefined {
  if (draft.quorum !== undefined) return 'duplicate';
  draft.quorum = name === 'none' ? noQuorum : draft.names.get(name);
  return draft.quorum === undefined ? 'unknown-name' : undefined;
}

function addKey(keys: NoteKey[], key: NoteKey | undefined, types: readonly KeyType[]): PolicyFault | undefined {
  if (key === undefined || !types.includes(key.type)) return 'bad-key';
  if (keys.some(({ bytes }) => equal(bytes, key.bytes))) return 'duplicate';
  // Name and id choose the key that a line is checked with: two of them would be one too many.
  if (keys.some(({ name, id }) => name === key.name && id === key.id)) return 'duplicate';
  if (keys.length === MAX_POLICY_NAMES) return 'too-large';
  keys.push(key);
  return undefined;
}

function define({ names }: Draft, name: string, value: Quorum): PolicyFault | undefined {
  if (name === 'none' || names.has(name)) return 'duplicate';
  if (names.size === 2 * MAX_POLICY_NAMES) return 'too-large';
  names.set(name, value);
  return undefined;
}

function needOf(threshold: string, members: number): number | undefined {
  if (threshold === 'any') return 1;
  if (threshold === 'all') return members;
  const need = /^[1-9]\d?$/.test(threshold) ? Number(threshold) : 0;
  return need >= 1 && need <= members ? need : undefined;
}

/** Only tab among the control characters; what is beyond ASCII is opaque. */
const isPrintable = (line: string): boolean => !/[^\P{Cc}\t\u0080-\u009f]/u.test(line);
