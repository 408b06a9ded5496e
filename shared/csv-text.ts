/**
 * Rows as CSV for spreadsheets: UTF-8 with BOM, CRLF, every cell quoted where it must be. A cell that a spreadsheet would
 * run as a formula gets a mark in front. @see RFC 4180, OWASP CSV Injection
 */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A CSV answer as a file of this name. Whether caches may keep it, the caller says. */
export const csvFile = (name: string, text: string, cache = 'no-store'): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': cache,
    },
  });
