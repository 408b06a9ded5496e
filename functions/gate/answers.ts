import { type Language, problemResponse, technicalResponse } from '../../shared/http/problem.ts';
import type { Text } from '../../shared/law/roles.ts';
import { countRefusal, indexRefused } from '../../shared/store/refused.ts';
import type { CutReason, Delivery } from '../../shared/store/served.ts';
import type { Denial } from './admit.ts';
import type { Cut } from './guard.ts';
import type { DeliveryView } from './schema.ts';
import { type GateService, remember } from './service.ts';

/** No token, or none of ours. @see RFC 6750 §3 */
export const unauthenticated = (language: Language, problem: 'invalid' | 'expired' | 'missing'): Response => {
  const error = problem === 'missing' ? '' : ', error="invalid_token"';
  const headers = { 'www-authenticate': `Bearer realm="shuqi"${error}` };
  return technicalResponse('unauthenticated', language, [{ detail: tokenProblems[problem] }], headers);
};

/** Why the gates do not admit: every reason, its article, and who lifts it. Counts the refusal, never the quota. */
export async function denied(denial: Denial, channel: string, language: Language, deps: GateService) {
  // Channels that are not the caller's are not counted: others could fill the table with invented names.
  if (denial.kind !== 'not-found') {
    // A refusal stands whether or not it could be counted.
    await counted(denial, channel, deps).catch(() => deps.alarm('a refusal was not counted', channel));
  }
  const [status, title] = denials[denial.kind];
  const article = denial.reasons[0]?.article ?? 'POLICY-9';
  const headers: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {};
  return problemResponse(status, title, article, denial.reasons, language, headers);
}

/** Two writes the first time that this process refuses a channel in an hour, one afterwards. */
async function counted({ reasons }: Denial, channel: string, { store, refused }: GateService): Promise<void> {
  const counters = reasons.flatMap(({ gate, article, beyond }) => [
    `${gate}:${article}`,
    ...(beyond ? [`beyond:${beyond}`] : []),
  ]);
  const here = `${channel} ${Math.floor(store.now() / 3_600_000)}`;
  if (!refused.has(here)) await indexRefused(store, channel);
  remember(refused, here, true);
  await countRefusal(store, channel, counters);
}

/** Why a page was not handed over: it had been admitted, and the reason came while it was read. */
export async function cutOff(cut: Cut, channel: string, language: Language, deps: GateService): Promise<Response> {
  if (cut.reason === 'source-failed') deps.alarm('the source cannot be read', `${channel}: ${cut.cause}`);
  if (cut.denial) return denied(cut.denial, channel, language, deps);
  const ground = { article: 'POLICY-9' as const, detail: cutTexts[cut.reason] };
  return problemResponse(503, ground.detail, 'POLICY-9', [ground], language, { 'retry-after': '1' });
}

/** One delivery as its recipient reads it. */
export function viewOf({ name, start, end }: Delivery): DeliveryView {
  const { channel, serial, startedAt, reserved } = start;
  const told = { delivery: name, channel, serial, startedAt };
  if (!end) return { ...told, completeness: 'unknown', atMostBytes: reserved, explained: unknown };
  const { cut, ...rest } = end;
  return cut
    ? { ...told, ...rest, completeness: 'cut', reason: cut, explained: cutTexts[cut] }
    : { ...told, ...rest, completeness: 'complete', explained: complete };
}

const tokenProblems = {
  missing: {
    zh: '请在 /token 取得访问令牌并以 Bearer 提交',
    en: 'get an access token at /token and send it as Bearer',
  },
  invalid: { zh: '访问令牌无效，请重新取得', en: 'this access token is not valid: get a new one' },
  expired: { zh: '访问令牌已过期，请重新取得', en: 'this access token has expired: get a new one' },
} satisfies Record<string, Text>;

const denials = {
  'not-found': [404, { zh: '没有找到', en: 'Not found' }],
  refused: [403, { zh: '不予提供数据', en: 'No data is supplied' }],
  unavailable: [503, { zh: '暂时无法确认状态，不予提供', en: 'The state cannot be confirmed: nothing is supplied' }],
} as const satisfies Record<Denial['kind'], readonly [number, Text]>;

const complete = { zh: '已完整供给', en: 'supplied completely' };
const unknown = {
  zh: '进行中，或记录未能关闭：不多于预留的字节',
  en: 'still running, or its record was never closed: no more than the reserved bytes',
};

const cutTexts = {
  refused: { zh: '供给途中不再准许', en: 'no longer permitted while it was being supplied' },
  'scope-changed': { zh: '授权范围已变更，请重新请求', en: 'what may be supplied has changed: ask again' },
  'state-unreadable': { zh: '无法按时确认状态，已中止', en: 'the state could not be confirmed in time' },
  'source-failed': { zh: '数据源无法读取', en: 'the source cannot be read' },
  'client-left': { zh: '接收方提前断开', en: 'the recipient left' },
  'too-large': { zh: '超过一次供给的上限，请改用分页', en: 'larger than one delivery may be: fetch it page by page' },
  'too-long': {
    zh: '超过一次供给的最长时间，请改用分页',
    en: 'took longer than one delivery may: fetch it page by page',
  },
  'over-quota': { zh: '用量已尽', en: 'the quota is used up' },
} as const satisfies Record<CutReason, Text>;
