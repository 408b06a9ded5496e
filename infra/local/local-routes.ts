import * as z from 'zod';
import { refuse } from '../../shared/domain/decision.ts';
import { crossSite } from '../../shared/http/caller.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { type MovableClock, parseStep } from './clock.ts';

/** How fast the upstream gives its bytes; absent: as fast as it can. */
export interface Pace {
  bytesPerSecond?: number;
}

/** `afterMove` runs what the passing of time sets off. */
export interface LocalDeps extends Service {
  readonly clock: MovableClock;
  readonly pace: Pace;
  readonly afterMove: () => Promise<void>;
}

const { open } = routesFor<LocalDeps>();
const moveBody = z.union([z.strictObject({ add: z.string().max(20) }), z.strictObject({ reset: z.literal(true) })]);
const paceBody = z.strictObject({ bytesPerSecond: z.int().min(1_000).max(1_000_000_000).nullable() });
export const clockView = z.object({ domain: z.string(), real: z.string(), aheadMs: z.number() });

/** What only the local run has, whose server listens on loopback only: the movable clock, the slow upstream. */
export const localRoutes = [
  open({
    id: 'readClock',
    method: 'get',
    path: '/local/clock',
    tag: 'local',
    summary: { zh: '查看业务时钟', en: 'Read the domain clock' },
    reply: clockView,
    handle: async (_, { clock }) => reply(view(clock)),
  }),
  open({
    id: 'moveClock',
    method: 'post',
    path: '/local/clock',
    tag: 'local',
    summary: { zh: '拨快业务时钟', en: 'Move the domain clock forward, or back to real time' },
    body: moveBody,
    reply: clockView,
    handle: async ({ body, request, language }, { clock, origin, afterMove }) => {
      // There is no session to look at, and any web page in a browser here could send this.
      if (crossSite(request, origin)) return technicalResponse('forbidden', language);
      if ('reset' in body) clock.reset();
      else {
        const ms = parseStep(body.add);
        if (ms === undefined) return refuse('POLICY-9', notUnderstood, '/add');
        if (!clock.move(ms)) return refuse('POLICY-9', tooFar, '/add');
      }
      await afterMove();
      return reply(view(clock));
    },
  }),
  open({
    id: 'paceUpstream',
    method: 'post',
    path: '/local/pace',
    tag: 'local',
    summary: { zh: '放慢数据源', en: 'Slow the upstream down, so that a delivery can be watched; null: full speed' },
    body: paceBody,
    reply: paceBody,
    handle: async ({ body: { bytesPerSecond }, request, language }, { pace, origin }) => {
      if (crossSite(request, origin)) return technicalResponse('forbidden', language);
      if (bytesPerSecond === null) delete pace.bytesPerSecond;
      else pace.bytesPerSecond = bytesPerSecond;
      return reply({ bytesPerSecond });
    },
  }),
];

const view = (clock: MovableClock): z.infer<typeof clockView> => ({
  domain: clock.domain(),
  real: new Date(clock.real()).toISOString(),
  aheadMs: clock.ahead(),
});

const notUnderstood = {
  zh: '请写成 +10d、+36h、+90m 或 +2w',
  en: 'write it as +10d, +36h, +90m or +2w',
};
const tooFar = { zh: '最多拨快十年', en: 'at most ten years ahead' };
