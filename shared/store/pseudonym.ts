import { createHmac } from 'node:crypto';

/** Keyed hash of a text: 128 bits, hexadecimal. */
export type Pseudonym = (text: string) => string;

/**
 * Pseudonyms of one channel: equal cells get equal ones, and nobody links them to another channel's. The key comes from
 * the master secret and is held nowhere. @see RFC 2104
 */
export const channelPseudonym = (master: Uint8Array, channel: string): Pseudonym => keyed(master, `channel|${channel}`);

/**
 * Under these names a dataset's list of excluded subjects stands in the store. Full-width characters, letter case and
 * blanks around make no other subject: a row is rather left out than supplied for a spelling.
 */
export function subjectPseudonym(master: Uint8Array, dataset: string): Pseudonym {
  const pseudonym = keyed(master, `subject|${dataset}`);
  return (text) => pseudonym(text.normalize('NFKC').trim().toUpperCase());
}

/** Most deliveries need no pseudonym: the key is made with the first. */
function keyed(master: Uint8Array, what: string): Pseudonym {
  let key: Buffer | undefined;
  return (text) => {
    key ??= createHmac('sha256', master).update(what).digest();
    return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
  };
}
