import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Language, Problem } from './problem.ts';

/**
 * A problem for somebody who met it in a browser: what is wrong, by which rule, who can lift it, and what to do now.
 * What they had filled in is still there behind the browser's way back. Its own small sheet: every function says no.
 */
export async function problemPage(problem: Problem, language: Language, from: Response): Promise<Response> {
  const { title, status, grounds, article } = problem;
  const said = words[language];
  const told = grounds.length > 0 ? grounds : [{ article, href: problem.type, detail: title }];
  const markup =
    await html`<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${said.brand}</title>
<style>${raw(style)}</style></head><body><main>
<p><a href="/console">${said.brand}</a></p><h1>${title}</h1>
<ul>${told.map(
      (one) =>
        html`<li>${one.detail} <a href="${one.href}">${one.article}</a>${
          'liftedBy' in one && one.liftedBy
            ? html`<br>${said.lifts}${one.liftedBy.map(({ name }) => name).join(said.and)}`
            : ''
        }${'pointer' in one && one.pointer ? html`<br><code>${one.pointer}</code>` : ''}</li>`,
    )}</ul>
<p>${said.next[status >= 500 ? 'later' : status === 401 ? 'enter' : status === 404 ? 'missing' : 'back']}</p>
<p>${status === 401 ? html`<a href="/session/start?to=/console">${said.enter}</a> · ` : ''}<a href="/console">${said.desk}</a></p>
</main></body></html>`;
  const headers = new Headers(from.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', policy);
  headers.set('x-content-type-options', 'nosniff');
  return new Response(String(markup), { status, headers });
}

const words = {
  zh: {
    brand: '数契',
    lifts: '可由下列单位解除：',
    and: '、',
    enter: '登录',
    desk: '回到工作台',
    next: {
      back: '什么都没有改变。请用浏览器的“后退”返回，已填内容仍在；按上面的说明修改后再提交。',
      enter: '登录已失效，什么都没有改变。请重新登录后再办理。',
      missing: '请核对地址；属于其他单位的事项也显示为“没有找到”。',
      later: '什么都没有丢失，请稍候重试；仍不成功时，请把上面的编号告诉运行管理机构。',
    },
  },
  en: {
    brand: 'Shuqi',
    lifts: 'Lifted by: ',
    and: ', ',
    enter: 'Sign in',
    desk: 'Back to the desk',
    next: {
      back: 'Nothing was changed. Go back in your browser: what you filled in is still there. Mend it as said above.',
      enter: 'Your session is over and nothing was changed. Sign in and do it again.',
      missing: 'Check the address. What belongs to another organization is shown as not found, too.',
      later: 'Nothing is lost. Try again soon; if it goes on, tell the operating agency the reference above.',
    },
  },
} as const;

const style = `:root{color-scheme:light dark}body{margin:0;line-height:1.75;font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:40rem;margin:0 auto;padding:3rem 1.25rem;overflow-wrap:anywhere}h1{font-size:1.6rem;line-height:1.4}a{color:light-dark(#a3271f,#f08a7f)}code{opacity:.75}`;
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;
