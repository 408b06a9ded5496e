import { type OpenClock, openClock } from '../law/periods.ts';
import type { LegalRole } from '../law/roles.ts';
import { type Instant, localDate } from '../law/time.ts';
import { type Actor, type Decision, type Ground, type In, type Refusal, refuse, refuseAll } from './decision.ts';
import { missingFile, tooLate } from './registration-file.ts';
import {
  MAX_OBJECTIONS,
  type Registration,
  type RegistrationCommand,
  type RegistrationEvent,
} from './registration-schema.ts';
import { validity } from './registration-term.ts';
import type { DocumentRef } from './values.ts';

type Command<K extends RegistrationCommand['type']> = Extract<RegistrationCommand, { type: K }>;
type Decided = Decision<RegistrationEvent>;
type InNotice = In<Registration, 'in-notice'>;

/** Who registers what: holder and implementing body the resource, the operator products and services. @see REG-5 */
export const registrantRoles = {
  resource: ['source-unit', 'grantor'],
  product: ['operator'],
} as const satisfies Record<string, readonly LegalRole[]>;

/** Everything wrong with who applies and for what is told at once; an incomplete file is received all the same. */
export function apply(command: Command<'apply'>, filedLate: boolean): Decided {
  const { type: _, actor, registrants, ...application } = command;
  if (registrants[0]?.organization !== actor.organization) return foreignApplication;
  return (
    refuseAll([...strangers(command), ...tooLate(command.at, command.file)]) ?? [
      {
        type: 'applied',
        ...application,
        registrants: registrants.map((one) => one.organization),
        appliedBy: actor.person,
        filedLate,
        clock: openClock('REG-10', command.at),
      },
    ]
  );
}

const foreignApplication: Refusal = {
  refused: 'foreign',
  grounds: [
    {
      article: 'REG-3',
      detail: { zh: '第一登记主体须为您所在的单位', en: 'the first registrant is the organization you act for' },
      pointer: '/registrants/0',
    },
  ],
};

function strangers({ actor, category, agreement, registrants }: Command<'apply'>): Ground[] {
  const may: readonly LegalRole[] = registrantRoles[category];
  const role: Ground = {
    article: 'REG-5',
    detail: {
      zh: '资源由持有单位或实施机构登记，产品和服务由运营单位登记',
      en: 'holder or implementing body registers a resource, the operator a product or service',
    },
    pointer: '/category',
  };
  const basis: Ground = {
    article: 'REG-5',
    detail: { zh: '产品和服务须注明所依据的授权协议', en: 'a product or service names its agreement' },
    pointer: '/agreement',
  };
  const persons = registrants.flatMap((one, index): Ground[] =>
    one.legalPerson
      ? []
      : [
          {
            article: 'REG-3',
            detail: { zh: '登记主体须为法人', en: 'a registrant is a legal person' },
            pointer: `/registrants/${index}`,
          },
        ],
  );
  return [
    ...(actor.roles.some((one) => may.includes(one)) ? [] : [role]),
    ...(category === 'product' && agreement === undefined ? [basis] : []),
    ...persons,
  ];
}

/** An application that answers a first supply is for what was supplied: that data, agreement and channel. */
export function unlikeSupplied(
  command: Command<'apply'>,
  state: In<Registration, 'due' | 'overdue'>,
): Refusal | undefined {
  const { category, datasets, agreement, channel } = command;
  const resource = state.holder !== undefined;
  const like = {
    category: category === (resource ? 'resource' : 'product'),
    datasets: datasets.includes(state.dataset),
    // The resource itself rests on no agreement; a legacy operation may be older than every one on record.
    agreement: resource || state.agreement === undefined || agreement === state.agreement,
    channel: channel === state.channel,
  };
  return refuseAll(
    Object.entries(like)
      .filter(([, same]) => !same)
      .map(([member]) => ({
        article: 'REG-9',
        detail: { zh: '与首次供给的记录不符', en: 'it differs from the first supply on record' },
        pointer: `/${member}`,
      })),
  );
}

/** Each joint registrant's own organization confirms, once, until the application is accepted. @see REG-3 */
export function consent(
  { at, actor, document }: Command<'consent'>,
  { consents = [] }: In<Registration, 'applied' | 'returned'>,
): Decided {
  const { organization, person: by } = actor;
  if (consents.some((one) => one.organization === organization)) {
    return refuse('REG-3', { zh: '贵单位已经确认', en: 'your organization has confirmed it already' });
  }
  return [{ type: 'consented', at, by, organization, ...(document && { document }) }];
}

/** Returns with all that is missing at once; nothing missing and nothing further to say is no return. @see REG-10 */
export function giveBack({ at, further }: Command<'return'>, state: In<Registration, 'applied'>): Decided {
  const missing = missingFile(state);
  if (missing.length === 0 && !further) {
    return refuse('REG-10', { zh: '材料齐全，不得退回', en: 'the file is complete: it cannot be returned' });
  }
  return [{ type: 'returned', at, missing, ...(further && { further }), late: at >= state.clock.dueAt }];
}

export function sameHand(actor: Actor, submitter: string): Refusal | undefined {
  if (actor.person !== submitter) return undefined;
  return refuse('POLICY-7', { zh: '审核人不得是申请人', en: 'the reviewer is not the applicant' });
}

/** An overrun is explained, never extended. @see REG-11 */
export function unexplained(at: Instant, clock: OpenClock, explanation: DocumentRef | undefined): Refusal | undefined {
  if (at < clock.dueAt || explanation) return undefined;
  const detail = { zh: `期限已于 ${clock.dueAt} 届满，须说明原因`, en: `the time ended at ${clock.dueAt}: say why` };
  return refuse(clock.period === 'REG-9(4)' ? 'REG-9' : 'REG-11', detail, '/explanation');
}

/** Not accepted 不予受理 or failed in review 审核不通过; a review that took too long explains that too. @see REG-10, REG-11 */
export function refuseApplication(
  { at, reasons, explanation }: Command<'refuse'>,
  state: In<Registration, 'applied' | 'accepted'>,
): Decided {
  const blocked =
    state.status === 'accepted' && unexplained(at, state.clock, explanation ?? state.overrun?.explanation);
  if (blocked) return blocked;
  return [{ type: 'refused', at, reasons, late: at >= state.clock.dueAt, ...(explanation && { explanation }) }];
}

/** Says why it takes longer, as soon as that is known; the time is not extended by it. @see REG-11 */
export function explainOverrun(
  { at, actor, explanation }: Command<'explain-overrun'>,
  { overrun }: In<Registration, 'accepted' | 'amendment-accepted'>,
): Decided {
  if (overrun) return refuse('REG-11', { zh: '超期原因已经说明', en: 'the overrun is already explained' });
  return [{ type: 'overrun-explained', at, by: actor.person, explanation }];
}

/** Real name and evidence, before the notice ends. @see REG-12 */
export function object({ at, objection, objector, evidence }: Command<'object'>, state: InNotice): Decided {
  if (at >= state.clock.dueAt) {
    return refuse('REG-12', {
      zh: `公示已于 ${state.clock.dueAt} 结束`,
      en: `the notice ended at ${state.clock.dueAt}`,
    });
  }
  if (evidence.length === 0) {
    return refuse('REG-12', { zh: '异议须附证据', en: 'an objection comes with evidence' }, '/evidence');
  }
  if (state.objections.some((one) => one.objection === objection)) {
    return refuse('REG-12', { zh: '该异议已经提出', en: 'this objection is already made' }, '/objection');
  }
  if (state.objections.length >= MAX_OBJECTIONS) {
    return refuse('POLICY-9', { zh: `最多 ${MAX_OBJECTIONS} 件异议`, en: `at most ${MAX_OBJECTIONS} objections` });
  }
  return [{ type: 'objected', at, objection, objector, evidence }];
}

export function noOpenObjection({ objections }: InNotice, objection: string): Refusal | undefined {
  if (objections.some((one) => one.objection === objection && !one.dismissedAt)) return undefined;
  return refuse('REG-12', { zh: '没有这件待决异议', en: 'there is no such open objection' }, '/objection');
}

/** No code before the notice ends or while an objection is open. @see REG-12 @see REG-13 */
export function assignCode({ at, number, operatingUntil }: Command<'assign-code'>, state: InNotice): Decided {
  if (at < state.clock.dueAt) {
    const detail = { zh: `公示至 ${state.clock.dueAt} 止`, en: `the notice runs until ${state.clock.dueAt}` };
    return refuse('REG-12', detail);
  }
  if (state.objections.some((one) => !one.dismissedAt)) {
    return refuse('REG-12', { zh: '尚有异议未处理', en: 'an objection is still open' });
  }
  const codedOn = localDate(at);
  const term = validity(state.category, codedOn, operatingUntil);
  return 'refused' in term ? term : [{ type: 'coded', at, number, codedOn, ...term }];
}
