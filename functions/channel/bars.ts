import { agreement } from '../../shared/domain/agreement.ts';
import { isCurrent } from '../../shared/domain/assessment.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import { contractor, withoutReview } from '../../shared/domain/contractor.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { levelOf } from '../../shared/domain/dataset-marks.ts';
import { type Refusal, refuse } from '../../shared/domain/decision.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Unit } from '../../shared/store/unit.ts';

type Asked = Pick<Extract<Channel, { status: 'requested' }>, 'organization' | 'dataset' | 'basis'>;

/**
 * What stands in the way of opening although the agreement is in effect, because it was said later: a contractor without
 * review (DZ-46), the catalogue of core and important data (DSL-21), a source dispute (DZ-47). Whoever lists or disputes
 * writes the dataset's gate, which the caller leans on; engaging a contractor looks at no channel and needs no lean.
 */
export async function barredNow(
  unit: Unit,
  { organization, dataset: about, basis }: Asked,
  at: Instant,
): Promise<Refusal | undefined> {
  const [engaged, known] = await Promise.all([unit.load(contractor, organization), unit.load(dataset, about)]);
  const unreviewed = withoutReview(engaged.state, at);
  if (unreviewed || basis.kind !== 'agreement' || known.state.status !== 'published') return unreviewed;
  const { state } = await unit.load(agreement, basis.id);
  const terms = 'terms' in state ? state.terms : undefined;
  const { standing } = known.state;
  const level = levelOf(known.state);
  if (!terms?.exceptions.some(({ article }) => article === 'LOCAL-1')) {
    if (level === 'core') return refuse('LOCAL-1', texts.core, '/dataset');
    if (standing?.dispute !== undefined) return refuse('LOCAL-1', texts.disputed, '/dataset');
  }
  const declared = terms?.declarations.some((one) => one.dataset === about && one.importantAssessment !== undefined);
  if (level !== 'important' || declared || isCurrent(standing?.assessed?.until, at)) return undefined;
  return refuse('NDR-31', texts.unassessed, '/dataset');
}

const texts = {
  core: { zh: '该数据已被列为核心数据，不得授权运营', en: 'it is listed as core data, which is barred from operation' },
  disputed: { zh: '该数据来源争议未决', en: 'a dispute about its source is open' },
  unassessed: {
    zh: '该数据已被列为重要数据，须先作风险评估',
    en: 'it is listed as important data: assess its risk first',
  },
};
