import { dataset } from '../../shared/domain/dataset.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { protectedData } from '../../shared/domain/protected-data.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import { mark } from './marks.ts';
import { watchers } from './schema.ts';

/** Catalogue of core and important data 核心数据和重要数据目录: list, change, remove. @see DSL-21, DZ-44 */
export const protectedRoutes = proceedingRoutes(
  protectedData,
  { tag: 'supervision', base: '/protected-data', name: 'ProtectedData', watchers },
  (step) => ({
    list: step('list', {
      fills: ['authority', 'source'],
      fill: async ({ body, unit, input }) => {
        const { state } = await unit.load(dataset, body.dataset);
        if (state.status === 'none') return notFound('missing', 'DSL-21');
        const { source, jurisdiction } = state;
        return { authority: input.actor.organization, source, jurisdiction };
      },
      also: ({ unit, after, command }) => mark(unit, command.dataset, listing(command, after.id, command.level)),
    }),
    change: step('change', {
      also: async ({ unit, before, command }) =>
        'dataset' in before.state
          ? mark(unit, before.state.dataset, listing(command, before.id, command.level))
          : undefined,
    }),
    remove: step('remove', {
      also: async ({ unit, before, command }) =>
        'dataset' in before.state ? mark(unit, before.state.dataset, listing(command, before.id)) : undefined,
    }),
  }),
);

type Envelope = Pick<Parameters<typeof mark>[2], 'at' | 'actor'>;
const listing = ({ at, actor }: Envelope, entry: string, listed?: 'important' | 'core') =>
  ({ type: 'list-level', at, actor, entry, listed }) as const;
