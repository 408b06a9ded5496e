import type { Ground, Refusal } from '../domain/decision.ts';
import type { ArticleId } from '../law/articles/titles.ts';
import { type LegalRole, legalRoles, type Text } from '../law/roles.ts';

export type Language = 'zh' | 'en';

/** Status of each kind of refusal. A foreign stream and a missing one look the same. */
const statusOf = { role: 403, foreign: 404, missing: 404, state: 409, rule: 422, stale: 412 } as const satisfies Record<
  Refusal['refused'],
  number
>;

/** Problems of the border itself; each cites POLICY-9, whose page says how the platform is spoken to. */
const technical = {
  malformed: [400, { zh: '请求无法读取', en: 'The request cannot be read' }],
  invalid: [422, { zh: '请求内容不符合要求', en: 'The request is not valid' }],
  unauthenticated: [401, { zh: '请先登录', en: 'Sign in first' }],
  unsigned: [401, { zh: '签名无效或已过期', en: 'The signature does not verify, or is too old' }],
  forbidden: [403, { zh: '您的角色无权进行此操作', en: 'Your role may not do this' }],
  'not-found': [404, { zh: '没有找到', en: 'Not found' }],
  'method-not-allowed': [405, { zh: '此地址不支持该方法', en: 'This address does not take this method' }],
  'too-large': [413, { zh: '请求超过 1 MB', en: 'The request is larger than 1 MB' }],
  'unsupported-media-type': [415, { zh: '不接受这种内容类型', en: 'This media type is not taken here' }],
  'version-required': [
    428,
    { zh: '请用 If-Match 说明您修改的是哪个版本', en: 'Say with If-Match which version you edit' },
  ],
  contention: [
    503,
    { zh: '他人正在修改同一记录，请稍后重试', en: 'Others are changing the same record: try again soon' },
  ],
  unavailable: [503, { zh: '暂时无法确认状态，请稍后重试', en: 'The state cannot be read now: try again soon' }],
  internal: [500, { zh: '系统内部错误，已记录', en: 'Something failed inside; it has been recorded' }],
} as const satisfies Record<string, readonly [number, Text]>;

export type TechnicalProblem = keyof typeof technical;

/** Machine-readable problem of RFC 9457; `grounds` lists every reason with its article, `remedy` says what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly article: ArticleId;
  readonly grounds: readonly ToldGround[];
  readonly reference?: string;
}

interface ToldGround {
  readonly article: ArticleId;
  readonly href: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly gate?: string;
  readonly measure?: string;
  readonly liftedBy?: readonly { readonly role: LegalRole; readonly name: string }[];
}

/** A ground that a gate gave: which one, by which measure, and who can lift it. */
export interface GateGround extends Ground {
  readonly gate?: string;
  readonly measure?: string;
  readonly liftedBy?: readonly LegalRole[];
}

/**
 * A refusal as a problem response in the reader's language. `titleOf` gives an article's title: the table of all
 * articles is no part of this module, because the gate's bundle does without it. @see RFC 9457
 */
export function refusalResponse(refusal: Refusal, language: Language, titleOf: (article: ArticleId) => Text): Response {
  const [first] = refusal.grounds;
  const article = first?.article ?? 'POLICY-9';
  return problemResponse(statusOf[refusal.refused], titleOf(article), article, refusal.grounds, language);
}

/** A technical problem; `grounds` say where, `headers` what to do next (Retry-After, WWW-Authenticate, Allow). */
export function technicalResponse(
  problem: TechnicalProblem,
  language: Language,
  grounds: readonly (Omit<Ground, 'article'> & Partial<Pick<Ground, 'article'>>)[] = [],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const [status, title] = technical[problem];
  const cited = grounds.map((ground) => ({ article: 'POLICY-9' as const, ...ground }));
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {};
  return problemResponse(status, title, 'POLICY-9', cited, language, { ...retry, ...headers });
}

/** The reader's language: Chinese unless English is preferred. @see RFC 9110 §12.5.4 */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().toLowerCase().split(';q=');
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ tag }) => tag.startsWith('zh') || tag.startsWith('en'))
    .toSorted((a, b) => b.quality - a.quality);
  return ranked[0]?.tag.startsWith('en') ? 'en' : 'zh';
}

/** Any problem in the reader's language; its detail is that of all its grounds. */
export function problemResponse(
  status: number,
  title: Text,
  article: ArticleId,
  grounds: readonly GateGround[],
  language: Language,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const told = grounds.map(({ article: cited, detail, liftedBy, ...rest }) => ({
    ...rest,
    article: cited,
    href: lawPath(cited),
    detail: detail[language],
    ...(liftedBy && { liftedBy: liftedBy.map((role) => ({ role, name: legalRoles[role][language] })) }),
  }));
  const problem: Problem = {
    type: lawPath(article),
    title: title[language],
    status,
    ...(told.length > 0 && { detail: told.map(({ detail }) => detail).join(language === 'zh' ? ';' : '; ') }),
    article,
    grounds: told,
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
      vary: 'Accept-Language',
      ...headers,
    },
  });
}

/** Page of an article, for people; the `type` of a problem. */
export const lawPath = (article: ArticleId): string => `/law/${encodeURIComponent(article)}`;
