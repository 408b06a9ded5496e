import type { Text } from '../../../shared/law/roles.ts';
import type { Limits, Row } from './rows.ts';

/**
 * Objects of one JSON array, or one after another (JSON lines). Only the object at hand is held; one beyond the limit is
 * skipped as it passes. What stands between the objects and is no comma, bracket or space is a row with a problem.
 */
export async function* jsonRows(text: AsyncIterable<string>, bounds: Limits): AsyncGenerator<Row> {
  const cutter = objectCutter(bounds.rowCharacters);
  let number = 0;
  for await (const chunk of text) {
    for (const piece of cutter.push(chunk)) yield rowOf(++number, piece);
  }
  for (const piece of cutter.end()) yield rowOf(++number, piece);
}

/** The text of one top-level object, or why there is none. */
export type Piece = { readonly text: string } | { readonly problem: Text };

/** Cuts a stream of characters into its top-level objects, wherever the chunks break. */
export function objectCutter(maxCharacters: number) {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let stray = false;
  let held = '';
  let tooLong = false;

  function keep(part: string): void {
    if (held.length + part.length > maxCharacters) tooLong = true;
    held = tooLong ? '' : held + part;
  }

  function take(): Piece {
    const piece = tooLong ? { problem: over(maxCharacters) } : { text: held };
    held = '';
    tooLong = false;
    return piece;
  }

  function* push(chunk: string): Generator<Piece> {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const character = chunk.charAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') inString = false;
      } else if (depth === 0) {
        if (character === '{') {
          depth = 1;
          start = at;
          stray = false;
        } else if (!between.test(character)) {
          if (!stray) yield { problem: notAnObject };
          stray = true;
        } else if (character === ',') stray = false;
      } else if (character === '"') inString = true;
      else if (character === '{' || character === '[') depth++;
      else if ((character === '}' || character === ']') && --depth === 0) {
        keep(chunk.slice(start, at + 1));
        yield take();
      }
    }
    if (depth > 0) keep(chunk.slice(start));
  }

  function* end(): Generator<Piece> {
    if (depth > 0) yield { problem: unfinished };
    depth = 0;
  }

  return { push, end };
}

const between = /[\s,[\]\ufeff]/;
const notAnObject: Text = { zh: '不是一个对象', en: 'it is not an object' };
const notJson: Text = { zh: '不是有效的 JSON', en: 'it is not valid JSON' };
const unfinished: Text = { zh: '文件在此行中间结束', en: 'the file ends inside this row' };
const over = (characters: number): Text => ({
  zh: `一行超过 ${characters} 个字符`,
  en: `more than ${characters} characters in one row`,
});

function rowOf(number: number, piece: Piece): Row {
  if ('problem' in piece) return { number, problem: piece.problem };
  try {
    const cells: unknown = JSON.parse(piece.text);
    // A cut piece begins with `{`: what parses is an object and no array.
    return { number, cells: cells as Record<string, unknown> };
  } catch {
    return { number, problem: notJson };
  }
}
