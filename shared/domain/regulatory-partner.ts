import * as z from 'zod';
import { type Instant, millis } from '../law/time.ts';
import { refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { ROTATION_MS } from './subscription.ts';
import { documentRef, id } from './values.ts';

/** What may be sent to a partner: credit records, measures, the end of a registration, the end of an agreement. */
export const topics = ['credit', 'measure', 'registration', 'agreement'] as const;
export const topic = z.enum(topics);
export type Topic = z.infer<typeof topic>;

/** What a partner may send: types of CloudEvents, without our prefix. */
export const incomingTypes = [
  'regulatory.penalty.decided',
  'regulatory.penalty.withdrawn',
  'regulatory.credit.recorded',
  'regulatory.credit.withdrawn',
  'regulatory.licence.revoked',
  'regulatory.notice',
] as const;
export const incomingType = z.enum(incomingTypes);

const scope = { receives: z.array(topic).max(4), sends: z.array(incomingType).max(6), basis: documentRef };
const empty = refuse('POLICY-61', label('须写明接收或发送的内容', 'say what it receives or sends'), '/receives');
const something = ({ receives, sends }: { receives: readonly string[]; sends: readonly string[] }) =>
  receives.length + sends.length > 0 ? undefined : empty;

/**
 * Partner in regulation 监管协同单位: an organization that is sent regulatory information, or sends it, on a recorded basis.
 * The secret that signs what it sends stands nowhere: it is made from the number of its generation. @see DZ-49, POLICY-61
 */
export const regulatoryPartner = proceeding(
  {
    aggregate: 'regulatory-partner',
    label: label('监管协同单位', 'partner in regulation'),
    states: {
      active: label('协同中', 'active'),
      suspended: label('已暂停', 'suspended'),
      ended: label('已终止', 'ended'),
    },
    opening: { organization: id, authority: id },
    parties: { 'data-authority': 'authority' },
    party: 'organization',
    steps: {
      register: {
        by: ['data-authority'],
        article: 'DZ-49',
        label: label('登记监管协同单位', 'register a partner in regulation'),
        to: 'active',
        facts: scope,
      },
      change: {
        by: ['data-authority'],
        article: 'POLICY-61',
        label: label('变更协同内容', 'change what it receives and sends'),
        from: ['active', 'suspended'],
        facts: scope,
      },
      rotate: {
        by: ['data-authority'],
        article: 'POLICY-61',
        label: label('更换验签密钥', 'rotate its secret'),
        from: ['active', 'suspended'],
        facts: { generation: z.int().min(0).max(10_000) },
      },
      suspend: {
        by: ['data-authority'],
        article: 'POLICY-61',
        label: label('暂停协同', 'suspend it'),
        from: ['active'],
        to: 'suspended',
        facts: { reason: documentRef },
      },
      resume: {
        by: ['data-authority'],
        article: 'POLICY-61',
        label: label('恢复协同', 'take it up again'),
        from: ['suspended'],
        to: 'active',
      },
      end: {
        by: ['data-authority'],
        article: 'POLICY-61',
        label: label('终止协同', 'end it'),
        from: ['active', 'suspended'],
        to: 'ended',
        facts: { reason: documentRef },
      },
    },
  },
  { register: something, change: something },
);
export type RegulatoryPartner = z.infer<typeof regulatoryPartner.state>;

/** What it receives and sends now, and the number of its secret; nothing unless it is active. */
export function termsOf(state: RegulatoryPartner) {
  if (state.status !== 'active') return undefined;
  const { receives = [], sends = [] } = state.done.change ?? state.done.register ?? {};
  return { organization: state.organization, receives, sends, generation: generationOf(state) };
}

/** Generations of the secret that count at `at`: the one now, and for a day after a rotation the one before it. */
export function secretsOf(state: RegulatoryPartner, at: Instant): readonly number[] {
  if (state.status === 'none') return [];
  const now = generationOf(state);
  const { rotate } = state.done;
  return rotate && millis(at) < millis(rotate.at) + ROTATION_MS ? [now, now - 1] : [now];
}

export const generationOf = (state: RegulatoryPartner): number =>
  state.status === 'none' ? 0 : (state.done.rotate?.generation ?? 0);
