import * as fc from 'fast-check';
import { type Yearly, type YearlyCommand, type YearlyEvent, yearlies } from '../../../shared/domain/yearly.ts';
import { actor } from '../given.ts';
import { granting, seller } from '../producing.ts';
import { ownerOf, reporting, schedule } from '../reporting.ts';
import type { Book, Walk } from './walk.ts';

const cast = [granting, seller, schedule, actor('x', 'nowhere'), actor('zhou', 'other', 'operator')];

/** One walk for each yearly duty. */
export const yearlyWalks = yearlies.map((machine): Walk<Yearly, YearlyCommand, YearlyEvent> => {
  const say = reporting(ownerOf(machine.aggregate));
  const book: Book<YearlyCommand> = {
    'fall-due': fc.constantFrom(2026, 2026, 2030).map((year) => (at) => say['fall-due'](at, { year })),
    prepare: fc.constant(say.prepare),
    publish: fc.constant(say.publish),
    correct: fc.constant(say.correct),
  };
  return { machine, book, cast, rare: [], startsAt: '2026-12-30T02:00:00.000Z' };
});
