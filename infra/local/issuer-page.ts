import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { type LegalRole, legalRoles, type Text } from '../../shared/law/roles.ts';

/** A ready-made person of the local run. `account` is the subject that the platform gets from the issuer. */
export interface Person {
  readonly account: string;
  readonly name: Text;
  readonly organization: Text;
  readonly roles: readonly LegalRole[];
}

/** The sign-in page 选择身份登录: the people by organization, one button each; no script, no outside host. */
export async function signInPage(people: readonly Person[]): Promise<string> {
  const organizations = [...new Set(people.map(({ organization }) => organization.zh))];
  return page(
    { zh: '选择身份登录', en: 'Sign in as' },
    html`
<p class="notice" role="note">本机演示环境，无需密码：能打开本页的人可以任何身份登录。
  <span lang="en">Local demonstration without passwords: whoever opens this page may sign in as anyone.</span></p>
<form method="post">
  <div class="grid">${organizations.map((name) => card(people.filter(({ organization }) => organization.zh === name)))}</div>
  <p class="cancel"><button name="cancel" value="yes">取消 <span lang="en">Cancel</span></button></p>
</form>`,
  );
}

/** A page that only says something and leads back to the platform. */
export async function messagePage(title: Text, detail: Text): Promise<string> {
  return page(
    title,
    html`<p>${detail.zh}<br><span lang="en">${detail.en}</span></p><p><a href="/">返回首页 <span lang="en">Home</span></a></p>`,
  );
}

function card(members: readonly Person[]) {
  const [first] = members;
  return html`
    <section>
      <h2>${first?.organization.zh} <span lang="en">${first?.organization.en}</span></h2>
      ${members.map(
        ({ account, name, roles }) => html`
      <button name="account" value="${account}">
        <strong>${name.zh} <span lang="en">${name.en}</span></strong>
        ${roles.map((role) => html`<em>${legalRoles[role].zh} <span lang="en">${legalRoles[role].en}</span></em>`)}
      </button>`,
      )}
    </section>`;
}

async function page(title: Text, body: ReturnType<typeof html>): Promise<string> {
  const document = await html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.zh} ${title.en} · 数契 Shuqi</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<p class="brand">数契 <span lang="en">Shuqi</span></p>
<h1>${title.zh} <span lang="en">${title.en}</span></h1>
${body}
</main>
</body>
</html>
`;
  return document.toString();
}

const style = `
:root { color-scheme: light dark; --ground: light-dark(#f6f5f1, #16181b); --card: light-dark(#fff, #1f2226);
  --ink: light-dark(#1d2126, #e9e7e1); --quiet: light-dark(#5f666e, #a3a9b1); --line: light-dark(#dedbd2, #363b41);
  --seal: light-dark(#a3271f, #f08a7f); --tint: light-dark(#f6e7e4, #3a2523); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
[lang=en] { color: var(--quiet); font-size: .8em; font-weight: 400; }
.brand { margin: 0; color: var(--seal); font-weight: 700; letter-spacing: .12em; }
h1 { margin: .1em 0 .4em; font-size: 2rem; line-height: 1.25; }
h2 { margin: 0 0 .75rem; font-size: 1.05rem; line-height: 1.4; }
h2 [lang=en] { display: block; }
.notice { margin: 0 0 1.75rem; padding: .6rem .9rem; border-left: 3px solid var(--seal); background: var(--tint); }
.notice [lang=en] { display: block; color: inherit; }
.grid { columns: 20rem; column-gap: 1.25rem; }
section { break-inside: avoid; margin: 0 0 1.25rem; padding: 1rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem; }
button { font: inherit; color: inherit; cursor: pointer; background: none; border: 1px solid var(--line); border-radius: .4rem; }
section button { display: block; width: 100%; margin-top: .5rem; padding: .6rem .75rem; text-align: left; }
button:hover { border-color: var(--seal); background: var(--tint); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--seal); outline-offset: 2px; }
strong { display: block; font-size: 1.05rem; }
em { display: inline-block; margin: .2rem .6rem 0 0; color: var(--seal); font-style: normal; font-size: .9rem; }
.cancel button { padding: .4rem 1rem; }
a { color: var(--seal); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Headers of these pages: the one style sheet in them, forms to ourselves, and nothing else. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;
