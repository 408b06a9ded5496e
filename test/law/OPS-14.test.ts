import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { contentHeads, missingContents, contents as whole } from '../../shared/domain/agreement-contents.ts';
import type { Instant, LocalDate } from '../../shared/law/time.ts';
import {
  agreementStory,
  contents,
  draftAgreement,
  people,
  proposeAgreement,
  takeEffect,
  without,
} from '../domain/examples.ts';
import { cited, documentOf, given, pointers, after as shift } from '../domain/given.ts';

const contentIds = whole.keyof().options;
const proposing = (changed: Partial<typeof draftAgreement>) =>
  given(agreement)
    .and({ ...draftAgreement, ...changed })
    .when(proposeAgreement);

describe('the thirteen contents', () => {
  test('are thirteen, and an empty draft lacks them all at once', () => {
    expect(Object.keys(contentHeads)).toHaveLength(13);
    expect(missingContents({})).toEqual(contentIds.map((content) => ({ content })));
    expect(pointers(proposing({ contents: {} })).slice(0, 13)).toEqual(contentIds.map((one) => `/contents/${one}`));
  });

  test('any one that is missing keeps the agreement from signature', () => {
    for (const content of contentIds) {
      const refused = proposing({ contents: without(content) });
      expect([refused.state.status, cited(refused)[0], pointers(refused)[0]]).toEqual([
        'drafted',
        'OPS-14',
        `/contents/${content}`,
      ]);
    }
    expect(proposing({}).state.status).toBe('proposed');
  });

  test('a content without one of its clauses is incomplete', () => {
    expect(pointers(proposing({ contents: without('products', 'securityReview') }))).toEqual([
      '/contents/products/securityReview',
    ]);
  });
});

describe('the term', () => {
  const lasting = (until: LocalDate, from: LocalDate = '2026-11-01') =>
    proposing({ contents: { ...contents, term: { from, until } } });

  test('of five years to the day passes, a day more does not', () => {
    expect(lasting('2031-10-31').refusal).toBeUndefined();
    expect([cited(lasting('2031-11-01')), pointers(lasting('2031-11-01'))]).toEqual([
      ['OPS-14'],
      ['/contents/term/until'],
    ]);
  });

  test('counts through a leap day', () => {
    expect(lasting('2033-02-27', '2028-02-29').refusal).toBeUndefined();
    expect(cited(lasting('2033-02-28', '2028-02-29'))).toEqual(['OPS-14']);
  });

  test('a recorded reason lets a longer one pass', () => {
    const exceptions = [{ article: 'OPS-14' as const, basis: documentOf('reason') }];
    const long = { ...contents, term: { from: '2026-11-01', until: '2036-10-31' } } as const;
    expect(proposing({ contents: long, exceptions }).refusal).toBeUndefined();
  });

  test('lasts a day at least, and a first day before the rule is no way around the cap', () => {
    expect(lasting('2026-11-01').refusal).toBeUndefined();
    expect(cited(lasting('2026-10-31'))).toEqual(['OPS-14']);
    expect(cited(lasting('2026-12-31', '2020-01-01'))).toEqual(['OPS-14']);
  });
});

describe('effect and expiry', () => {
  const term = { from: '2026-11-10', until: '2026-12-09' } as const;
  const signed = given(agreement).and(
    { ...draftAgreement, contents: { ...contents, term } },
    ...agreementStory.slice(1, -1),
  );
  const begins: Instant = '2026-11-09T16:00:00.000Z';
  const ends: Instant = '2026-12-09T16:00:00.000Z';

  test('it takes effect from 00:00 of its first day until 24:00 of its last', () => {
    const effectAt = (at: Instant) => cited(signed.when({ ...takeEffect, at }));
    expect([effectAt(shift(begins, -1)), effectAt(begins)]).toEqual([['OPS-14'], []]);
    expect([effectAt(shift(ends, -1)), effectAt(ends)]).toEqual([[], ['OPS-14']]);
  });

  test('it expires at 24:00 of its last day and not a moment before', () => {
    const running = signed.and({ ...takeEffect, at: begins });
    const expire = { type: 'expire', actor: people.system } as const;
    expect(cited(running.when({ ...expire, at: shift(ends, -1) }))).toEqual(['OPS-14']);
    expect(running.when({ ...expire, at: ends }).state).toMatchObject({ status: 'expired', endedAt: ends });
  });
});
