import * as z from 'zod';
import { endOfDay, type Instant } from '../law/time.ts';
import { type Refusal, refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

const overseers = ['operating-agency', 'data-authority'] as const;
/** What a review looks at 审查四点, each with its document; all of them, or it is none. */
const fourPoints = z.strictObject({
  source: documentRef,
  technique: documentRef,
  transmission: documentRef,
  storage: documentRef,
});

/**
 * Contractor of the platform, or seller of data or services to it 平台承建运维方、采购供应方: bound to secrecy, reviewed on
 * four points, watched. One stream an organization, by its own id. Without a review and a contract in force it gets no
 * channel opened and holds no key for another (DZ-46: no access). @see DZ-46, POLICY-41
 */
export const contractor = proceeding(
  {
    aggregate: 'contractor',
    label: label('平台服务提供方', 'contractor'),
    states: {
      engaged: label('合作中', 'engaged'),
      reviewed: label('已审查', 'reviewed'),
      ended: label('已结束', 'ended'),
    },
    opening: { organization: id, keeper: id, kind: z.enum(['build', 'operate', 'purchase']) },
    parties: { 'operating-agency': 'keeper', 'data-authority': 'keeper' },
    party: 'organization',
    steps: {
      engage: {
        by: overseers,
        article: 'DZ-46',
        label: label('登记服务提供方及保密协议', 'record a contractor with its confidentiality contract'),
        to: 'engaged',
        facts: { contract: documentRef, boundUntil: localDate },
      },
      bind: {
        by: overseers,
        article: 'DZ-46',
        label: label('登记新的保密协议', 'record a new confidentiality contract'),
        from: ['engaged', 'reviewed'],
        facts: { contract: documentRef, boundUntil: localDate },
      },
      review: {
        by: overseers,
        article: 'DZ-46',
        label: label('登记安全审查', 'record its security review'),
        from: ['engaged', 'reviewed'],
        to: 'reviewed',
        starts: ['POLICY-41'],
        stops: ['POLICY-41'],
        due: 'until',
        facts: { points: fourPoints, until: localDate },
      },
      fail: {
        by: overseers,
        article: 'DZ-46',
        label: label('审查不通过', 'find that it does not pass'),
        from: ['engaged', 'reviewed'],
        to: 'engaged',
        stops: ['POLICY-41'],
        facts: { reason: documentRef },
      },
      supervise: {
        by: overseers,
        article: 'DZ-46',
        label: label('登记监督情况', 'add to the supervision log'),
        from: ['engaged', 'reviewed'],
        facts: { record: documentRef },
      },
      end: {
        by: overseers,
        article: 'DZ-46',
        label: label('结束合作', 'end the engagement'),
        from: ['engaged', 'reviewed'],
        to: 'ended',
        stops: ['POLICY-41'],
        facts: { reason: documentRef },
      },
    },
  },
  { engage: ({ organization, keeper }) => (organization === keeper ? self : undefined) },
);
export type Contractor = z.infer<typeof contractor.state>;

/**
 * What the gate says of it: the first moment out of its contract and its review, nothing in it where one is missing;
 * `undefined` for an organization that is no contractor, or none any more.
 */
export function reviewOf(state: Contractor): { readonly until?: Instant } | undefined {
  if (state.status === 'none' || state.status === 'ended') return undefined;
  const { review, bind, engage } = state.done;
  const bound = (bind ?? engage)?.boundUntil;
  if (state.status !== 'reviewed' || !review || bound === undefined) return {};
  return { until: endOfDay(review.until < bound ? review.until : bound) };
}

/**
 * Why this organization gets no access; nothing for one that was never a contractor, or is none any more: its duties to
 * the platform ended with its part in it.
 */
export function withoutReview(state: Contractor, at: Instant): Refusal | undefined {
  if (state.status === 'none' || state.status === 'ended') return undefined;
  const { review, bind, engage } = state.done;
  const bound = (bind ?? engage)?.boundUntil;
  if (bound === undefined || at >= endOfDay(bound)) {
    return refuse('DZ-46', label('保密协议缺失或已到期', 'no confidentiality contract in force'), '/organization');
  }
  if (state.status === 'reviewed' && review && at < endOfDay(review.until)) return undefined;
  return refuse('DZ-46', label('安全审查缺失或已到期', 'no security review in force'), '/organization');
}

const self = refuse('DZ-46', label('不得为自己登记', 'nobody is a contractor of itself'), '/organization');
