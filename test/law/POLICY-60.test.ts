import { describe, expect, test } from 'vitest';
import { creditRecord, holdersOf, standingOf } from '../../shared/domain/credit-record.ts';
import {
  askRepair,
  clerk,
  confirm,
  confirmed,
  dismiss,
  noticed,
  object,
  operator,
  propose,
  proposed,
  publish,
  published,
  reply,
  second,
} from '../domain/crediting.ts';
import { decideAt, delivered, enforcing, executed, laterAt } from '../domain/enforcing.ts';
import { cited, given, pointers } from '../domain/given.ts';
import { at, paper } from '../domain/supervising.ts';

describe('a credit record', () => {
  test('cites the law: neither our procedure nor a city setting is a basis', () => {
    expect(proposed().state.status).toBe('proposed');
    for (const article of ['POLICY-60', 'LOCAL-6'] as const) {
      const refused = given(creditRecord).when({ ...propose, article });
      expect([cited(refused), pointers(refused)]).toEqual([['POLICY-60'], ['/article']]);
    }
    expect(cited(given(creditRecord).when({ ...propose, subject: 'bureau' }))).toEqual(['POLICY-60']);
  });

  test.each(['undecided', 'stayed', 'overturned'] as const)(
    'is neither proposed nor published out of a case that is %s',
    (standing) => {
      expect(pointers(given(creditRecord).when({ ...propose, standing }))).toEqual(['/case']);
      expect(pointers(confirmed().when({ ...publish, standing }))).toEqual(['/case']);
    },
  );

  test('leaves only after notice and a second person, to somebody', () => {
    expect(proposed().when(publish).refusal).toMatchObject({ refused: 'state' });
    expect(noticed().and(reply).when(publish).refusal).toMatchObject({ refused: 'state' });
    expect(
      cited(
        noticed()
          .and(reply)
          .when({ ...confirm, actor: clerk }),
      ),
    ).toEqual(['POLICY-7']);
    expect(cited(confirmed().when({ ...publish, recipients: [] }))).toEqual(['POLICY-61']);
    expect(holdersOf(confirmed().state)).toEqual([]);
    expect(holdersOf(published().state)).toEqual(['market']);
  });

  test('goes back once when its subject objects before it is sent', () => {
    const early = { type: 'object-before', at, actor: operator, objection: paper } as const;
    const back = confirmed().and(early);
    expect(back.state.status).toBe('replied');
    expect(back.when(publish).refusal).toMatchObject({ refused: 'state' });
    expect(cited(back.and(confirm).when(early))).toEqual(['POLICY-60']);
    expect(back.and(confirm, publish).state.status).toBe('published');
  });

  test('falls on an upheld objection, stays on a dismissed one, and never by whoever confirmed it', () => {
    const objected = published().and(object);
    expect(cited(objected.when({ ...dismiss, actor: second }))).toEqual(['POLICY-7']);
    expect(objected.and(dismiss).state.status).toBe('published');
    const upheld = objected.and({ ...dismiss, type: 'uphold' });
    expect([upheld.state.status, holdersOf(upheld.state)]).toEqual(['withdrawn', ['market']]);
    expect(published().when({ ...object, actor: { ...operator, organization: 'beta' } }).refusal).toMatchObject({
      refused: 'foreign',
    });
  });

  test('is repaired on evidence, or stays with reasons', () => {
    const asked = published().and(askRepair);
    expect(asked.and({ ...dismiss, type: 'repair' }).state.status).toBe('repaired');
    expect(asked.and({ ...dismiss, type: 'refuse-repair' }).state.status).toBe('published');
    expect(cited(asked.when({ ...dismiss, type: 'repair', actor: second }))).toEqual(['POLICY-7']);
  });
});

test('a case supports a record once decided, delivered and told its remedies, until it is stayed or overturned', () => {
  expect(standingOf(delivered().state)).toBe('undecided');
  const told = delivered().and(enforcing['tell-remedy'](decideAt));
  expect(standingOf(told.state)).toBe('decided');
  const appealed = executed().and(enforcing['tell-remedy'](laterAt), enforcing.appeal(laterAt));
  expect(standingOf(appealed.state)).toBe('decided');
  expect(standingOf(appealed.and(enforcing['record-stay'](laterAt)).state)).toBe('stayed');
  expect(standingOf(appealed.and(enforcing['record-outcome'](laterAt, { upheld: false })).state)).toBe('overturned');
});
