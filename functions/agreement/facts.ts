import type { Facts } from '../../shared/domain/agreement-bars.ts';
import { declaredOf, factsFrom } from '../../shared/domain/agreement-facts.ts';
import type { Declaration } from '../../shared/domain/agreement-schema.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { organization } from '../../shared/domain/organization.ts';
import { plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { Links } from './versions.ts';

interface Judged {
  readonly datasets: readonly string[];
  readonly declarations: readonly Declaration[];
}

/**
 * Reads the streams an agreement leans on. Operator and datasets are leant on by their gates, so that neither is closed
 * or withdrawn while this commits. Plan and qualification have none and need none: an approved plan stays approved, and
 * ending a qualification looks at no agreement, so the two simply happen one after the other.
 */
export async function factsFor(
  unit: Unit,
  links: Links,
  { datasets, declarations }: Judged,
  scope: Scope,
): Promise<Facts> {
  const [planned, qualified, operator, ...catalogued] = await Promise.all([
    unit.load(plan, links.plan),
    unit.load(qualification, links.qualification),
    unit.load(organization, links.operator),
    ...[...new Set(datasets)].map((one) => unit.load(dataset, one)),
  ]);
  await Promise.all([operator, ...catalogued].map(({ aggregate, id }) => unit.lean({ aggregate, id })));
  return factsFrom({
    plan: planned.state,
    qualification: qualified.state,
    operator: operator.state,
    scope,
    datasets: catalogued.map(({ id, state }) => ({ id, state, declared: declaredOf(declarations, id) })),
  });
}
