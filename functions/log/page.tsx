import { page, type Reader } from '../../shared/http/page.tsx';
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

/** The log's page for people: what was last signed, and how to check it without us. */
export function logPage(reader: Reader, published: PublishedCheckpoint): Promise<Response> {
  const { origin, vkeys, custody, size, root, publishedAt } = viewOf(published);
  const { language } = reader;
  const said = (text: Text) => text[language];
  const children = (
    <>
      <h1>{said(words.title)}</h1>
      <p class="lead">{said(words.lead)}</p>
      <dl class="sheet">
        <dt>{said(words.size)}</dt>
        <dd>{size}</dd>
        <dt>{said(words.signed)}</dt>
        <dd>{publishedAt}</dd>
        <dt>{said(words.root)}</dt>
        <dd>
          <code>{root}</code>
        </dd>
        <dt>{said(words.origin)}</dt>
        <dd>
          <code>{origin}</code>
        </dd>
        <dt>{said(words.key)}</dt>
        <dd>
          {vkeys.map((vkey) => (
            <code>{vkey}</code>
          ))}
          <br />
          {said(custodies[custody])}
        </dd>
      </dl>
      <h2>{said(words.how)}</h2>
      <ol>
        <li>{said(words.otherWay)}</li>
        <li>
          <a href="/log/checkpoint">/log/checkpoint</a> {said(words.checkpoint)}
        </li>
        <li>
          <code>/log/tile/&lt;L&gt;/&lt;N&gt;</code> · <code>/log/tile/entries/&lt;N&gt;</code> {said(words.tiles)}
        </li>
        <li>
          <code>/log/proof/&lt;event&gt;</code> {said(words.proof)}
        </li>
        <li>
          <code>/log/consistency?from=&amp;to=</code> {said(words.consistency)}
        </li>
        <li>{said(words.keep)}</li>
      </ol>
    </>
  );
  return page(reader, { title: words.title, children, maxAge: 0 });
}

const words = {
  title: { zh: '可验证日志', en: 'Verifiable log' },
  lead: {
    zh: '平台的每个事件都是这棵默克尔树上的一片叶子。任何人都可以用他人编写的工具核验，不必相信我们。',
    en: 'Every event of the platform is a leaf of this Merkle tree. Anyone can check it with tools that others wrote: nobody has to believe us.',
  },
  size: { zh: '叶子数', en: 'Size' },
  signed: { zh: '签署时间', en: 'Signed' },
  root: { zh: '根', en: 'Root' },
  origin: { zh: '名称', en: 'Origin' },
  key: { zh: '公钥', en: 'Verifier key' },
  how: { zh: '如何核验', en: 'How to verify' },
  otherWay: {
    zh: '从另一途径取得上面的公钥；只从本页取得的公钥，只能证明本页与自己一致。',
    en: 'Get the verifier key by another way: taken from this page alone, it proves only that the page agrees with itself.',
  },
  checkpoint: { zh: '已签名的检查点', en: 'the signed checkpoint (c2sp.org/tlog-checkpoint)' },
  tiles: { zh: '瓦片与叶子，可自行重算根', en: 'tiles and entries (c2sp.org/tlog-tiles): recompute the root yourself' },
  proof: { zh: '事件的存在证明', en: 'proof that an event is in (c2sp.org/tlog-proof)' },
  consistency: { zh: '只增不改的证明', en: 'proof that nothing earlier changed (RFC 6962)' },
  keep: {
    zh: '保留您看到的最后一个检查点，下次要求与它一致。',
    en: 'Keep the last checkpoint you saw and ask the next one to extend it.',
  },
} as const satisfies Record<string, Text>;
