import * as z from 'zod';
import { crossSite } from '../../shared/http/caller.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { haltReasons, readHalt, rearm } from '../../shared/store/log-halt.ts';

/** `ringLog` runs the sequencer once and resolves when that is done. */
export interface LogDeps extends Service {
  readonly ringLog: () => Promise<void>;
}

/** Whether the log stands still, since when and why; how many leaves the public is shown. */
export const logState = z.object({
  halted: z.object({ reason: z.enum(haltReasons), detail: z.string(), at: z.string() }).nullable(),
  published: z.int(),
});
export type LogState = z.infer<typeof logState>;

const { open } = routesFor<LogDeps>();

/** What a person at this machine does when the log stands still; on AWS whoever may write the table does it there. */
export const logRoutes = [
  open({
    id: 'readLogState',
    method: 'get',
    path: '/local/log',
    tag: 'local',
    summary: { zh: '日志是否停止及原因', en: 'Whether the log stands still, and why' },
    reply: logState,
    handle: async (_, { store }) => reply(await stateOf(store)),
  }),
  open({
    id: 'rearmLog',
    method: 'post',
    path: '/local/log/rearm',
    tag: 'local',
    summary: { zh: '重新启用日志', en: 'Re-arm the log; it halts again while the cause is there' },
    body: z.strictObject({ reason: z.enum(haltReasons) }),
    reply: logState,
    handle: async ({ body, request, language }, { store, origin, ringLog }) => {
      if (crossSite(request, origin)) return technicalResponse('forbidden', language);
      // Whoever confirmed one reason has not confirmed another that came meanwhile.
      if ((await readHalt(store))?.reason === body.reason) await rearm(store);
      await ringLog();
      return reply(await stateOf(store));
    },
  }),
];

async function stateOf(store: Service['store']): Promise<LogState> {
  const [halted, published] = await Promise.all([readHalt(store), readCheckpoint(store)]);
  return { halted: halted ?? null, published: published?.size ?? 0 };
}
