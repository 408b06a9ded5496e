import { isRefusal, notFound, refuse } from '../../shared/domain/decision.ts';
import { type RegulatoryEvent, regulatoryEvent } from '../../shared/domain/regulatory-event.ts';
import { incomingType, regulatoryPartner, secretsOf, termsOf } from '../../shared/domain/regulatory-partner.ts';
import type { Language } from '../../shared/http/problem.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import { type Route, reply, routesFor } from '../../shared/http/route.ts';
import { checkCreditCode } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import { claimedBy } from '../../shared/store/claimed.ts';
import { putDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { claimWebhook } from '../../shared/store/webhook-claim.ts';
import { type CloudEvent, MEDIA_TYPE, received } from '../../shared/webhooks.ts';
import { incomingData, receivedView, receiveQuery } from './schema.ts';
import { type CreditService, partnerSecret } from './service.ts';

/** As the library that checks the signature allows. @see standardwebhooks 1.1 */
const TOLERANCE_SECONDS = 300;
const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * The way in for regulatory information: from a registered partner, signed, at most five minutes old, counted once, of a
 * type that it may send. Kept as one event and one document in one transaction. @see POLICY-61, standardwebhooks 1.1
 */
export const receiveRoute: Route<CreditService> = routesFor<CreditService>().open({
  id: 'receiveRegulatoryEvent',
  method: 'post',
  path: '/regulatory/events',
  tag: 'credit',
  summary: {
    zh: '接收协同单位推送的监管信息（CloudEvents 1.0，standardwebhooks 签名）',
    en: 'Takes a CloudEvent 1.0 from a partner in regulation, signed as standardwebhooks says',
  },
  query: receiveQuery,
  reply: receivedView,
  handle: async ({ query: { partner }, request, language, at }, deps) => {
    const { store, clock, webhookSecret } = deps;
    const { state } = await loadHead(store, regulatoryPartner, partner);
    const terms = termsOf(state);
    if (state.status === 'none' || !terms) return notFound('missing', 'POLICY-61');
    const [type] = (request.headers.get('content-type') ?? '').split(';');
    if (type?.trim().toLowerCase() !== MEDIA_TYPE) return wrong('unsupported-media-type', language);
    if (isStale(request.headers, clock.real())) return wrong('stale', language);
    const body = await request.text();
    const secrets = secretsOf(state, at).map((generation) => partnerSecret(webhookSecret, partner, generation));
    const taken = received(request.headers, body, secrets);
    if (!taken.ok) return wrong(taken.because, language);
    const kind = incomingType.safeParse(taken.event.type);
    if (!kind.success || !terms.sends.includes(kind.data)) return notSent(taken.event.type, terms.sends);
    if (await claimedBy(store, 'webhook', `${partner}|${taken.id}`)) return reply(again);
    const id = store.newId();
    const { event } = taken;
    const subject = await subjectOf(store, event);
    const { jurisdiction } = state;
    const document = await putDocument(store, MEDIA_TYPE, body);
    const outcome = await transact(store, async (unit) => {
      claimWebhook(unit, { source: partner, id: taken.id, attempt: id });
      const after = await unit.decide(regulatoryEvent, id, {
        ...{ type: 'receive', at, actor: system, jurisdiction, partner, sender: terms.organization },
        ...{ kind: kind.data, happenedAt: event.time, event: document, ...(subject && { subject }) },
      });
      return isRefusal(after) ? after : reply({ id, received: true, repeated: false }, { status: 202 });
    });
    // Of a partner that is active only the claim can refuse: the same message came twice at one moment.
    return isRefusal(outcome) ? reply(again) : outcome;
  },
});

/** Whoever lost our answer sends again, and hears that it has arrived: nothing is done twice. */
const again = { received: true, repeated: true };

/** The organization of the platform that it is about; what is no credit code is looked at no further. */
async function subjectOf(store: Context, { data }: CloudEvent): Promise<RegulatoryEventSubject> {
  const named = incomingData.safeParse(data);
  const code = named.success ? checkCreditCode(named.data.creditCode) : undefined;
  return code?.ok ? claimedBy(store, 'credit-code', code.code) : undefined;
}
type RegulatoryEventSubject = Extract<RegulatoryEvent, { subject?: unknown }>['subject'];

function isStale(headers: Headers, now: number): boolean {
  const said = headers.get('webhook-timestamp') ?? '';
  return /^\d{1,12}$/.test(said) && Math.abs(now / 1_000 - Number(said)) > TOLERANCE_SECONDS;
}

function notSent(type: string, sends: readonly string[]) {
  const listed = sends.join(' ');
  const known = /^[a-z.]{1,60}$/.test(type) ? type : '';
  return refuse(
    'POLICY-61',
    { zh: `未登记发送此类信息 ${known}，可发送：${listed}`, en: `you are not registered to send ${known}: ${listed}` },
    '/type',
  );
}

const wrongs = {
  'unsupported-media-type': ['unsupported-media-type', { zh: `请以 ${MEDIA_TYPE} 发送`, en: `send ${MEDIA_TYPE}` }],
  stale: [
    'unsigned',
    {
      zh: '时间戳与本平台时间相差超过五分钟，请校准时钟后重新签名发送',
      en: 'its timestamp is more than five minutes from our time: mend the clock, sign and send again',
    },
  ],
  unsigned: [
    'unsigned',
    {
      zh: '请用登记的密钥签名 webhook-id、webhook-timestamp 和原文',
      en: 'sign webhook-id, webhook-timestamp and the body with the secret of the registration',
    },
  ],
  'too-large': ['too-large', { zh: '一条信息最多 64 KB', en: 'one message has at most 64 KB' }],
  'not-an-event': ['malformed', { zh: '不是 CloudEvents 1.0 的 JSON', en: 'not a CloudEvent 1.0 in JSON' }],
} as const satisfies Record<string, readonly [string, Text]>;

function wrong(what: keyof typeof wrongs, language: Language): Response {
  const [problem, detail] = wrongs[what];
  return technicalResponse(problem, language, [{ article: 'POLICY-61', detail }]);
}
