import { refuse } from '../../shared/domain/decision.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import { upperOf } from '../../shared/law/identifiers.ts';
import { clockReaders, openClocks } from '../../shared/open-clocks.ts';
import type { Service } from '../../shared/service.ts';
import { deadlinesQuery, deadlinesView } from './schema.ts';

const { member } = routesFor<Service>();

/** Statutory clocks 法定期限: what runs, until when, and who must act. */
export const routes = [
  member({
    id: 'listDeadlines',
    method: 'get',
    path: '/deadlines',
    tag: 'deadline',
    summary: {
      zh: '法定期限：本单位的，或本辖区的',
      en: 'Open statutory clocks: your own, or those of your jurisdiction',
    },
    by: clockReaders,
    query: deadlinesQuery,
    reply: deadlinesView,
    handle: async ({ query: { jurisdiction, ...page }, caller }, { store, clock }) => {
      const where = jurisdiction ?? caller.jurisdiction;
      if (where !== caller.jurisdiction && upperOf(where) !== caller.jurisdiction) return elsewhere;
      return reply(await openClocks(store, { ...caller, jurisdiction: where }, clock.domain(), page));
    },
  }),
];

const elsewhere = refuse(
  'DZ-5',
  { zh: '只能查看本级及所辖区域', en: 'only your own jurisdiction and those below it' },
  '/query/jurisdiction',
);
