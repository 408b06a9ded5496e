import { describe, expect, test } from 'vitest';
import { findingsOf, HISTORY_HOURS, type RefusedMinute, unusual } from '../../shared/domain/detecting.ts';
import { type AlarmKind, thresholdAt, thresholds } from '../../shared/law/thresholds.ts';

const day = '2026-11-23' as const;
const minute = (requests: number, beyond: RefusedMinute['beyond'] = {}): RefusedMinute => ({ requests, beyond });
const kinds = (window: readonly RefusedMinute[]) => findingsOf(window, day).map(({ kind }) => kind);

describe('refusals in one window', () => {
  const looks = [
    ['over-quota', 'quota'],
    ['out-of-scope', 'purpose'],
    ['out-of-scope', 'scope'],
    ['outside-hours', 'times'],
    ['expired-basis', 'validity'],
  ] as const satisfies readonly (readonly [AlarmKind, string])[];

  test.each(looks)('%s: at its threshold and not one below (%s)', (kind, beyond) => {
    const most = thresholdAt(kind, day);
    expect(kinds([minute(1, { [beyond]: most - 1 })])).toEqual([]);
    expect(kinds([minute(1, { [beyond]: most })])).toEqual([kind]);
  });

  test('are summed over the minutes', () => {
    expect(kinds([minute(3, { quota: 4 }), minute(0), minute(6, { quota: 6 })])).toEqual(['over-quota']);
  });

  test('beyond two terms of one kind count once', () => {
    expect(kinds([minute(4, { purpose: 4, scope: 4 })])).toEqual([]);
  });

  test('of any reason: at fifty and not at forty-nine', () => {
    expect(kinds([minute(25), minute(24)])).toEqual([]);
    expect(kinds([minute(25), minute(25)])).toEqual(['many-refused']);
  });
});

describe('an hour against the channel’s own history', () => {
  const past = Array.from({ length: HISTORY_HOURS }, (_, n) => ({
    hour: `20261122${String(n).padStart(2, '0')}`,
    requests: 10,
    bytes: 10_000_000,
  }));
  const hour = (bytes: number) => ({ hour: '2026112300', requests: 10, bytes });

  test('is unusual above three times the highest, not at it', () => {
    expect(unusual(hour(30_000_000), past, day)).toBeUndefined();
    expect(unusual(hour(30_000_001), past, day)).toEqual({
      kind: 'unusual-volume',
      seen: 30_000_001,
      threshold: 30_000_000,
    });
  });

  test('needs a history', () => {
    expect(unusual(hour(900_000_000), past.slice(1), day)).toBeUndefined();
  });

  test('is never unusual when it is little', () => {
    const quiet = past.map((one) => ({ ...one, bytes: 1 }));
    expect(unusual(hour(9_999_999), quiet, day)).toBeUndefined();
    expect(unusual(hour(10_000_000), quiet, day)?.kind).toBe('unusual-volume');
  });
});

describe('thresholds', () => {
  test.each(Object.keys(thresholds) as AlarmKind[])('%s is dated: none before the first value', (kind) => {
    expect(thresholdAt(kind, '2025-02-28')).toBe(Number.POSITIVE_INFINITY);
    expect(thresholdAt(kind, '2025-03-01')).toBeGreaterThan(1);
  });
});
