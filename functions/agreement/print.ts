import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Agreement, DraftVersion, Terms } from '../../shared/domain/agreement-schema.ts';
import type { Side, Signature } from '../../shared/domain/agreement-signature.ts';
import { localDate } from '../../shared/law/time.ts';

type Markup = ReturnType<typeof html>;

/**
 * The text of a version as a page to print on A4, with who signed it and by what: a reading copy. What was signed are the
 * bytes of the text, whose digest stands at the foot of it.
 */
export async function printable(text: string, version: DraftVersion | Terms, state: Agreement): Promise<Response> {
  const [kind = '', title = '', ...rest] = text.split('\n');
  const signatures = signaturesOf(state, version);
  const number = 'version' in version ? `第${version.version}版` : '草案';
  const markup = await html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${raw(style)}</style></head><body><main>
<header><p class="kind">${kind}</p><h1>${title}</h1><p class="version">${number}</p></header>
${rest.map(lineOf)}
<section class="sign">${[party('甲方（实施机构）', 'grantor', signatures), party('乙方（授权运营单位）', 'operator', signatures)]}</section>
<footer><p>文本摘要（SHA-256）</p><p class="hash">${grouped(version.textHash)}</p>
<p>本页供阅读和打印。签署的对象是协议文本的字节；取得文本与证明文件后，可用 npx shuqi verify 证明文件 --text 文本 离线核验。</p></footer>
</main></body></html>`;
  return new Response(String(markup), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

/** By what a line begins with (text.ts): whatever a clause says stands two spaces in, so none passes for a heading. */
function lineOf(line: string): Markup | string {
  if (line === '') return '';
  if (line.startsWith('　　')) return html`<p class="text">${line.slice(2)}</p>`;
  if (line.startsWith('　')) return html`<h3>${line.slice(1).replace(/：$/, '')}</h3>`;
  if (/^[一二三四五六七八九十]+、|^附件[一二三四五]　/.test(line)) return html`<h2>${line}</h2>`;
  return html`<p class="fact">${line}</p>`;
}

/** The signatures over exactly this text; those of another version are not shown under it. */
function signaturesOf(state: Agreement, { textHash }: DraftVersion | Terms): readonly Signature[] {
  const all = [
    ...('signatures' in state ? state.signatures : []),
    ...('amendment' in state ? (state.amendment?.signatures ?? []) : []),
  ];
  return all.filter((one) => one.textHash === textHash);
}

function party(name: string, side: Side, signatures: readonly Signature[]): Markup {
  const found = signatures.find((one) => one.side === side);
  if (!found)
    return html`<div><h2>${name}</h2><p class="seal">（签章）</p><p>签署日期：　　　　年　　月　　日</p></div>`;
  const how = found.jws === undefined ? '通行密钥' : '密钥签名（JWS）';
  const by = found.authority.kind === 'legal-representative' ? '法定代表人' : '授权代表';
  const record = found.record
    ? html`<p>签章文件：${found.record.mediaType}，${found.record.bytes} 字节</p><p class="hash">${grouped(found.record.sha256)}</p>`
    : '';
  return html`<div><h2>${name}</h2><p>${by}以${how}签署</p><p>签署日期：${localDate(found.at)}</p>
<p>密钥指纹</p><p class="hash">${found.key}</p>${record}</div>`;
}

const grouped = (hash: string): string => hash.match(/.{1,8}/g)?.join(' ') ?? hash;

const style = `
@page { size: A4; margin: 25mm 24mm 22mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt serif; } }
* { box-sizing: border-box; }
html { color-scheme: light; background: #eceae4; }
body { margin: 0; color: #16181b; font: 12pt/1.75 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  line-break: strict; overflow-wrap: anywhere; }
main { max-width: 210mm; min-height: 297mm; margin: 2rem auto; padding: 25mm 24mm; background: #fff;
  box-shadow: 0 1px 6px #0003; }
header { text-align: center; margin-bottom: 10mm; }
.kind { margin: 0; letter-spacing: .35em; text-indent: .35em; font-size: 13pt; }
h1 { margin: 3mm 0; font-size: 20pt; line-height: 1.4; text-wrap: balance; }
.version { margin: 0; color: #555; font-size: 10.5pt; }
.fact { margin: 0; font-size: 11pt; }
h2 { margin: 7mm 0 1.5mm; font-size: 13pt; break-after: avoid; }
h3 { margin: 2.5mm 0 0; font-size: 12pt; font-weight: 400; color: #555; break-after: avoid; }
.text { margin: 0; text-indent: 2em; orphans: 2; widows: 2; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin-top: 14mm; break-inside: avoid; }
.sign p { margin: 0; font-size: 10.5pt; }
.sign .seal { height: 28mm; display: grid; place-items: center; color: #888; border: 1px dashed #bbb; margin-bottom: 2mm; }
.hash { font: 9pt/1.5 ui-monospace, "Noto Sans Mono", monospace !important; color: #333; }
footer { margin-top: 10mm; padding-top: 3mm; border-top: 1px solid #ccc; font-size: 9pt; color: #555; break-inside: avoid; }
footer p { margin: 0; }
@media print { html { background: none; } main { max-width: none; min-height: 0; margin: 0; padding: 0; box-shadow: none; } }
@media (max-width: 40rem) { main { margin: 0; padding: 1.5rem 1.2rem; box-shadow: none; } .sign { grid-template-columns: 1fr; } }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
