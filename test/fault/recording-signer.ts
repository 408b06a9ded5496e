import type { KeyObject } from 'node:crypto';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { fromUtf8 } from '../../shared/ledger/bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../../shared/ledger/checkpoint.ts';
import type { LogSigner } from '../../shared/store/log-key.ts';

export const ORIGIN = 'shuqi.test/log';

/** A signer that tells each checkpoint before it signs it, so that no signature goes unnoticed. */
export function recordingSigner(privateKey: KeyObject, record: (checkpoint: Checkpoint) => void): LogSigner {
  const held = heldLogKey(ORIGIN, privateKey);
  return {
    ...held,
    sign: (message) => {
      const checkpoint = parseCheckpoint(fromUtf8(message) ?? '');
      if (!checkpoint) throw new Error('signed something that is no checkpoint');
      record(checkpoint);
      return held.sign(message);
    },
  };
}
