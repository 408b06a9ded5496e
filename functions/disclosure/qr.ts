import { create } from 'qrcode/lib/core/qrcode.js';

/** A code of ours never holds more than an address. */
const MAX_TEXT = 300;
/** Light modules that a reader needs around the code. @see ISO/IEC 18004 §5.3.8 */
const QUIET = 4;

/** A QR code as one SVG path in units of a module: dark runs of each row. Throws RangeError for more than an address. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  if (text.length > MAX_TEXT) throw new RangeError(`a code holds an address of ${MAX_TEXT} characters at most`);
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0, run = 0; column <= modules.size; column++) {
      if (column < modules.size && modules.get(row, column)) {
        run++;
        continue;
      }
      if (run > 0) runs.push(`M${column - run + QUIET} ${row + QUIET}h${run}v1h-${run}z`);
      run = 0;
    }
  }
  return { size: modules.size + 2 * QUIET, path: runs.join('') };
}
