import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { endOfDay } from '../../shared/law/time.ts';
import {
  agreementStory,
  at,
  contents,
  draftAgreement,
  facts,
  people,
  proposeAgreement,
  signAs,
  written,
} from '../domain/examples.ts';
import { cited, given, after as shift } from '../domain/given.ts';

/** 30 calendar days after Monday 2026-11-02, the day itself not counted. */
const over = endOfDay('2026-12-02');
const lapse = { type: 'lapse-signing', actor: people.system } as const;
const proposed = given(agreement).and(draftAgreement, proposeAgreement);

describe('one signature waits thirty days for the other', () => {
  const partly = proposed.and(signAs('operator'));

  test('from the first signature on; before it and after the second nothing runs', () => {
    expect(agreement.clocks(proposed.state)).toEqual([]);
    expect(agreement.clocks(partly.state)).toMatchObject([{ period: 'POLICY-12', startedAt: at, dueAt: over }]);
    expect(agreement.clocks(partly.and(signAs('grantor')).state)).toEqual([]);
  });

  test('the second is good until the last moment and refused from the next on', () => {
    const signing = (moment: typeof at) => partly.when({ ...signAs('grantor'), at: moment });
    expect(signing(shift(over, -1)).state.status).toBe('signed');
    expect(cited(signing(over))).toEqual(['POLICY-12']);
  });

  test('then the text goes back to its author, unsigned, and not a moment before', () => {
    expect(cited(partly.when({ ...lapse, at: shift(over, -1) }))).toEqual(['POLICY-12']);
    const lapsed = partly.and({ ...lapse, at: over });
    expect(lapsed.state).toMatchObject({ status: 'drafted', draft: { textHash: written.textHash } });
    expect(lapsed.and({ ...proposeAgreement, at: over }).state).not.toHaveProperty('signatures');
  });
});

test('an amendment that one side signed lapses alike, and the agreement goes on', () => {
  const amend = { type: 'propose-amendment', at, actor: people.operator, ...written, facts } as const;
  const running = given(agreement).and(...agreementStory, amend);
  expect(cited(running.when({ ...lapse, at: over }))).toEqual(['POLICY-12']);
  const half = running.and(signAs('operator'));
  expect(agreement.clocks(half.state).map(({ period }) => period)).toContain('POLICY-12');
  expect(cited(half.when({ ...signAs('grantor'), at: over }))).toEqual(['POLICY-12']);
  const lapsed = half.and({ ...lapse, at: over });
  expect(lapsed.state).toMatchObject({ status: 'in-effect', terms: { version: 1 } });
  expect(lapsed.state).not.toHaveProperty('amendment');
  expect(contents.term.until > '2026-12-02').toBe(true);
});
