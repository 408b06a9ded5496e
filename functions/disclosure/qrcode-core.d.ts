/** The part of `qrcode` that computes the code: its entry point carries image writers that we do not need. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode';
}
