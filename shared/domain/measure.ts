import * as z from 'zod';
import { type LegalRole, supervisors } from '../law/roles.ts';
import { type Instant, millis } from '../law/time.ts';
import { type Actor, type Ground, type Refusal, refuse, refuseAll } from './decision.ts';
import { CONFIRM_MS } from './gate.ts';
import type { Hold } from './hold.ts';
import { articleId, documentRef, id, instant, roles, sha256 } from './values.ts';

/**
 * DZ-43: restrict 限制 · suspend (a protective stop) · close 关闭 · terminate 终止 (a proposal, POLICY-2) · other 其他 ·
 * exclude 排除: the rows of one right holder are no longer supplied (POLICY-31).
 */
export const measureVerb = z.enum(['restrict', 'suspend', 'close', 'terminate', 'other', 'exclude']);
export type MeasureVerb = z.infer<typeof measureVerb>;

/** The stream that a measure is about; everything below it at the gate is reached by this one. */
export const target = z.strictObject({ kind: z.enum(['channel', 'agreement', 'organization', 'dataset']), id });
export type Target = z.infer<typeof target>;

const written = {
  measure: id,
  verb: measureVerb,
  target,
  article: articleId,
  /** Clause of the agreement or undertaking, as it is numbered there. */
  clause: z.string().min(1).max(60).optional(),
  /** The actor's authority document 依据文书. */
  authority: documentRef,
  /** Its number 文号, as that document prints it. */
  number: z.string().max(60).regex(/\S/).optional(),
  /** Narrower scope document; present exactly with restrict. */
  scope: sha256.optional(),
  /** The grantor to whom a termination is proposed; present exactly with terminate. */
  addressee: id.optional(),
  /** Closes the channel for good: no reinstatement, a new channel replaces it. Only close on a channel. */
  permanent: z.literal(true).optional(),
  /** Why this measure, and why not the milder one that it skips. @see POLICY-30 */
  reasons: documentRef.optional(),
  skips: documentRef.optional(),
};
/** What a decision orders. */
export const order = z.strictObject(written);
export type Order = z.infer<typeof order>;

/**
 * One measure 措施: ordered, then committed (its transaction returned), then confirmed (POLICY-8). A termination is
 * committed when the proposal goes out, and done when the grantor has answered it.
 */
export const measure = z.strictObject({
  ...written,
  liftedBy: roles,
  decidedAt: instant,
  committedAt: instant.optional(),
  confirmed: z.strictObject({ refusingSince: instant, at: instant }).optional(),
  answer: z.strictObject({ accepted: z.boolean(), at: instant, document: documentRef }).optional(),
  liftedAt: instant.optional(),
  /** The measure that took its place when several became one. @see POLICY-4 */
  mergedInto: id.optional(),
  /** Carries out a right holder's request: only its withdrawal, or an appeal, lifts it. @see POLICY-31 */
  forRequest: z.literal(true).optional(),
});
export type Measure = z.infer<typeof measure>;

/** At most this many measures in one case, and with those that were merged into others. */
export const MAX_MEASURES = 8;
export const KEPT_MEASURES = 24;

const stopping: readonly string[] = ['restrict', 'suspend', 'close', 'exclude'];

/** Measures that count: those that were merged live on in another. */
export const counted = (all: readonly Measure[]): readonly Measure[] => all.filter(({ mergedInto }) => !mergedInto);

/** It stands at a gate and can still be lifted. */
export const holding = (one: Measure): boolean =>
  stopping.includes(one.verb) && one.committedAt !== undefined && one.liftedAt === undefined && !one.permanent;

/** Nothing more is to be done to carry it out. */
export function carriedOut(one: Measure): boolean {
  if (one.liftedAt) return true;
  if (one.verb === 'terminate') return one.answer !== undefined;
  return one.verb === 'other' ? one.committedAt !== undefined : one.confirmed !== undefined;
}

/** Who may lift what this person orders: their own supervisory roles; what the system places, the data authority lifts. */
function lifters(by: readonly LegalRole[]): LegalRole[] {
  const own = supervisors.filter((role) => by.includes(role));
  return own.length > 0 ? own : ['data-authority'];
}

/** An order as this person makes it now. */
export const ordered = (order: Order, actor: Actor, decidedAt: Instant): Measure => ({
  ...order,
  liftedBy: lifters(actor.roles),
  decidedAt,
});

/** The grip of a measure on its target and gate; `undefined` for a proposal or another act that no gate enforces. */
export function holdOf(caseId: string, one: Measure, at: Instant): Hold | undefined {
  const { measure, verb, article, liftedBy, scope } = one;
  if (verb === 'terminate' || verb === 'other' || verb === 'exclude') return undefined;
  return { measure, case: caseId, verb, article, liftedBy, at, ...(scope && { scope }) };
}

/** Everything wrong with what is ordered, at once; `undefined` when nothing is. @see DZ-43 @see POLICY-2 */
export function cannotOrder(orders: readonly Order[], standing: readonly Measure[]): Refusal | undefined {
  const known = new Set(standing.map((one) => one.measure));
  const grounds = orders.flatMap((one, index) => {
    const repeated = known.has(one.measure);
    known.add(one.measure);
    return [...(repeated ? [repeatedMeasure(index)] : []), ...misshapen(one, index)];
  });
  if (counted(standing).length + orders.length > MAX_MEASURES || known.size > KEPT_MEASURES) {
    const detail = { zh: `一案最多 ${MAX_MEASURES} 项措施`, en: `at most ${MAX_MEASURES} measures in one case` };
    return refuse('POLICY-4', detail, '/measures');
  }
  return refuseAll(grounds);
}

const repeatedMeasure = (index: number): Ground => ({
  article: 'DZ-43',
  detail: { zh: '措施编号重复', en: 'this measure is already ordered' },
  pointer: `/measures/${index}/measure`,
});

function misshapen(one: Order, index: number): Ground[] {
  const wrong = (article: Ground['article'], zh: string, en: string, member: string): Ground => ({
    article,
    detail: { zh, en },
    pointer: `/measures/${index}/${member}`,
  });
  const terminates = one.verb === 'terminate';
  return [
    ...(one.verb === 'exclude'
      ? [
          wrong(
            'POLICY-31',
            '排除主体只能依权利主体的请求',
            'rows are excluded only at their right holder’s request',
            'verb',
          ),
        ]
      : []),
    ...((one.verb === 'restrict') === (one.scope !== undefined)
      ? []
      : [wrong('DZ-43', '限制须且仅限制须给出范围', 'restrict names its scope, no other does', 'scope')]),
    ...(terminates === (one.addressee !== undefined)
      ? []
      : [
          wrong(
            'POLICY-2',
            '终止建议须且仅其须写明实施机构',
            'a proposal to terminate names the grantor, no other does',
            'addressee',
          ),
        ]),
    ...(terminates && one.target.kind !== 'agreement'
      ? [wrong('POLICY-2', '只能建议终止授权协议', 'only an agreement can be proposed for termination', 'target')]
      : []),
    ...(one.permanent && (one.verb !== 'close' || one.target.kind !== 'channel')
      ? [wrong('DZ-43', '只有关闭通道可以是永久的', 'only closing a channel is for good', 'permanent')]
      : []),
  ];
}

/** Where an agreement is in play, each measure names its clause beside the article. @see DZ-43 */
export function clauseless(orders: readonly Order[], agreement: string | undefined): Ground[] {
  const detail = { zh: '涉及协议的，每项措施须写明协议条款', en: 'where an agreement is in play, name its clause' };
  return orders.flatMap(({ clause, target }, index): Ground[] =>
    clause !== undefined || (agreement === undefined && target.kind !== 'agreement')
      ? []
      : [{ article: 'DZ-43', detail, pointer: `/measures/${index}/clause` }],
  );
}

/** Confirmed only after commit, with the gates read back as refusing and the freshness bound past. @see POLICY-8 */
export function cannotConfirm(one: Measure, refusingSince: Instant, at: Instant): Refusal | undefined {
  if (!stopping.includes(one.verb)) {
    return refuse('POLICY-8', { zh: '该措施不经闸门执行', en: 'no gate enforces this measure' }, '/measure');
  }
  if (one.liftedAt) return refuse('POLICY-8', { zh: '措施已恢复', en: 'the measure is lifted' }, '/measure');
  if (!one.committedAt)
    return refuse('POLICY-8', { zh: '措施尚未提交', en: 'the measure is not committed' }, '/measure');
  if (one.confirmed)
    return refuse('POLICY-8', { zh: '措施已确认', en: 'the measure is already confirmed' }, '/measure');
  if (refusingSince < one.committedAt || refusingSince > at) {
    const detail = { zh: '读回时间须在提交之后、当前之前', en: 'read back after the commit and before now' };
    return refuse('POLICY-8', detail, '/refusingSince');
  }
  if (millis(at) < millis(one.committedAt) + CONFIRM_MS) {
    const detail = { zh: `提交后 ${CONFIRM_MS} 毫秒方可确认`, en: `not before ${CONFIRM_MS} ms after the commit` };
    return refuse('POLICY-8', detail);
  }
  return undefined;
}
