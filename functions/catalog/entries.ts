import { dataset } from '../../shared/domain/dataset.ts';
import { levelOf, marksOf, marksTighten } from '../../shared/domain/dataset-marks.ts';
import type { Dataset, DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { isRefusal, judge, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { scopeOf, within } from '../../shared/domain/scope.ts';
import { type Caller, type Input, type Reply, reply } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { putDocument } from '../../shared/store/documents.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Loaded, loadHead, type Unit } from '../../shared/store/unit.ts';
import { settleClaims } from './claims.ts';
import type { confirmBody, datasetParams, draftBody } from './schema.ts';

type Of<Schema extends { parse: (value: never) => unknown }> = ReturnType<Schema['parse']>;
type OnDataset<B> = Input<Of<typeof datasetParams>, unknown, B>;
/** A command without who and when: the border knows those. */
type Asked = DatasetCommand extends infer C ? (C extends unknown ? Omit<C, 'at' | 'actor'> : never) : never;

/** Who may look at any entry; a source unit sees its own, others the published content. */
export const watchers = [
  'data-authority',
  'operating-agency',
  'competent-department',
  'security-organ',
  'registration-agency',
  'grantor',
  'auditor',
] as const satisfies LegalRole[];

/** Starts a catalogue entry for a verified source unit. @see DZ-13, DZ-14 */
export async function draftEntry(
  { body, actor, at, receipt }: Input<unknown, unknown, Of<typeof draftBody>>,
  { store }: Service,
): Promise<Reply | Refusal> {
  const id = store.newId();
  const { source = actor.organization, entry } = body;
  return transact(
    store,
    async (unit) => {
      const place = await placeOf(unit, source);
      if (isRefusal(place)) return place;
      const after = await decide(store, unit, id, { type: 'draft', at, actor, source, ...place, entry });
      if (isRefusal(after)) return after;
      return reply(insideView(after), { status: 201, version: after.version, location: `/datasets/${id}` });
    },
    { receipt },
  );
}

/** One command on one entry. */
export async function carryOut<B>(
  { params, actor, at, ifMatch, receipt }: OnDataset<B>,
  { store }: Service,
  asked: Asked,
): Promise<Reply | Refusal> {
  return transact(
    store,
    async (unit) => {
      // An asked command with its envelope is a command again; the compiler cannot put a union back together.
      const after = await decide(store, unit, params.id, { ...asked, at, actor } as DatasetCommand, ifMatch);
      return isRefusal(after) ? after : reply(insideView(after), { version: after.version });
    },
    { receipt },
  );
}

/** Confirms that suspected fields may open. The evidence becomes a document, written once it is clear who may do this. */
export async function confirmOpening(
  input: OnDataset<Of<typeof confirmBody>>,
  service: Service,
): Promise<Reply | Refusal> {
  const { evidence, ...said } = input.body;
  const asked = { type: 'confirm-opening', ...said } as const;
  if (evidence === undefined) return carryOut(input, service, asked);
  const { state } = await loadHead(service.store, dataset, input.params.id);
  const blank = { document: 'none', commitment: '0'.repeat(64) };
  const probe = judge(dataset, { ...asked, evidence: blank, at: input.at, actor: input.actor }, state);
  if (isRefusal(probe)) return probe;
  return carryOut(input, service, { ...asked, evidence: await putDocument(service.store, 'text/plain', evidence) });
}

/**
 * Decides in a unit of work; claims (DZ-14) and the dataset's gate follow from the state before and after, so that no
 * command can forget them. Used by the routes and by the import.
 */
export async function decide(
  store: Context,
  unit: Unit,
  target: string | Loaded<Dataset>,
  command: DatasetCommand,
  ifMatch?: number,
): Promise<Loaded<Dataset> | Refusal> {
  const before = typeof target === 'string' ? await unit.load(dataset, target) : target;
  const after = await unit.decide(dataset, before, command, ifMatch);
  if (isRefusal(after)) return after;
  const refused = settleClaims(unit, before.id, before.state, after.state);
  if (refused) return refused;
  await settleGate(store, unit, before, after, command.at);
  return after;
}

/** Where a verified unit is; refused for any other. Leans on its gate, so that it cannot be closed meanwhile. */
export async function placeOf(unit: Unit, source: string): Promise<{ jurisdiction: string } | Refusal> {
  const { state } = await unit.load(organization, source);
  const gate = await unit.lean({ aggregate: 'organization', id: source });
  if (state.status === 'verified' && gate && !gate.ended) return { jurisdiction: state.jurisdiction };
  return refuse('DZ-14', { zh: '数源单位未登记或未核验', en: 'no verified unit of this id' }, '/source');
}

/** What an entry looks like to a caller; `undefined` when nothing of it is theirs to see. */
export function viewFor(caller: Caller, loaded: Loaded<Dataset>) {
  const { id, version, state } = loaded;
  if (state.status === 'none') return undefined;
  if (isInside(caller, state)) return insideView(loaded);
  if (state.status !== 'published' || levelOf(state) === 'core') return undefined;
  const { status, source, jurisdiction, entry, publishedAt } = state;
  return { id, version, dataset: { status, source, jurisdiction, entry, version: state.version, publishedAt } };
}

/** Whose entry it is, or whose duty it is to look. */
export const isInside = (caller: Caller, state: Dataset): boolean =>
  state.status !== 'none' && (watches(caller) || state.source === caller.organization);

export const watches = ({ roles }: Caller): boolean => watchers.some((role) => roles.includes(role));

const insideView = ({ id, version, state }: Loaded<Dataset>) => ({ id, version, dataset: state });

/** Publishing opens the gate with all fields of the entry, a revision changes scope and level, withdrawing ends it. */
async function settleGate(
  store: Context,
  unit: Unit,
  { id, state: before }: Loaded<Dataset>,
  { state: after }: Loaded<Dataset>,
  at: DatasetCommand['at'],
): Promise<void> {
  const gate = { aggregate: 'dataset', id };
  if (before.status === 'published' && after.status === 'withdrawn') {
    unit.gate(gate, { do: 'end', ended: { at, article: 'DZ-13' } });
  }
  if (after.status !== 'published') return;
  const now = fieldsOf(id, after);
  if (before.status !== 'published') {
    unit.gate(gate, { do: 'open', value: { holds: {}, scope: await putScope(store, now), ...marksOf(after) } });
    return;
  }
  const then = fieldsOf(id, before);
  const [marked, marks] = [marksOf(before), marksOf(after)];
  const same = within(now, then) && within(then, now);
  if (same && marked.level === marks.level) return;
  const loosens = within(then, now) && !marksTighten(marked, marks);
  const set = { level: marks.level, ...(!same && { scope: await putScope(store, now) }) };
  unit.gate(gate, { do: loosens ? 'loosen' : 'tighten', set });
}

const fieldsOf = (id: string, { entry }: Extract<Dataset, { status: 'published' }>) =>
  scopeOf(
    id,
    entry.items.map((item) => item.name),
  );
