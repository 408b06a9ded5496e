/** Longest text taken from one cell; the rest is cut and the cut is visible as an ellipsis. */
export const CELL_CHARACTERS = 2_000;
/** Most members taken from one list in a cell. */
export const LIST_MEMBERS = 200;

/** For people: spaces, CR, LF and TAB become one space, invisible marks go, length is bounded. '' for what is no text. */
export function tidy(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  const cut = text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS)}…` : text;
  return cut
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** For comparing, never for showing: one width, one case, no spaces. */
export function fold(value: unknown): string {
  return tidy(value).normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** Whether a cell says nothing: empty, or one of the words by which exports say so (空, 暂无, None). */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || nothing.has(fold(value));
}

/** The tidy text of a cell, or undefined where it says nothing. */
export function textOf(value: unknown): string | undefined {
  return isBlank(value) ? undefined : tidy(value);
}

const nothing = new Set(['', '空', '暂无', '无', 'none', 'null', 'undefined', 'nan', 'n/a', '-', '--', '—', '/', '[]']);

/**
 * Members of a list in a cell: a JSON array, a printed one (['xls'], [csv,json]) or text with separators. The strongest
 * separator present divides (line or tab, then comma, then 、 where `enumeration`), never inside brackets. No repeats.
 */
export function listOf(value: unknown, enumeration = false): readonly string[] {
  const members = Array.isArray(value) ? value.slice(0, LIST_MEMBERS).map(tidy) : split(printed(value), enumeration);
  const unquoted = members.map((member) => tidy(tidy(member).replace(/^['"‘’“”]+|['"‘’“”]+$/g, '')));
  return [...new Set(unquoted.filter((member) => !isBlank(member)))].slice(0, LIST_MEMBERS);
}

function printed(value: unknown): string {
  const text = typeof value === 'string' ? value.slice(0, CELL_CHARACTERS * 4).trim() : tidy(value);
  return /^\[.*\]$/s.test(text) ? text.slice(1, -1) : text;
}

function split(text: string, enumeration: boolean): readonly string[] {
  const strongest = [/[\r\n\t]/, /[,，;；|]/, ...(enumeration ? [/、/] : [])].find((separator) => separator.test(text));
  if (!strongest) return [text];
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length && members.length <= LIST_MEMBERS; at++) {
    const character = text.charAt(at);
    if ('(（'.includes(character)) depth++;
    else if (')）'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && strongest.test(character)) {
      members.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...members, text.slice(start)];
}
