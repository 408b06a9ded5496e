import type { Happening } from '../../shared/command.ts';
import { refuse } from '../../shared/domain/decision.ts';
import type { Registration } from '../../shared/domain/registration.ts';
import { RESOURCE_CLAIM } from '../../shared/store/first-supply.ts';

/** Takes each dataset of a resource for this registration alone, or frees what an ended one had. @see LOCAL-40 */
export function claimResources({ unit, before, after }: Happening<Registration, unknown, unknown>): undefined {
  const { id } = after;
  const [had, has] = [resourcesOf(before.state), resourcesOf(after.state)];
  for (const dataset of has) if (!had.includes(dataset)) unit.claim(RESOURCE_CLAIM, dataset, id, registeredAlready);
  for (const dataset of had) if (!has.includes(dataset)) unit.unclaim(RESOURCE_CLAIM, dataset, id);
  return undefined;
}

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
