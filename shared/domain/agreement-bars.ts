import type { ArticleId } from '../law/articles/titles.ts';
import type { Level } from '../law/levels.ts';
import { openClock, periodAt } from '../law/periods.ts';
import { endOfDay, type Instant, type LocalDate, startOfDay } from '../law/time.ts';
import { type Body, redevelopmentGrounds, related } from './affiliates.ts';
import type { Term } from './agreement-contents.ts';
import type { Ground } from './decision.ts';
import { unmandated } from './mandate.ts';
import { ownFields, type Scope } from './scope.ts';

/** Rules that a recorded basis can switch: 非法人 (DZ-30), a longer term with its reason, other data, a city setting. */
export const switchable = ['OPS-3', 'OPS-14', 'OPS-25', 'LOCAL-1'] as const satisfies ArticleId[];
export type Switchable = (typeof switchable)[number];

/** What the catalogue and the files know of one dataset when the agreement is proposed or takes effect. */
export interface DatasetFacts {
  readonly dataset: string;
  readonly published: boolean;
  readonly kind: 'government' | 'public-service' | 'voluntary';
  readonly level: Level;
  readonly opening: 'unconditional' | 'conditional' | 'none';
  /** Its source is under dispute (DZ-14, DZ-47). */
  readonly disputed: boolean;
  /** Whether its holder got it by sharing, and whether the provider consented (OPS-5). */
  readonly shared: 'no' | 'with-consent' | 'without-consent';
  readonly fields: readonly string[];
  readonly personalFields: readonly string[];
  /** A recorded basis (PIPL-21, 23) or anonymity, and an impact assessment (PIPL-55). */
  readonly personalBasis: boolean;
  readonly personalAssessment: boolean;
  /** Risk assessment of important data (NDR-31). */
  readonly importantAssessment: boolean;
  /** Who handed in a voluntary dataset (DZ-31): it may be a product that the operator delivered (OPS-6). */
  readonly source?: Body;
}

/** Values read from other streams by the caller, under the same transaction's conditions. */
export interface Facts {
  readonly plan: { readonly approved: boolean; readonly datasets: readonly string[] };
  readonly qualification: { readonly validUntil: LocalDate; readonly decided: boolean };
  readonly grantor: Body & {
    /** Its recorded mandate as implementing body is good now (OPS-3). */
    readonly mandated: boolean;
  };
  readonly operator: Body & {
    readonly verified: boolean;
    readonly legalPerson: boolean;
    readonly mainland: boolean;
  };
  /** The scope document whose hash the agreement carries. */
  readonly scope: Scope;
  readonly datasets: readonly DatasetFacts[];
}

interface Proposed {
  readonly datasets: readonly string[];
  readonly exceptions: readonly { readonly article: Switchable }[];
}

/** Every bar against this agreement at once; empty when there is none. @see DZ-30, OPS-3, OPS-5, LOCAL-1 */
export function bars({ datasets, exceptions }: Proposed, facts: Facts, at: Instant): readonly Ground[] {
  const switched = (article: Switchable) => exceptions.some((one) => one.article === article);
  return [
    ...partyBars(facts, at, switched),
    ...scopeBars(datasets, facts.scope),
    ...datasetBars(datasets, facts, switched),
  ];
}

/** The term against its cap: five years from its first day (renewed: of the new period), unless a reason is recorded. @see OPS-14 */
export function termBars(
  { from, until }: Term,
  exceptions: Proposed['exceptions'],
  counted: LocalDate = from,
): readonly Ground[] {
  const pointer = '/contents/term/until';
  if (until < from) {
    return [{ article: 'OPS-14', pointer, detail: { zh: '截止日早于起始日', en: 'it ends before it begins' } }];
  }
  // A day on which no cap is in force measures nothing: it needs a recorded reason like a longer term.
  const capped =
    periodAt('OPS-14', counted) !== undefined && endOfDay(until) <= openClock('OPS-14', startOfDay(counted)).dueAt;
  if (capped || exceptions.some((one) => one.article === 'OPS-14')) return [];
  const detail = { zh: '期限超过上限，须记录理由', en: 'longer than the cap: a reason must be recorded' };
  return [{ article: 'OPS-14', pointer, detail }];
}

type Switched = (article: Switchable) => boolean;

function partyBars(
  { plan, qualification, grantor, operator }: Facts,
  at: Instant,
  switched: Switched,
): readonly Ground[] {
  const found: Ground[] = [];
  const bar = (article: ArticleId, pointer: string, zh: string, en: string) =>
    found.push({ article, pointer, detail: { zh, en } });
  if (!plan.approved) bar('OPS-11', '/plan', '实施方案尚未批准', 'the plan is not approved');
  if (at >= endOfDay(qualification.validUntil)) {
    bar('DZ-30', '/qualification', '运营机构资格已失效', 'the qualification has lapsed');
  }
  if (!qualification.decided) {
    bar('OPS-13', '/qualification', '缺少选定运营机构的集体决策', 'the collective decision on the operator is missing');
  }
  if (!grantor.mandated) found.push(unmandated('/grantor'));
  if (related(grantor, operator)) {
    bar('POLICY-11', '/operator', '运营机构与实施机构有关联', 'the operator is affiliated with the implementing body');
  }
  if (!operator.verified) bar('DZ-30', '/operator', '运营机构未经核验', 'the operator is not verified');
  if (!operator.legalPerson && !switched('OPS-3')) {
    bar('OPS-3', '/operator', '运营机构须为法人,例外须记录依据', 'a legal person, unless a legal basis is recorded');
  }
  if (!operator.mainland) bar('DSL-31', '/operator', '不得向境外提供', 'no supply outside the mainland');
  return found;
}

function scopeBars(datasets: readonly string[], scope: Scope): readonly Ground[] {
  const beyond = Object.keys(scope.datasets).filter((dataset) => !datasets.includes(dataset));
  const detail = {
    zh: '范围超出协议列明的数据资源',
    en: 'the scope goes beyond the datasets that the agreement lists',
  };
  return beyond.map((dataset) => ({ article: 'OPS-21', pointer: `/scope/datasets/${dataset}`, detail }));
}

function datasetBars(datasets: readonly string[], facts: Facts, switched: Switched): readonly Ground[] {
  return datasets.flatMap((dataset, index): Ground[] => {
    const pointer = `/contents/resources/datasets/${index}`;
    const known = facts.datasets.find((one) => one.dataset === dataset);
    const planned = facts.plan.datasets.includes(dataset)
      ? []
      : [{ article: 'OPS-9' as const, pointer, detail: { zh: '不在实施方案内', en: 'not in the plan' } }];
    if (!known?.published) {
      const detail = { zh: '目录中没有已发布的该数据资源', en: 'no such published dataset in the catalogue' };
      return [...planned, { article: 'DZ-13', pointer, detail }];
    }
    return [
      ...planned,
      ...(known.source ? redevelopmentGrounds(facts.operator, [{ by: known.source, pointer }]) : []),
      ...oneDataset(known, ownFields(facts.scope, dataset), switched).map((one) => ({ ...one, pointer })),
    ];
  });
}

function oneDataset(known: DatasetFacts, fields: readonly string[], switched: Switched): readonly Ground[] {
  const found: Ground[] = [];
  const bar = (article: ArticleId, zh: string, en: string) => found.push({ article, detail: { zh, en } });
  if (known.kind !== 'government' && !switched('OPS-25')) {
    bar('OPS-25', '非政务部门数据须记录依据', 'data not held by a government department needs a recorded basis');
  }
  if (known.shared === 'without-consent') {
    bar('OPS-5', '共享取得的数据须经提供单位同意', 'shared data needs its provider to consent');
  }
  if (!switched('LOCAL-1')) {
    if (known.level === 'core') bar('LOCAL-1', '核心数据不得授权运营', 'core data is barred from operation');
    if (known.opening === 'none') bar('LOCAL-1', '不予开放数据不得授权运营', 'data not to be opened is barred');
    if (known.disputed) bar('LOCAL-1', '来源争议未决', 'its source is under dispute');
  }
  if (known.level === 'important' && !known.importantAssessment) {
    bar('NDR-31', '重要数据须经风险评估', 'important data needs its risk assessment');
  }
  if (fields.length === 0) bar('OPS-21', '范围未列明字段', 'the scope names no field of it');
  if (fields.some((field) => !known.fields.includes(field))) {
    bar('OPS-21', '范围含目录中没有的字段', 'the scope names fields that its entry does not have');
  }
  if (fields.some((field) => known.personalFields.includes(field))) {
    if (!known.personalBasis)
      bar('PIPL-23', '个人信息须有处理依据或匿名化', 'personal data needs its basis or anonymity');
    if (!known.personalAssessment) bar('PIPL-55', '须作个人信息保护影响评估', 'an impact assessment is required');
  }
  return found;
}
