import { type Language, technicalResponse } from '../../shared/http/problem.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { admit, isDenial, noChannel } from './admit.ts';
import { denied, unauthenticated, viewOf } from './answers.ts';
import { formatOf } from './format.ts';
import { guardOf } from './guard.ts';
import { page } from './page.ts';
import { dataParams, dataQuery, deliveryParams, deliveryQuery, deliveryView, rowsOf } from './schema.ts';
import { type Bearer, bearerOf, type GateService } from './service.ts';
import { stream } from './stream.ts';

const { open } = routesFor<GateService>();

/** The data plane 数据供给: open to whoever brings an access token of ours; nobody's session counts here. */
export const routes = [
  open({
    id: 'readChannelData',
    method: 'get',
    path: '/channels/{id}/data',
    tag: 'gate',
    summary: { zh: '获取通道数据', en: 'Fetch the channel’s data: page by page, or as one stream' },
    params: dataParams,
    query: dataQuery,
    produces: ['text/csv', 'application/x-ndjson'],
    handle: async ({ params, query, request, language }, deps) => {
      const caller = await bearerFrom(request, language, deps);
      if (caller instanceof Response) return caller;
      const bearer = { ...caller, purpose: query.purpose ?? declaredIn(request) };
      if (bearer.channel !== params.id) return denied(noChannel(), params.id, language, deps);
      const pass = await admit(bearer, deps);
      if (isDenial(pass)) return denied(pass, bearer.channel, language, deps);
      const guard = guardOf(pass, () => admit(bearer, deps), deps.monotonic);
      const asked = { pass, guard, bearer, format: formatOf(request.headers.get('accept')), language };
      if (query.stream === 'true') return stream(asked, deps);
      return page({ ...asked, cursor: query.cursor, limit: rowsOf(query) }, deps);
    },
  }),
  open({
    id: 'readDelivery',
    method: 'get',
    path: '/deliveries/{delivery}',
    tag: 'gate',
    summary: { zh: '查询一次供给是否完整', en: 'Whether a delivery was complete, its digest, and why it was cut' },
    params: deliveryParams,
    query: deliveryQuery,
    reply: deliveryView,
    handle: async ({ params, query, request, language }, deps) => {
      const bearer = await bearerFrom(request, language, deps);
      if (bearer instanceof Response) return bearer;
      const own = bearer.channel === query.channel;
      const found = own ? await readDelivery(deps.store, query.channel, params.delivery) : undefined;
      if (found?.start.organization !== bearer.organization) return technicalResponse('not-found', language);
      return reply(viewOf(found));
    },
  }),
  open({
    id: 'readReceiptKeys',
    method: 'get',
    path: '/.well-known/receipt-keys.json',
    tag: 'gate',
    summary: { zh: '供给回执的验证公钥', en: 'Public keys with which receipts of deliveries are verified' },
    handle: async (_, { receipts }) => reply(await receipts.jwks()),
  }),
];

/** Who sent this request, or why that is not known. */
async function bearerFrom(request: Request, language: Language, deps: GateService): Promise<Bearer | Response> {
  const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) return unauthenticated(language, 'missing');
  const verified = await deps.verify(token);
  return verified.ok ? bearerOf(verified.claims) : unauthenticated(language, verified.problem);
}

/** The header Purpose carries its text percent-encoded, because a header carries no Chinese. */
function declaredIn(request: Request): string | undefined {
  const given = request.headers.get('purpose');
  if (given === null) return undefined;
  try {
    return decodeURIComponent(given);
  } catch {
    // Not encoded as it must be: compared as it stands, so it equals no agreed purpose that it does not spell.
    return given;
  }
}
