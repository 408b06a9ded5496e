import { loose } from '../shared/domain/proceeding-schema.ts';
import { seenMoves } from './seen-moves.ts';

interface Drawn {
  readonly aggregate: string;
  readonly transitions: object;
}

/**
 * Where each act of a machine leads, as `from command to`. A proceeding's table says it; of the others, whose steps decide
 * it, this is what random walks over them came upon, and whatever a walk comes upon later must stand here, too (a test).
 */
export function movesOf(machine: Drawn): readonly string[] {
  if (!('steps' in machine)) {
    return Object.entries(seenMoves[machine.aggregate] ?? {}).flatMap(([command, ways]) =>
      ways.split(' ').map((way) => way.replace('>', ` ${command} `)),
    );
  }
  const { steps, initial } = loose(machine);
  return Object.entries(steps).flatMap(([command, { from = [initial.status], to }]) =>
    from.map((status) => `${status} ${command} ${to ?? status}`),
  );
}
