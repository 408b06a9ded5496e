import type { Facts } from '../../shared/domain/agreement-bars.ts';
import { declaredOf, factsFrom } from '../../shared/domain/agreement-facts.ts';
import type { Declaration } from '../../shared/domain/agreement-schema.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Dataset } from '../../shared/domain/dataset-schema.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Organization } from '../../shared/domain/organization-schema.ts';
import { plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { Links } from './versions.ts';

interface Judged {
  readonly datasets: readonly string[];
  readonly declarations: readonly Declaration[];
}

/**
 * Reads the streams an agreement leans on. Operator and datasets are leant on by their gates, so that neither is closed
 * or withdrawn while this commits. Plan, qualification and mandate need none: an approved plan stays approved, and whoever
 * ends a qualification or replaces a mandate looks at no agreement, so the two simply happen one after the other.
 */
export async function factsFor(
  unit: Unit,
  links: Links,
  { datasets, declarations }: Judged,
  scope: Scope,
  at: Instant,
): Promise<Facts> {
  const [planned, qualified, grantor, operator, ...catalogued] = await Promise.all([
    unit.load(plan, links.plan),
    unit.load(qualification, links.qualification),
    unit.load(organization, links.grantor),
    unit.load(organization, links.operator),
    ...[...new Set(datasets)].map((one) => unit.load(dataset, one)),
  ]);
  await Promise.all([operator, ...catalogued].map(({ aggregate, id }) => unit.lean({ aggregate, id })));
  return factsFrom({
    plan: planned.state,
    qualification: qualified.state,
    grantor: grantor.state,
    operator: operator.state,
    scope,
    at,
    datasets: await Promise.all(
      catalogued.map(async ({ id, state }) => ({
        id,
        state,
        declared: declaredOf(declarations, id),
        source: await sourceOf(unit, state),
      })),
    ),
  });
}

/** Who handed in a voluntary dataset (DZ-31); those of departments are nobody's product. */
async function sourceOf(unit: Unit, state: Dataset): Promise<Organization | undefined> {
  if (state.status !== 'published' || state.entry.kind !== 'voluntary') return undefined;
  return (await unit.load(organization, state.source)).state;
}
