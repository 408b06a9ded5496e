import { createHash } from 'node:crypto';
import { askBucket, type Bucket } from '../../shared/store/object-storage.ts';
import type { Kept } from './kept.ts';

const PREFIX = 'checkpoint/';
const MAX_CHARACTERS = 200_000;

/**
 * Checkpoints kept in a bucket with object lock, an object for each size, made once. The actions are s3:ListBucket,
 * s3:GetObject and s3:PutObject.
 */
export function keptBucket(bucket: Bucket): Kept {
  const read = async (key: string): Promise<string> => {
    const answer = await told(await askBucket(bucket, { method: 'GET', path: `/${key}` }));
    if (answer.status !== 200) throw failed('reading a kept checkpoint', answer);
    return answer.text;
  };
  return {
    newest: async () => {
      // Names count down, so the first name is that of the largest tree.
      const query = { 'list-type': '2', 'max-keys': '1', prefix: PREFIX };
      const answer = await told(await askBucket(bucket, { method: 'GET', path: '/', query }));
      if (answer.status !== 200) throw failed('listing the kept checkpoints', answer);
      const [, key] = /<Key>(checkpoint\/\d{16})<\/Key>/.exec(answer.text) ?? [];
      return key === undefined ? undefined : read(key);
    },
    keep: async (size, note) => {
      const key = `${PREFIX}${String(Number.MAX_SAFE_INTEGER - size).padStart(16, '0')}`;
      // Object lock takes no object without a checksum; `*` means: only where there is none.
      const checksum = createHash('sha256').update(note).digest('base64');
      const headers = { 'if-none-match': '*', 'x-amz-checksum-sha256': checksum };
      const answer = await told(await askBucket(bucket, { method: 'PUT', path: `/${key}`, headers, body: note }));
      // 412: there is one of this size already, perhaps ours, its answer lost.
      if (answer.status === 412) return read(key);
      if (answer.status !== 200) throw failed('keeping a checkpoint', answer);
      return note;
    },
  };
}

interface Told {
  readonly status: number;
  readonly text: string;
}

const told = async (response: Response): Promise<Told> => ({
  status: response.status,
  text: (await response.text()).slice(0, MAX_CHARACTERS),
});

const failed = (what: string, { status, text }: Told) => new Error(`${what}: ${status} ${text.slice(0, 300)}`);
