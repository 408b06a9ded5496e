import type { LogSigner } from '../../shared/store/log-key.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Kept } from './kept.ts';
import type { Witness } from './witnesses.ts';

/** A place between two steps: what is done when it is reached. Tests stop the sequencer there. */
export type Step =
  | 'read'
  | 'taken'
  | 'manifest'
  | 'committed'
  | 'leaves'
  | 'checked'
  | 'tiles'
  | 'index'
  | 'emptied'
  | 'applied'
  | 'signed'
  | 'kept'
  | 'published'
  | 'cosigned';

/** What the sequencer works with. All signers have one name, the log's origin; two of them are a key change under way. */
export interface Sequencer {
  readonly store: Context;
  readonly signers: readonly LogSigner[];
  readonly kept: Kept;
  /** Asked after publishing; their lines come with a second note. */
  readonly witnesses?: readonly Witness[];
  /** Hears which witness did not answer as it should. The log goes on without it. */
  readonly unheard?: (witness: string, error: unknown) => void;
  /** How a witness is asked; `fetch` unless told. */
  readonly fetch?: typeof fetch;
  /** Hears of each step when it is done; what it throws ends the pass there, as a crash would. */
  readonly reached?: (step: Step) => void | Promise<void>;
}
