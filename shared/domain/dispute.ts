import * as z from 'zod';
import { refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id } from './values.ts';

const claimants = ['source-unit', 'operator', 'grantor', 'right-holder', 'operating-agency'] as const;
/** The other side learns of it once the authority has taken it on. */
const sides = [...claimants, 'respondent'] as const;

/**
 * Dispute 争议: filed, taken on, the experts asked, coordinated; settled, or not and referred. Coordination is no ruling.
 * From when the authority takes a source dispute on until it ends, the dataset stays out of operation. @see DZ-47, DZ-14, LOCAL-1
 */
export const dispute = proceeding(
  {
    aggregate: 'dispute',
    label: label('数据争议', 'dispute'),
    states: {
      filed: label('已提出', 'filed'),
      accepted: label('已受理', 'taken on'),
      consulting: label('征询专家中', 'experts asked'),
      advised: label('已有专家意见', 'experts answered'),
      referred: label('协调不成，已告知其他途径', 'not settled, referred'),
      settled: label('已协调解决', 'settled'),
      ended: label('已终结', 'ended'),
    },
    opening: {
      kind: z.enum(['source', 'use', 'benefit', 'security', 'other']),
      dataset: id.optional(),
      claimant: id,
      respondent: id,
    },
    parties: {
      'source-unit': 'claimant',
      operator: 'claimant',
      grantor: 'claimant',
      'right-holder': 'claimant',
      'operating-agency': 'claimant',
      'data-authority': 'accept',
      expert: 'consult.committee',
    },
    hearers: { respondent: 'respondent' },
    party: 'claimant',
    steps: {
      file: {
        by: claimants,
        article: 'DZ-47',
        label: label('提出争议', 'file a dispute'),
        tells: ['data-authority'],
        to: 'filed',
        facts: { claim: documentRef },
        sees: { known: z.boolean() },
      },
      accept: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('受理争议', 'take on the dispute'),
        tells: sides,
        from: ['filed'],
        to: 'accepted',
      },
      decline: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('不予受理', 'decline it with reasons'),
        tells: claimants,
        from: ['filed'],
        to: 'ended',
        facts: { reason: documentRef },
      },
      respond: {
        by: claimants,
        whose: 'respondent',
        article: 'DZ-47',
        label: label('提交陈述', 'answer it as the other side'),
        tells: ['data-authority', ...claimants],
        from: ['accepted', 'consulting', 'advised', 'referred'],
        facts: { statement: documentRef, evidence: z.array(documentRef).max(20) },
      },
      consult: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('征询专家委员会', 'ask the expert committee'),
        tells: ['expert'],
        from: ['accepted', 'advised'],
        to: 'consulting',
        facts: { committee: id, question: documentRef },
      },
      advise: {
        by: ['expert'],
        article: 'DZ-47',
        label: label('提出专家意见', 'give an opinion'),
        tells: ['data-authority'],
        from: ['consulting', 'advised'],
        to: 'advised',
        facts: { opinion: documentRef },
      },
      settle: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('记录协调解决', 'record the settlement'),
        tells: sides,
        from: ['accepted', 'consulting', 'advised', 'referred'],
        to: 'settled',
        facts: { settlement: documentRef },
      },
      refer: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('协调不成并告知其他途径', 'record that it was not settled, and where it is referred'),
        tells: sides,
        from: ['accepted', 'consulting', 'advised'],
        to: 'referred',
        facts: { reasons: documentRef, body: z.enum(['court', 'review-body', 'people-government', 'other']) },
      },
      conclude: {
        by: ['data-authority'],
        article: 'DZ-47',
        label: label('记录其他途径的结果', 'record the outcome elsewhere'),
        tells: sides,
        from: ['referred'],
        to: 'ended',
        facts: { outcome: documentRef },
      },
      withdraw: {
        by: claimants,
        article: 'DZ-47',
        label: label('撤回争议', 'withdraw the dispute'),
        tells: ['data-authority', 'respondent'],
        from: ['filed', 'accepted', 'consulting', 'advised', 'referred'],
        to: 'ended',
        facts: { reason: documentRef },
      },
    },
  },
  {
    file: ({ kind, dataset, claimant, respondent, known }) => {
      if (claimant === respondent)
        return refuse('DZ-47', label('不能与自己争议', 'nobody disputes with itself'), '/respondent');
      if (kind === 'source' && !dataset)
        return refuse('DZ-14', label('须指明数据资源', 'name the dataset'), '/dataset');
      return known
        ? undefined
        : refuse('DZ-47', label('没有该数据资源或主体', 'no such dataset or organization'), '/dataset');
    },
  },
);
export type Dispute = z.infer<typeof dispute.state>;

/** Whether it keeps its dataset out of operation (LOCAL-1). */
export const bars = (state: Dispute): boolean =>
  state.status !== 'none' && state.kind === 'source' && open.includes(state.status);
const open: readonly string[] = ['accepted', 'consulting', 'advised', 'referred'];
