import { notFound } from '../../shared/domain/decision.ts';
import { readerOf } from '../../shared/http/page.tsx';
import { type Reply, type Route, reply, routesFor } from '../../shared/http/route.ts';
import { parseTilePath, tileWidth } from '../../shared/ledger/tiles.ts';
import type { Service } from '../../shared/service.ts';
import { readTile } from '../../shared/store/log-tiles.ts';
import type { Context } from '../../shared/store/store.ts';
import { changesOf } from './key-changes.ts';
import { logPage, viewOf } from './page.tsx';
import { consistency, inclusion } from './proofs.ts';
import { ARTICLE, freshText, fromPublished, immutable } from './published.ts';
import { consistencyQuery, keyChanges, logView, pageQuery, proofParams, tileParams } from './schema.ts';

const { open } = routesFor<Service>();

/** A tile's number is written in groups of three digits: three of them reach 256 billion leaves; then `.p/<width>`. */
const tilePaths = [
  '/log/tile/{level}/{a}',
  '/log/tile/{level}/{a}/{b}',
  '/log/tile/{level}/{a}/{b}/{c}',
  '/log/tile/{level}/{a}/{b}/{c}/{d}',
] as const;

/** The public log 可验证日志: no account, and nothing beyond the published checkpoint. @see c2sp.org/tlog-tiles */
export const routes: readonly Route<Service>[] = [
  open({
    id: 'readLog',
    method: 'get',
    path: '/log',
    tag: 'log',
    summary: { zh: '日志概况与核验方法', en: 'The log: name, key, size, root, and how to verify it' },
    query: pageQuery,
    reply: logView,
    handle: ({ request, language, query }, { store }) =>
      fromPublished(store, async (published): Promise<Response | Reply> => {
        if (request.headers.get('accept')?.includes('text/html'))
          return logPage(readerOf(request, language, query.lang), published);
        const { headers, ...rest } = reply(viewOf(published));
        return { ...rest, headers: { ...headers, 'cache-control': 'no-cache', vary: 'Accept' } };
      }),
  }),
  open({
    id: 'readLogKey',
    method: 'get',
    path: '/log/key',
    tag: 'log',
    summary: { zh: '日志公钥', en: 'Verifier keys of the log, a line each' },
    produces: 'text/plain',
    handle: (_, { store }) => fromPublished(store, async ({ vkeys }) => freshText(`${vkeys.join('\n')}\n`)),
  }),
  open({
    id: 'readKeyChanges',
    method: 'get',
    path: '/log/keys',
    tag: 'log',
    summary: { zh: '日志公钥的更换记录', en: 'Changes of the keys, with what opens their leaves' },
    reply: keyChanges,
    handle: (_, { store }) => fromPublished(store, async ({ size }) => reply(await changesOf(store, size))),
  }),
  open({
    id: 'readCheckpoint',
    method: 'get',
    path: '/log/checkpoint',
    tag: 'log',
    summary: { zh: '已签名的检查点', en: 'The signed checkpoint' },
    produces: 'text/plain',
    handle: (_, { store }) => fromPublished(store, async ({ note }) => freshText(note)),
  }),
  ...tilePaths.map((path, i) =>
    open({
      id: `readTile${i + 1}`,
      method: 'get',
      path,
      tag: 'log',
      summary: { zh: '日志瓦片或叶子', en: 'A tile of hashes, or a bundle of entries' },
      produces: 'application/octet-stream',
      params: tileParams,
      handle: ({ params: { level, a, b, c, d } }, { store }) =>
        tile(store, ['tile', level, a, b, c, d].filter((part) => part !== undefined).join('/')),
    }),
  ),
  open({
    id: 'readProof',
    method: 'get',
    path: '/log/proof/{eventId}',
    tag: 'log',
    summary: { zh: '事件的存在证明', en: 'Proof that an event stands in the log' },
    produces: 'text/plain',
    params: proofParams,
    handle: ({ params }, { store }) => fromPublished(store, (published) => inclusion(store, params.eventId, published)),
  }),
  open({
    id: 'readConsistency',
    method: 'get',
    path: '/log/consistency',
    tag: 'log',
    summary: { zh: '只增不改的证明', en: 'Proof that a later tree begins with an earlier one' },
    produces: 'text/plain',
    query: consistencyQuery,
    handle: ({ query }, { store }) => fromPublished(store, (published) => consistency(store, query, published)),
  }),
];

/** One tile, full or partial, of any published tree: a narrower partial is the beginning of a wider one. */
const tile = (store: Context, path: string) =>
  fromPublished(store, async ({ size }) => {
    const asked = parseTilePath(path);
    if (!asked || asked.width > tileWidth(asked.level, asked.index, size)) return notFound('missing', ARTICLE);
    return immutable(await readTile(store, asked));
  });
