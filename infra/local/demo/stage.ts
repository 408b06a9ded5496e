import type { ArticleId } from '../../../shared/law/articles/titles.ts';
import type { Text } from '../../../shared/law/roles.ts';
import type { Client } from '../client.ts';
import { Trouble } from '../terminal.ts';
import type { Cast, Player } from './cast.ts';
import { type Seen, Unlike } from './seen.ts';

/** A step of the story: who does what, under which article. */
export interface Step {
  readonly by: string;
  readonly article: ArticleId;
  readonly zh: string;
  readonly en: string;
}

/** A step as it went. `failed`: what was expected and what came. */
export interface Played extends Step {
  readonly number: number;
  readonly player: Pick<Player, 'unit' | 'person'>;
  /** The article that a refusal named, else the step's own. */
  readonly cited: string;
  readonly result: string;
  readonly ms: number;
  readonly failed?: { readonly expected: string; readonly came: string };
}

/** Where the story is told: to people, or to machines. */
export interface Teller {
  readonly chapter: (title: Text) => void;
  readonly step: (played: Played) => void;
}

/** What every chapter plays on. `mark` makes names of this run unlike those of earlier ones. */
export interface Stage {
  readonly origin: string;
  readonly mark: string;
  readonly chapter: (title: Text) => void;
  /** Plays one step and gives what it saw. @throws Stopped when something else came, which has been told then */
  readonly play: <T>(step: Step, act: (client: Client) => Promise<Seen<T>>) => Promise<T>;
  /** Passed so far. */
  readonly passed: () => number;
}

/** The story cannot go on. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function stageOf(origin: string, cast: Cast, teller: Teller): Stage {
  let [number, passed] = [0, 0];
  const play = async <T>(step: Step, act: (client: Client) => Promise<Seen<T>>): Promise<T> => {
    number += 1;
    const known = { ...step, number };
    const player = await cast.as(step.by);
    const began = performance.now();
    const ms = () => performance.now() - began;
    try {
      const { result, article, value } = await act(player.client);
      passed += 1;
      teller.step({ ...known, player, cited: article ?? step.article, result, ms: ms() });
      return value;
    } catch (error) {
      teller.step({ ...known, player, cited: step.article, result: '', ms: ms(), failed: failureOf(error) });
      throw new Stopped(`step ${number}`, { cause: error });
    }
  };
  return { origin, mark: markOf(Date.now()), chapter: teller.chapter, play, passed: () => passed };
}

function failureOf(error: unknown): { expected: string; came: string } {
  if (error instanceof Unlike) return { expected: error.expected, came: error.came };
  const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { expected: 'an answer that can be read', came: error instanceof Trouble ? error.message : told };
}

/** Sorts by time and reads well: `T5K2R9`. */
const markOf = (ms: number): string =>
  Math.floor(ms / 1000)
    .toString(36)
    .toUpperCase();
