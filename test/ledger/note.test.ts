import { describe, expect, test } from 'vitest';
import { base64, concat, fromBase64, utf8 } from '../../shared/ledger/bytes.ts';
import { formatVkey, type KeyType, noteKey, parseVkey } from '../../shared/ledger/key.ts';
import {
  cosignNote,
  formatNote,
  formatSignatures,
  MAX_NOTE_SIZE,
  type Note,
  parseNote,
  parseSignatures,
  signNote,
  verifyNote,
} from '../../shared/ledger/note.ts';
import { check, flipped, sha256, signer } from './crypto.ts';

const text = 'log.example/city\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';

function parsed(note: string): Note {
  const result = parseNote(note);
  if (!result.ok) throw new Error(result.code);
  return result.note;
}

describe('a note signed by the Go implementation', () => {
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note = [
    'If you think cryptography is the answer to your problem,',
    "then you don't know what your problem is.",
    '',
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
    '',
  ].join('\n');

  test('its key parses and its signature holds', async () => {
    const key = parseVkey(vkey, sha256);
    if (key === undefined) throw new Error('no key');
    expect(formatVkey(key)).toBe(vkey);
    expect(await verifyNote(parsed(note), [key], check)).toEqual({ ok: true, signed: [{ key }] });
    expect(formatNote(parsed(note))).toBe(note);
    const other = parsed(note.replace('problem is.', 'problem is!'));
    expect(await verifyNote(other, [key], check)).toEqual({ ok: false, code: 'bad-signature' });
  });
});

describe.each<KeyType>(['ed25519', 'ecdsa-p256', 'cosignature'])('%s', (type) => {
  const who = signer('log.example/city', type);
  const time = 1_790_000_000;
  const line = () => (type === 'cosignature' ? cosignNote(text, who, time) : signNote(text, who));

  test('vkey and note come back the same and hold', async () => {
    expect(parseVkey(formatVkey(who.key), sha256)).toEqual(who.key);
    const note = formatNote({ text, signatures: [await line()] });
    expect(formatNote(parsed(note))).toBe(note);
    const expected = type === 'cosignature' ? { key: who.key, time } : { key: who.key };
    expect(await verifyNote(parsed(note), [who.key], check)).toEqual({ ok: true, signed: [expected] });
  });

  test('any bit turned in the signature refuses the note', async () => {
    const good = await line();
    for (let bit = 0; bit < good.signature.length * 8; bit++) {
      const signatures = [{ ...good, signature: flipped(good.signature, bit) }];
      expect((await verifyNote({ text, signatures }, [who.key], check)).ok).toBe(false);
    }
    for (const length of [1, 8, good.signature.length - 1]) {
      const short = [{ ...good, signature: good.signature.slice(0, length) }];
      expect((await verifyNote({ text, signatures: short }, [who.key], check)).ok).toBe(false);
    }
  });

  test('any character turned in the text refuses the note', async () => {
    const signatures = [await line()];
    for (let i = 0; i < text.length - 1; i++) {
      const other = `${text.slice(0, i)}${text[i] === 'A' ? 'B' : 'A'}${text.slice(i + 1)}`;
      expect((await verifyNote({ text: other, signatures }, [who.key], check)).ok).toBe(false);
    }
  });

  test("another key's signature under this key's name and id is bad", async () => {
    const forger = signer('log.example/city', type);
    const { signature } = type === 'cosignature' ? await cosignNote(text, forger, time) : await signNote(text, forger);
    const signatures = [{ name: who.key.name, id: who.key.id, signature }];
    expect(await verifyNote({ text, signatures }, [who.key], check)).toEqual({ ok: false, code: 'bad-signature' });
  });
});

describe('which lines count', () => {
  const log = signer('log.example/city', 'ed25519');
  const stranger = signer('stranger.example', 'ed25519');

  test('an unknown line is passed over, be it good or bad; alone it is not enough', async () => {
    const unknown = await signNote(text, stranger);
    const broken = { ...unknown, signature: flipped(unknown.signature) };
    const signatures = [broken, unknown, await signNote(text, log)];
    expect((await verifyNote({ text, signatures }, [log.key], check)).ok).toBe(true);
    const alone = { text, signatures: [unknown] };
    expect(await verifyNote(alone, [log.key], check)).toEqual({ ok: false, code: 'no-known-key' });
  });

  test('the same name with another id, and the same id under another name, are unknown', async () => {
    const line = await signNote(text, log);
    for (const other of [
      { ...line, name: 'other.example' },
      { ...line, id: '00000000' },
    ]) {
      const result = await verifyNote({ text, signatures: [other] }, [log.key], check);
      expect(result).toEqual({ ok: false, code: 'no-known-key' });
    }
  });

  test('one bad line of a known key refuses the note even beside a good one', async () => {
    const line = await signNote(text, log);
    const signatures = [line, { ...line, signature: flipped(line.signature) }];
    expect(await verifyNote({ text, signatures }, [log.key], check)).toEqual({ ok: false, code: 'bad-signature' });
  });

  test("a witness's time is part of what it signed", async () => {
    const witness = signer('witness.example', 'cosignature');
    const line = await cosignNote(text, witness, 1_790_000_000);
    expect(line.signature.length).toBe(72);
    const later = Uint8Array.from(line.signature);
    new DataView(later.buffer).setBigUint64(0, 1_790_000_001n);
    const signatures = [{ ...line, signature: later }];
    expect((await verifyNote({ text, signatures }, [witness.key], check)).ok).toBe(false);
    new DataView(later.buffer).setBigUint64(0, 2n ** 63n);
    expect((await verifyNote({ text, signatures }, [witness.key], check)).ok).toBe(false);
  });

  test('a witness signs with time, a log without; a text must be lines', async () => {
    const witness = signer('witness.example', 'cosignature');
    await expect(signNote(text, witness)).rejects.toThrow(RangeError);
    await expect(cosignNote(text, log, 1)).rejects.toThrow(RangeError);
    await expect(cosignNote(text, witness, 1.5)).rejects.toThrow(RangeError);
    await expect(cosignNote(text, witness, -1)).rejects.toThrow(RangeError);
    await expect(signNote('no newline', log)).rejects.toThrow(RangeError);
    await expect(signNote('tab\t\n', log)).rejects.toThrow(RangeError);
  });
});

describe('form', () => {
  const line = '— a.example AAAAAAAA\n';

  test('the text may have blank lines: the last one separates', () => {
    expect(parsed(`one\n\ntwo\n\n${line}`).text).toBe('one\n\ntwo\n');
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['no blank line', `text\n${line}`],
    ['no signature', 'text\n\n'],
    ['no text', `\n\n${line}`.slice(1)],
    ['last line without newline', `text\n\n${line.trimEnd()}`],
    ['hyphen for the dash', `text\n\n${line.replace('—', '-')}`],
    ['two spaces', `text\n\n${line.replace(' a', '  a')}`],
    ['a plus in the name', `text\n\n${line.replace('a.', 'a+')}`],
    ['no-break space in the name', `text\n\n${line.replace('a.', 'a\u00a0')}`],
    ['next-line character in the name', `text\n\n${line.replace('a.', 'a\u0085')}`],
    ['base64 without padding', `text\n\n${line.replace('AAAAAAAA', 'AAAAAAA')}`],
    ['base64 with unused bits set', `text\n\n${line.replace('AAAAAAAA', 'AAAAAAB=')}`],
    ['a key id and no signature', `text\n\n${line.replace('AAAAAAAA', 'AAAAAA==')}`],
    ['control character', `te\u0007xt\n\n${line}`],
    ['carriage return', `text\r\n\n${line}`],
    ['lone surrogate', `te\ud800xt\n\n${line}`],
  ])('refused: %s', (_, note) => {
    expect(parseNote(note)).toEqual({ ok: false, code: 'bad-note' });
  });

  test('16 lines are taken, 17 are not, nor is a note beyond its size', () => {
    expect(parseNote(`text\n\n${line.repeat(16)}`).ok).toBe(true);
    expect(parseNote(`text\n\n${line.repeat(17)}`)).toEqual({ ok: false, code: 'too-large' });
    expect(parseNote(`${'x'.repeat(MAX_NOTE_SIZE)}\n\n${line}`)).toEqual({ ok: false, code: 'too-large' });
  });

  test('the lines that a witness answers come back the same', () => {
    const result = parseSignatures(line);
    expect(result.ok && formatSignatures(result.signatures)).toBe(line);
    expect(parseSignatures('').ok).toBe(false);
    expect(parseSignatures('\n').ok).toBe(false);
  });
});

describe('keys', () => {
  const { key } = signer('log.example/city', 'ed25519');

  test.each([
    ['another name', formatVkey(key).replace('city', 'town')],
    ['another id', formatVkey({ ...key, id: '00000000' })],
    ['a key one byte short', formatVkey({ ...key, bytes: key.bytes.subarray(1) })],
    ['an unknown type', `${key.name}+${key.id}+${base64(concat(Uint8Array.of(3), key.bytes))}`],
    ['nothing', ''],
  ])('refused: %s', (_, vkey) => {
    expect(parseVkey(vkey, sha256)).toBeUndefined();
  });

  test('a name with a space or a plus, and a P-256 key that is none, are programming errors', () => {
    expect(() => noteKey('a b', 'ed25519', key.bytes, sha256)).toThrow(RangeError);
    expect(() => noteKey('a+b', 'ed25519', key.bytes, sha256)).toThrow(RangeError);
    expect(() => noteKey('', 'ed25519', key.bytes, sha256)).toThrow(RangeError);
    expect(() => noteKey('a', 'ecdsa-p256', new Uint8Array(91), sha256)).toThrow(RangeError);
  });

  test('the id of an ECDSA key is of the SPKI alone, so its name does not change it', () => {
    const { key: ecdsa } = signer('one.example', 'ecdsa-p256');
    expect(noteKey('two.example', 'ecdsa-p256', ecdsa.bytes, sha256).id).toBe(ecdsa.id);
  });

  test('the same Ed25519 key has another id as a witness', () => {
    expect(noteKey(key.name, 'cosignature', key.bytes, sha256).id).not.toBe(key.id);
  });
});

test('base64 is canonical or nothing', () => {
  expect(fromBase64('YQ==')).toEqual(utf8('a'));
  for (const bad of ['YQ', 'YR==', 'YQ==\n', ' YQ=', 'Y-_=', '====']) expect(fromBase64(bad)).toBeUndefined();
});
