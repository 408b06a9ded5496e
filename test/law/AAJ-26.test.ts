import { expect, test } from 'vitest';
import { contentWarnings } from '../../shared/domain/agreement-contents.ts';
import { contents } from '../domain/examples.ts';

test('an arbitration clause is warned of, not refused; other ways pass in silence', () => {
  const disputing = (way: 'negotiation' | 'litigation' | 'arbitration') =>
    contentWarnings({ ...contents, disputes: { way, clause: '见约定' } }).map((one) => one.article);
  expect([disputing('arbitration'), disputing('litigation'), disputing('negotiation')]).toEqual([['AAJ-26'], [], []]);
});
