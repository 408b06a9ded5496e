import { type Instant, isInstant, millis } from '../law/time.ts';

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
});

/** A moment as the clock on the wall in Dazhou shows it. */
export const momentOf = (at: Instant | string): string => (isInstant(at) ? shanghai.format(millis(at)) : at);
