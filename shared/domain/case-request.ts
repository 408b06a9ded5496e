import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Rows } from './case-events.ts';
import { handler, subjects } from './case-parties.ts';
import type { Case } from './case-schema.ts';
import { type Decision, type In, refuse } from './decision.ts';
import { ordered } from './measure.ts';

type Decided = Decision<CaseEvent>;

/** A right holder's request about its own data 权利主体的请求: it binds once its standing is proven. @see POLICY-31 */
export const requesting: Rows<'bind-request' | 'withdraw-request'> = {
  'bind-request': {
    by: supervisors,
    article: 'POLICY-31',
    label: { zh: '认定权利并执行请求', en: 'find the standing proven and carry out the request' },
    tells: ['right-holder', ...subjects],
    reported: bind,
    accepted: bind,
  },
  'withdraw-request': {
    by: ['right-holder'],
    article: 'POLICY-31',
    label: { zh: '撤回请求', en: 'withdraw the request' },
    tells: handler,
    reported: withdraw,
    accepted: withdraw,
    bound: withdraw,
  },
};

/**
 * Carried out in the same transaction. Whom the proof names is typed in again by whoever examines it, and must be whom
 * the request names: a slip of the pen excludes nobody.
 */
function bind(command: Command<'bind-request'>, state: In<Case, 'reported'> | In<Case, 'accepted'>): Decided {
  const { at, actor, measure, sameSubject } = command;
  if (!state.request || !state.standing) {
    const detail = { zh: '本案不是权利主体就本人数据的请求', en: 'this case is no request about one’s own data' };
    return refuse('POLICY-31', detail);
  }
  if (state.request.withdrawn) return refuse('POLICY-31', { zh: '请求已撤回', en: 'the request was withdrawn' });
  if (!sameSubject) {
    const detail = {
      zh: '权利证明所载主体与请求的主体不一致',
      en: 'the proof of standing names somebody else than the request',
    };
    return refuse('POLICY-31', detail, '/subject');
  }
  const placed = { ...ordered(measure, actor, at), committedAt: at, forRequest: true as const };
  return [{ type: 'request-bound', at, by: actor.person, authority: actor.organization, measures: [placed] }];
}

function withdraw(
  { at, document }: Command<'withdraw-request'>,
  { request }: In<Case, 'reported'> | In<Case, 'accepted'> | In<Case, 'bound'>,
): Decided {
  if (request && !request.withdrawn) return [{ type: 'request-withdrawn', at, document }];
  return refuse('POLICY-31', { zh: '没有可撤回的请求', en: 'there is no request to withdraw' });
}
