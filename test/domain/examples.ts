import type { DatasetFacts, Facts } from '../../shared/domain/agreement-bars.ts';
import { type Contents, type DraftContents, draftContents } from '../../shared/domain/agreement-contents.ts';
import type { AgreementCommand, Written } from '../../shared/domain/agreement-schema.ts';
import type { Side } from '../../shared/domain/agreement-signature.ts';
import type { Entry } from '../../shared/domain/dataset-entry.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import type { PlanCommand } from '../../shared/domain/plan.ts';
import { type DraftPlan, planContent } from '../../shared/domain/plan-contents.ts';
import { type Precondition, precondition } from '../../shared/domain/plan-preconditions.ts';
import { type QualificationCommand, securityConditions } from '../../shared/domain/qualification-schema.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { Instant } from '../../shared/law/time.ts';
import { actor, documentOf, hashOf } from './given.ts';

/** Complete and lawful examples; a test changes the one thing it is about. */
export const at: Instant = '2026-11-02T01:00:00.000Z';

export const people = {
  unit: actor('person-unit', 'weather-bureau', 'source-unit'),
  agency: actor('person-agency', 'data-centre', 'operating-agency'),
  authority: actor('person-authority', 'data-bureau', 'data-authority'),
  grantor: actor('person-grantor', 'data-bureau', 'grantor'),
  grantorHead: actor('person-grantor-head', 'data-bureau', 'grantor', 'head'),
  government: actor('person-government', 'city', 'government'),
  operator: actor('person-operator', 'shuju-company', 'operator'),
  administrator: actor('person-administrator', 'shuju-company', 'administrator'),
  system: actor('system', 'system', 'system'),
} as const;

export const hold: Hold = { measure: 'm-1', case: 'case-1', verb: 'close', article: 'DZ-43', liftedBy: ['head'], at };

export const entry: Entry = {
  name: '气象站逐小时观测',
  formats: ['csv'],
  sharing: { attribute: 'unconditional' },
  opening: { attribute: 'unconditional' },
  type: 'table',
  conditions: '无',
  frequency: 'daily',
  level: 'general',
  contact: '信息中心',
  contactDetails: '0818-2100000',
  kind: 'government',
  legalBasis: '气象法',
  necessity: '履行气象监测职责所需',
  items: [
    { name: '站号', type: 'string', personal: false, sensitive: false },
    { name: '气温', type: 'number', personal: false, sensitive: false },
  ],
  highValue: true,
};

type OfDataset<K extends DatasetCommand['type']> = Extract<DatasetCommand, { type: K }>;

export const draftDataset: OfDataset<'draft'> = {
  type: 'draft',
  at,
  actor: people.unit,
  source: 'weather-bureau',
  jurisdiction: '511700',
  entry,
};
export const submitDataset: OfDataset<'submit'> = { type: 'submit', at, actor: people.unit };
export const approveDataset: OfDataset<'approve'> = { type: 'approve', at, actor: people.authority };
export const publishDataset: OfDataset<'publish'> = { type: 'publish', at, actor: people.agency };

export const planTexts: DraftPlan = Object.fromEntries(planContent.options.map((content) => [content, '已写明']));

type OfPlan<K extends PlanCommand['type']> = Extract<PlanCommand, { type: K }>;

export const draftPlan: OfPlan<'draft'> = {
  type: 'draft',
  at,
  actor: people.grantor,
  grantor: 'data-bureau',
  jurisdiction: '511700',
  title: '气象数据授权运营实施方案',
  datasets: ['weather'],
  text: documentOf('plan-text'),
  contents: planTexts,
};
export const decidePlan: OfPlan<'decide'> = {
  type: 'decide',
  at,
  actor: people.grantor,
  minutes: documentOf('minutes'),
  mandated: true,
};
export const checkPlan = (precondition: Precondition, finding: 'safe' | 'unsafe' = 'safe'): OfPlan<'check'> => ({
  type: 'check',
  at,
  actor: people.grantor,
  precondition,
  finding,
  document: documentOf(`check-${precondition}`),
});
/** All six preconditions found safe. */
export const checkedPlan = precondition.options.map((one) => checkPlan(one));
export const approvePlan: OfPlan<'approve'> = {
  type: 'approve',
  at,
  actor: people.government,
  approval: documentOf('approval'),
  number: '达市府函〔2026〕1号',
};

type OfQualification<K extends QualificationCommand['type']> = Extract<QualificationCommand, { type: K }>;

export const applyForQualification: OfQualification<'apply'> = {
  type: 'apply',
  at,
  actor: people.operator,
  plan: 'plan-1',
  grantor: 'data-bureau',
  operator: 'shuju-company',
  jurisdiction: '511700',
  creditCode: '91511700MA00000010',
  affiliates: [],
  evidence: Object.fromEntries(Object.keys(securityConditions).map((one) => [one, documentOf(`evidence-${one}`)])),
};
export const declareInterest: OfQualification<'declare-interest'> = {
  type: 'declare-interest',
  at,
  actor: people.grantor,
  interest: 'none',
  document: documentOf('interest'),
};
export const qualify: OfQualification<'qualify'> = {
  type: 'qualify',
  at,
  actor: people.grantor,
  validUntil: '2027-11-01',
};
export const selectOperator: OfQualification<'select'> = {
  type: 'select',
  at,
  actor: people.grantor,
  planApproved: true,
  related: false,
  way: 'open-tender',
  record: documentOf('tender'),
};
export const decideOperator: OfQualification<'decide'> = {
  type: 'decide',
  at,
  actor: people.grantor,
  minutes: documentOf('minutes-2'),
  related: false,
};
/** Applied and free of conflicts: ready to be found qualified. */
export const appliedFor = [applyForQualification, declareInterest] as const;

export const contents: Contents = {
  resources: { datasets: ['weather'], catalogue: '见目录' },
  term: { from: '2026-11-01', until: '2031-10-31' },
  products: { range: '气象指数', technicalStandard: '行业标准', securityReview: '每版', businessReview: '每版' },
  platform: { platform: '市级平台' },
  assets: { ownership: '产品归运营机构' },
  disclosure: { disclosure: '每年三月底前', noRedevelopment: '不得再开发' },
  revenue: { cost: '分摊', revenue: '按价目', sharing: '三七' },
  security: { security: '等保三级', personalInformation: '不涉及', monitoring: '逐日', emergency: '预案' },
  performance: { evaluation: '每年', renewal: '期满前', exit: '退还' },
  breach: { liability: '违约金', restrict: '限制获取', close: '关闭通道', terminate: '终止授权' },
  disputes: { way: 'litigation', clause: '向有管辖权的法院起诉' },
  change: { change: '书面', termination: '通知到达时' },
  other: { clause: '无' },
};

/** The same contents without one clause, or without one content. */
export function without(content: keyof Contents, clause?: string): DraftContents {
  const left = Object.entries(contents).map(([key, clauses]): [string, unknown] => {
    if (key !== content) return [key, clauses];
    const kept = Object.entries(clauses).filter(([name]) => name !== clause);
    return [key, clause === undefined ? undefined : Object.fromEntries(kept)];
  });
  return draftContents.parse(Object.fromEntries(left));
}

export const datasetFacts: DatasetFacts = {
  dataset: 'weather',
  published: true,
  kind: 'government',
  level: 'general',
  opening: 'conditional',
  disputed: false,
  shared: 'no',
  fields: ['站号', '气温', '值班员'],
  personalFields: ['值班员'],
  personalBasis: false,
  personalAssessment: false,
  importantAssessment: false,
};
export const facts: Facts = {
  plan: { approved: true, datasets: ['weather'] },
  qualification: { validUntil: '2027-11-01', decided: true },
  grantor: { creditCode: '11511700MB00000031', affiliates: [], mandated: true },
  operator: { creditCode: '91511700MA00000010', affiliates: [], verified: true, legalPerson: true, mainland: true },
  scope: scopeOf('weather', ['站号', '气温']),
  datasets: [datasetFacts],
};
/** The facts with something else known of the one dataset. */
export const factsOf = (changed: Partial<DatasetFacts>): Facts => ({
  ...facts,
  datasets: [{ ...datasetFacts, ...changed }],
});

type OfAgreement<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;

export const written: Written = {
  contents,
  text: documentOf('agreement-text'),
  textHash: hashOf('a'),
  clauses: documentOf('agreement-clauses'),
  scope: hashOf('b'),
  exceptions: [],
  declarations: [],
};
export const draftAgreement: OfAgreement<'draft'> = {
  type: 'draft',
  at,
  actor: people.grantor,
  plan: 'plan-1',
  qualification: 'qualification-1',
  grantor: 'data-bureau',
  operator: 'shuju-company',
  jurisdiction: '511700',
  title: '气象数据授权运营协议',
  ...written,
};
export const proposeAgreement: OfAgreement<'propose'> = { type: 'propose', at, actor: people.grantor, facts };
export const signAs = (side: Side): OfAgreement<'sign'> => ({
  type: 'sign',
  at,
  actor: people[side],
  side,
  authority: { kind: 'legal-representative', document: documentOf(`authority-${side}`) },
  electronic: true,
  textHash: hashOf('a'),
  key: (side === 'grantor' ? 'g' : 'o').repeat(43),
  jws: 'eyJhbGciOiJFZERTQSJ9..c2lnbmF0dXJl',
});
export const takeEffect: OfAgreement<'take-effect'> = { type: 'take-effect', at, actor: people.grantor, facts };
export const proposeTermination: OfAgreement<'propose-termination'> = {
  type: 'propose-termination',
  at,
  actor: people.authority,
  grounds: documentOf('grounds'),
  case: 'case-1',
};
export const serveNotice: OfAgreement<'serve-notice'> = {
  type: 'serve-notice',
  at,
  actor: people.grantor,
  document: documentOf('notice'),
};
/** From nothing to in effect. */
export const agreementStory = [
  draftAgreement,
  proposeAgreement,
  signAs('grantor'),
  signAs('operator'),
  takeEffect,
] as const;
