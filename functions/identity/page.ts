import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { type Language, type TechnicalProblem, technicalResponse } from '../../shared/http/problem.ts';
import type { Text } from '../../shared/law/roles.ts';

/** Why a sign-in did not end in a session: a title, what happened, what to do. */
export interface SignInProblem {
  readonly problem: TechnicalProblem;
  readonly title: Text;
  readonly detail: Text;
}

/** What can become of a sign-in besides a session. */
export const signInProblems = {
  unknown: {
    problem: 'forbidden',
    title: { zh: '您尚未被列为成员', en: 'No organization has named you' },
    detail: {
      zh: '登录成功，但没有任何主体将您列为成员。请联系本单位系统管理员或运行管理机构添加。',
      en: 'Sign-in worked, but no organization lists you as a member. Ask its administrator or the operating agency.',
    },
  },
  refused: {
    problem: 'malformed',
    title: { zh: '登录没有完成', en: 'Sign-in was not completed' },
    detail: {
      zh: '登录已取消、超时，或在另一窗口重新开始。请重新登录。',
      en: 'It was cancelled, took too long, or began again in another window. Please sign in again.',
    },
  },
  unavailable: {
    problem: 'unavailable',
    title: { zh: '身份服务暂时无法使用', en: 'The sign-in service cannot be reached' },
    detail: { zh: '请稍后再试。', en: 'Please try again soon.' },
  },
} as const satisfies Record<string, SignInProblem>;

/** The problem as a page for browsers, as `application/problem+json` for everybody else. */
export async function signInFailed(
  request: Request,
  language: Language,
  { problem, title, detail }: SignInProblem,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const answer = technicalResponse(problem, language, [{ detail }], headers);
  if (!request.headers.get('accept')?.includes('text/html')) return answer;
  const page = await html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.zh} ${title.en} · 数契 Shuqi</title><style>${raw(style)}</style></head>
<body><main><p>数契 <span lang="en">Shuqi</span></p>
<h1>${title.zh} <span lang="en">${title.en}</span></h1>
<p>${detail.zh}</p><p lang="en">${detail.en}</p>
<p><a href="/session/start">重新登录 <span lang="en">Sign in again</span></a></p></main></body>
</html>
`;
  const shown = new Headers(answer.headers);
  shown.set('content-type', 'text/html; charset=utf-8');
  shown.set('content-security-policy', policy);
  shown.set('x-content-type-options', 'nosniff');
  return new Response(page.toString(), { status: answer.status, headers: shown });
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; line-height: 1.6; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
[lang=en] { opacity: .75; }
h1 [lang=en] { display: block; font-size: .6em; font-weight: 400; }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;
