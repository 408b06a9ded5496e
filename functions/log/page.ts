import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Text } from '../../shared/law/roles.ts';
import { base64 } from '../../shared/ledger/bytes.ts';
import type { PublishedCheckpoint } from '../../shared/store/log.ts';

/** What the log says about itself, as data: the page below shows the same. */
export function viewOf({ note, size, root, vkeys, custody, signedAt }: PublishedCheckpoint) {
  return {
    origin: note.slice(0, note.indexOf('\n')),
    vkeys,
    custody,
    size,
    root: base64(root),
    publishedAt: new Date(signedAt).toISOString(),
    checkpoint: '/log/checkpoint',
    tiles: '/log/tile/{level}/{n}',
    proof: '/log/proof/{eventId}',
    consistency: '/log/consistency?from={size}&to={size}',
  };
}

const custodies: Readonly<Record<PublishedCheckpoint['custody'], Text>> = {
  file: {
    zh: '本机密钥：保存在本机文件中，只适合演示与试用。',
    en: 'A local key: it lives in a file on this machine, good for trying out only.',
  },
  'key-service': {
    zh: '密钥保存在密钥服务中，不能导出。',
    en: 'The key lives in a key service and cannot be exported.',
  },
};

/** The log's page for people. It loads nothing and runs nothing. */
export async function page(published: PublishedCheckpoint): Promise<Response> {
  const { origin, vkeys, custody, size, root, publishedAt } = viewOf(published);
  const body = await html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>可验证日志 Verifiable log · 数契 Shuqi</title><style>${raw(style)}</style></head>
<body><main><p>数契 <span lang="en">Shuqi</span></p>
<h1>可验证日志 <span lang="en">Verifiable log</span></h1>
<p>平台的每个事件都是这棵默克尔树上的一片叶子。任何人都可以用他人编写的工具核验，不必相信我们。</p>
<p lang="en">Every event of the platform is a leaf of this Merkle tree. Anyone can check it with tools that others wrote: nobody has to believe us.</p>
<dl>
<dt>名称 <span lang="en">origin</span></dt><dd><code>${origin}</code></dd>
<dt>公钥 <span lang="en">verifier key</span></dt><dd>${vkeys.map((vkey) => html`<code>${vkey}</code> `)}</dd>
<dd>${custodies[custody].zh} <span lang="en">${custodies[custody].en}</span></dd>
<dt>叶子数 <span lang="en">size</span></dt><dd><code>${size}</code></dd>
<dt>根 <span lang="en">root</span></dt><dd><code>${root}</code></dd>
<dt>签署时间 <span lang="en">signed</span></dt><dd><code>${publishedAt}</code></dd>
</dl>
<h2>如何核验 <span lang="en">How to verify</span></h2>
<ol>
<li>从另一途径取得上面的公钥；只从本页取得的公钥，只能证明本页与自己一致。<br><span lang="en">Get the verifier key by another way: taken from this page alone, it proves only that the page agrees with itself.</span></li>
<li><a href="/log/checkpoint">/log/checkpoint</a> 已签名的检查点 <span lang="en">the signed checkpoint (c2sp.org/tlog-checkpoint)</span></li>
<li><code>/log/tile/&lt;L&gt;/&lt;N&gt;</code>、<code>/log/tile/entries/&lt;N&gt;</code> 瓦片与叶子 <span lang="en">tiles and entries (c2sp.org/tlog-tiles): recompute the root yourself</span></li>
<li><code>/log/proof/&lt;event&gt;</code> 事件的存在证明 <span lang="en">proof that an event is in (c2sp.org/tlog-proof)</span></li>
<li><code>/log/consistency?from=&amp;to=</code> 只增不改的证明 <span lang="en">proof that nothing earlier changed (RFC 6962)</span></li>
<li>保留您看到的最后一个检查点，下次要求与它一致。<br><span lang="en">Keep the last checkpoint you saw and ask the next one to extend it.</span></li>
</ol></main></body>
</html>
`;
  return new Response(body.toString(), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      vary: 'Accept',
    },
  });
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; line-height: 1.6; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
[lang=en] { opacity: .75; }
h1 [lang=en], h2 [lang=en] { font-size: .6em; font-weight: 400; }
dt { margin-top: .75rem; font-weight: 600; } dd { margin: 0; }
code { overflow-wrap: anywhere; }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;
