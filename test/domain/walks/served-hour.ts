import * as fc from 'fast-check';
import {
  type ServedHourCommand,
  type ServedHourEvent,
  type ServedHours,
  servedHour,
} from '../../../shared/domain/served-hour.ts';
import { addHours, utcHour } from '../../../shared/law/utc-hour.ts';
import { people } from '../examples.ts';
import { actor, hashOf } from '../given.ts';
import type { Book, Walk } from './walk.ts';

const book: Book<ServedHourCommand> = {
  // The hour before last may be sealed, the last one not yet; others are out of turn.
  seal: fc.tuple(fc.integer({ min: -4, max: 1 }), fc.constantFrom('a', 'b')).map(([back, letter]) => (at) => ({
    type: 'seal',
    at,
    actor: people.system,
    hour: addHours(utcHour(at), back),
    root: hashOf(letter),
    buckets: 256,
  })),
};

export const servedHourWalk: Walk<ServedHours, ServedHourCommand, ServedHourEvent> = {
  machine: servedHour,
  rare: [],
  book,
  cast: [people.system, people.authority, actor('x', 'nowhere')],
};
