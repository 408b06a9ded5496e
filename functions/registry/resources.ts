import type { Happening } from '../../shared/command.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Dataset } from '../../shared/domain/dataset-schema.ts';
import { type Refusal, refuse, refuseAll } from '../../shared/domain/decision.ts';
import type { Registration } from '../../shared/domain/registration.ts';
import { milderThanCatalogue } from '../../shared/domain/registration-catalogue.ts';
import type { RegistrationFile } from '../../shared/domain/registration-file.ts';
import { RESOURCE_CLAIM } from '../../shared/store/first-supply.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';

/** Takes each dataset of a resource for this registration alone, or frees what an ended one had. @see LOCAL-40 */
export function claimResources({ unit, before, after }: Happening<Registration, unknown, unknown>): undefined {
  const { id } = after;
  const [had, has] = [resourcesOf(before.state), resourcesOf(after.state)];
  for (const dataset of has) if (!had.includes(dataset)) unit.claim(RESOURCE_CLAIM, dataset, id, registeredAlready);
  for (const dataset of had) if (!has.includes(dataset)) unit.unclaim(RESOURCE_CLAIM, dataset, id);
  return undefined;
}

/** Why this file cannot stand for these resources: it says less of them than the catalogue does now. @see LOCAL-41 */
export async function unlikeCatalogue(
  unit: Unit,
  state: Registration,
  file: RegistrationFile,
  within?: string,
): Promise<Refusal | undefined> {
  if (!('category' in state) || state.category !== 'resource') return undefined;
  const loaded = await Promise.all(state.datasets.map((id) => unit.load(dataset, id)));
  return refuseAll(milderThanCatalogue(state.category, file, publishedOf(loaded), within));
}

export const publishedOf = (loaded: readonly Loaded<Dataset>[]) =>
  loaded.flatMap(({ state }) => (state.status === 'published' ? [state] : []));

function resourcesOf(state: Registration): readonly string[] {
  if (state.status === 'none' || state.status === 'ended') return [];
  if (state.status === 'deregistered' || state.status === 'revoked') return [];
  if (state.status === 'due' || state.status === 'overdue') return state.holder ? [state.dataset] : [];
  return state.category === 'resource' ? state.datasets : [];
}

const registeredAlready = refuse(
  'LOCAL-40',
  { zh: '该数据资源已登记或正在登记', en: 'this resource is registered, or being registered' },
  '/datasets',
);
