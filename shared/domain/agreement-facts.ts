import type { Instant } from '../law/time.ts';
import type { Body } from './affiliates.ts';
import type { DatasetFacts, Facts } from './agreement-bars.ts';
import type { Declaration } from './agreement-schema.ts';
import { isCurrent } from './assessment.ts';
import { levelOf } from './dataset-marks.ts';
import type { Dataset } from './dataset-schema.ts';
import { isMandated } from './mandate.ts';
import { organizationKinds } from './organization-kinds.ts';
import type { Organization } from './organization-schema.ts';
import { isApproved, type Plan } from './plan.ts';
import type { Qualification } from './qualification-schema.ts';
import type { Scope } from './scope.ts';

/** What no stream here knows of a dataset yet: declared by the grantor, with its documents. */
export type Declared = Pick<
  DatasetFacts,
  'disputed' | 'shared' | 'personalBasis' | 'personalAssessment' | 'importantAssessment'
>;

/** A declaration as facts: what has no document counts as not there. Without a declaration nothing is disputed or shared. */
export function declaredOf(declarations: readonly Declaration[], dataset: string): Declared {
  const found = declarations.find((one) => one.dataset === dataset);
  return {
    disputed: found?.disputed ?? false,
    shared: found?.shared ? (found.consent ? 'with-consent' : 'without-consent') : 'no',
    personalBasis: found?.personalBasis !== undefined,
    personalAssessment: found?.personalAssessment !== undefined,
    importantAssessment: found?.importantAssessment !== undefined,
  };
}

interface Streams {
  readonly plan: Plan;
  readonly qualification: Qualification;
  readonly grantor: Organization;
  readonly operator: Organization;
  readonly scope: Scope;
  readonly datasets: readonly {
    readonly id: string;
    readonly state: Dataset;
    readonly declared: Declared;
    /** Of a voluntary dataset, who handed it in. */
    readonly source?: Organization | undefined;
  }[];
  readonly at: Instant;
}

/** The states of the streams an agreement leans on, as the facts its bars judge. What is not there counts against it. */
export function factsFrom({ plan, qualification, grantor, operator, scope, datasets, at }: Streams): Facts {
  return {
    plan: { approved: isApproved(plan), datasets: plan.status === 'none' ? [] : plan.datasets },
    qualification: {
      validUntil: 'validUntil' in qualification ? qualification.validUntil : '1970-01-01',
      decided: qualification.status === 'decided',
    },
    grantor: {
      ...bodyOf(grantor, []),
      mandated: grantor.status === 'verified' && isMandated(grantor.mandated, at),
    },
    operator: {
      ...bodyOf(operator, 'affiliates' in qualification ? qualification.affiliates : []),
      verified: operator.status === 'verified',
      legalPerson: operator.status !== 'none' && organizationKinds[operator.kind].legalPerson,
      mainland: operator.status !== 'none' && operator.mainland,
    },
    scope,
    datasets: datasets.flatMap((one) => datasetFacts(one, at)),
  };
}

/** An organization that is not there has no code, and nobody is affiliated with it: other bars refuse it. */
const bodyOf = (state: Organization, affiliates: readonly string[]): Body => ({
  creditCode: state.status === 'none' ? '' : state.creditCode,
  affiliates,
});

/** Nothing for what is not in the catalogue: the bars then find it unpublished. */
function datasetFacts({ id, state, declared, source }: Streams['datasets'][number], at: Instant): DatasetFacts[] {
  if (state.status !== 'published') return [];
  const { kind, opening, items } = state.entry;
  const personal = items.filter((item) => item.personal || item.sensitive);
  return [
    {
      dataset: id,
      published: true,
      kind,
      level: levelOf(state),
      opening: opening.attribute,
      ...declared,
      // What is recorded counts, whatever the grantor declares (NDR-31, DZ-47).
      importantAssessment: declared.importantAssessment || isCurrent(state.standing?.assessed?.until, at),
      disputed: declared.disputed || state.standing?.dispute !== undefined,
      fields: items.map((item) => item.name),
      personalFields: personal.map((item) => item.name),
      ...(source && { source: bodyOf(source, []) }),
    },
  ];
}
