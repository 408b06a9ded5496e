import * as z from 'zod';
import { isOwnRule } from '../law/articles/titles.ts';
import { supervisors } from '../law/roles.ts';
import type { Case } from './case-schema.ts';
import { type Refusal, refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { articleId, documentRef, id } from './values.ts';

/** In which roles the organization answers that the record is about. */
const subjects = ['operator', 'source-unit', 'grantor', 'operating-agency'] as const;
const inside = ['proposed', 'noticed', 'replied', 'confirmed'] as const;
const outside = ['published', 'objected', 'repair-asked'] as const;

/** How far the case is that a record comes from: only what was decided, delivered and told its remedies may leave. */
export const standing = z.enum(['undecided', 'decided', 'stayed', 'overturned']);
export type Standing = z.infer<typeof standing>;

/** A closed case says no longer whether its decision was overturned, so it supports no record any more. */
export function standingOf(state: Case): Standing {
  if (state.status === 'overturned') return 'overturned';
  if (state.status === 'appealed' && state.appeal.stay) return 'stayed';
  return 'decision' in state && state.delivery && state.remedy ? 'decided' : 'undecided';
}

/**
 * Credit record 信用记录 about an organization, out of a decided case: proposed on a cited legal basis, noticed, replied
 * to, confirmed by a second person, published to whoever is entitled to it; objected to, repaired, withdrawn. It is marked
 * at once when its decision is overturned, and whoever got it is told when it falls. @see DZ-49, POLICY-60, LOCAL-60…63
 */
export const creditRecord = proceeding(
  {
    aggregate: 'credit-record',
    label: label('信用记录', 'credit record'),
    states: {
      proposed: label('拟记录', 'proposed'),
      noticed: label('已告知，待陈述申辩', 'noticed, reply awaited'),
      replied: label('已陈述申辩', 'replied to'),
      confirmed: label('已确认，待推送', 'confirmed, not yet sent'),
      published: label('已推送', 'published'),
      objected: label('异议处理中', 'objected to'),
      'repair-asked': label('修复申请处理中', 'repair applied for'),
      repaired: label('已修复', 'repaired'),
      withdrawn: label('已撤回', 'withdrawn'),
    },
    opening: { subject: id, authority: id, case: id, article: articleId },
    parties: {
      'data-authority': 'authority',
      'competent-department': 'authority',
      'security-organ': 'authority',
      operator: 'subject',
      'source-unit': 'subject',
      grantor: 'subject',
      'operating-agency': 'subject',
    },
    party: 'subject',
    steps: {
      propose: {
        by: supervisors,
        article: 'DZ-49',
        label: label('拟定信用记录', 'propose a credit record'),
        to: 'proposed',
        facts: { basis: documentRef, statement: documentRef },
        sees: { standing },
      },
      notify: {
        by: supervisors,
        article: 'POLICY-60',
        label: label('告知当事人', 'record that the notice was delivered'),
        tells: subjects,
        from: ['proposed'],
        to: 'noticed',
        starts: ['LOCAL-60'],
        facts: { notice: documentRef, proof: documentRef },
      },
      reply: {
        by: subjects,
        article: 'POLICY-60',
        label: label('陈述申辩', 'reply to the notice'),
        tells: ['data-authority'],
        from: ['noticed'],
        to: 'replied',
        stops: ['LOCAL-60'],
        facts: { reply: documentRef },
      },
      confirm: {
        by: supervisors,
        article: 'POLICY-7',
        label: label('确认信用记录', 'confirm the record as a second person'),
        tells: subjects,
        from: ['noticed', 'replied'],
        to: 'confirmed',
        stops: ['LOCAL-60'],
        facts: { reasons: documentRef },
      },
      'object-before': {
        by: subjects,
        article: 'POLICY-60',
        label: label('推送前提出异议', 'object before it is sent'),
        tells: ['data-authority'],
        from: ['confirmed'],
        to: 'replied',
        facts: { objection: documentRef },
      },
      publish: {
        by: supervisors,
        article: 'DZ-49',
        label: label('推送信用记录', 'publish it to whoever is entitled to it'),
        tells: subjects,
        from: ['confirmed'],
        to: 'published',
        facts: { recipients: z.array(id).max(20) },
        sees: { standing },
      },
      object: {
        by: subjects,
        article: 'POLICY-60',
        label: label('提出异议', 'object to it'),
        tells: ['data-authority'],
        from: ['published'],
        to: 'objected',
        starts: ['LOCAL-61'],
        facts: { objection: documentRef },
      },
      uphold: {
        by: supervisors,
        article: 'POLICY-60',
        label: label('异议成立，撤回记录', 'uphold the objection and withdraw the record'),
        tells: subjects,
        from: ['objected'],
        to: 'withdrawn',
        stops: ['LOCAL-60', 'LOCAL-61', 'LOCAL-63'],
        facts: { reasons: documentRef },
      },
      dismiss: {
        by: supervisors,
        article: 'POLICY-60',
        label: label('异议不成立', 'dismiss the objection with reasons'),
        tells: subjects,
        from: ['objected'],
        to: 'published',
        stops: ['LOCAL-61'],
        facts: { reasons: documentRef },
      },
      'ask-repair': {
        by: subjects,
        article: 'POLICY-60',
        label: label('申请信用修复', 'apply for repair'),
        tells: ['data-authority'],
        from: ['published'],
        to: 'repair-asked',
        starts: ['LOCAL-61'],
        facts: { application: documentRef, evidence: z.array(documentRef).min(1).max(20) },
      },
      repair: {
        by: supervisors,
        article: 'POLICY-60',
        label: label('准予修复，终止公示', 'grant the repair and end the record'),
        tells: subjects,
        from: ['repair-asked'],
        to: 'repaired',
        stops: ['LOCAL-60', 'LOCAL-61', 'LOCAL-63'],
        facts: { reasons: documentRef },
      },
      'refuse-repair': {
        by: supervisors,
        article: 'POLICY-60',
        label: label('不予修复', 'refuse the repair with reasons'),
        tells: subjects,
        from: ['repair-asked'],
        to: 'published',
        stops: ['LOCAL-61'],
        facts: { reasons: documentRef },
      },
      'lose-ground': {
        by: ['system'],
        article: 'POLICY-60',
        label: label('所依据的决定已被撤销', 'note that the decision it rests on was overturned'),
        tells: [...subjects, 'data-authority'],
        from: [...inside, ...outside],
        starts: ['LOCAL-63'],
      },
      withdraw: {
        by: supervisors,
        article: 'POLICY-60',
        label: label('撤回信用记录', 'withdraw it'),
        tells: subjects,
        from: [...inside, ...outside],
        to: 'withdrawn',
        stops: ['LOCAL-60', 'LOCAL-61', 'LOCAL-63'],
        facts: { reasons: documentRef },
      },
    },
  },
  {
    propose: ({ article, subject, authority, standing }) => {
      if (isOwnRule(article)) {
        const detail = label('须引用法律法规的条款', 'cite an article of the law: a procedure of our own is no basis');
        return refuse('POLICY-60', detail, '/article');
      }
      if (subject === authority) return refuse('POLICY-60', label('不能记录本单位', 'not about itself'), '/subject');
      return unsupported(standing);
    },
    reply: ({ at }, { clocks }) => {
      const over = clocks.some(({ period, dueAt }) => period === 'LOCAL-60' && at >= dueAt);
      return over ? refuse('LOCAL-60', label('陈述申辩期限已过', 'the time to reply is over')) : undefined;
    },
    confirm: ({ at, actor }, { status, clocks, done }) => {
      if (done.propose?.by === actor.person) return secondPerson;
      if (done['lose-ground']) return unsupported('overturned');
      const running = clocks.find(({ period, dueAt }) => period === 'LOCAL-60' && at < dueAt);
      if (status !== 'noticed') return undefined;
      // No clock: the rule had no value in force on the day of the notice, so only a reply opens the way.
      if (clocks.length === 0) return refuse('LOCAL-60', label('须先有陈述申辩', 'there is no reply yet'));
      return running && refuse('LOCAL-60', label(`当事人可在 ${running.dueAt} 前陈述申辩`, `until ${running.dueAt}`));
    },
    'object-before': (_, { done }) =>
      done['object-before'] &&
      refuse('POLICY-60', label('推送前已提出过一次异议', 'one objection before it is sent; another once it is')),
    publish: ({ recipients, standing }) => {
      const nobody = label('没有有权接收的单位', 'nobody is entitled to receive it: register a partner first');
      return unsupported(standing) ?? (recipients.length === 0 ? refuse('POLICY-61', nobody) : undefined);
    },
    uphold: byAnother,
    dismiss: stillGrounded,
    repair: byAnother,
    'refuse-repair': stillGrounded,
    'lose-ground': (_, { done }) => (done['lose-ground'] ? unsupported('overturned') : undefined),
  },
);
export type CreditRecord = z.infer<typeof creditRecord.state>;

/** Who got it, where it has left the platform and stands there. */
export const holdersOf = (state: CreditRecord): readonly string[] =>
  state.status === 'none' ? [] : (state.done.publish?.recipients ?? []);

const secondPerson = refuse('POLICY-7', label('须由另一人确认', 'a second person confirms it'));

/** What has lost its ground is withdrawn, whatever was objected to it. */
function stillGrounded(
  command: Parameters<typeof byAnother>[0],
  state: Parameters<typeof byAnother>[1],
): Refusal | undefined {
  return state.done['lose-ground'] ? unsupported('overturned') : byAnother(command, state);
}

/** Nobody judges an objection to what they confirmed themselves. */
function byAnother(
  { actor }: { actor: { person: string } },
  { done }: { done: { confirm?: { by: string } | undefined; 'lose-ground'?: object | undefined } },
): Refusal | undefined {
  if (done.confirm?.by !== actor.person) return undefined;
  return refuse('POLICY-7', label('确认该记录的人不能处理', 'not by the person who confirmed the record'));
}

function unsupported(standing: Standing): Refusal | undefined {
  if (standing === 'decided') return undefined;
  const why = {
    undecided: label(
      '案件尚未决定、送达并告知救济途径，或已结案',
      'its case is not decided, delivered and told its remedies, or it is closed',
    ),
    stayed: label('复议或诉讼期间停止执行', 'an order stays the decision while the appeal runs'),
    overturned: label('决定已被撤销', 'the decision was overturned'),
  };
  return refuse('POLICY-60', why[standing], '/case');
}
