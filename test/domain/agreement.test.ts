import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { validity } from '../../shared/domain/agreement-term.ts';
import {
  agreementStory,
  at,
  contents,
  draftAgreement,
  facts,
  hold,
  people,
  proposeAgreement,
  proposeTermination,
  serveNotice,
  signAs,
  without,
  written,
} from './examples.ts';
import { cited, documentOf, given, hashOf, after as shift } from './given.ts';

const inEffect = given(agreement).and(...agreementStory);
const amendment = {
  type: 'propose-amendment',
  at,
  actor: people.operator,
  facts,
  ...written,
  textHash: hashOf('c'),
  scope: hashOf('e'),
  contents: { ...contents, term: { from: '2026-11-01', until: '2028-10-31' } },
} as const;
const agree = (side: 'grantor' | 'operator') => ({ ...signAs(side), textHash: hashOf('c') });

describe('an agreement', () => {
  test('is drafted, proposed, signed by both in either order, and takes effect', () => {
    const proposed = given(agreement).and(draftAgreement, proposeAgreement);
    for (const order of [['grantor', 'operator'] as const, ['operator', 'grantor'] as const]) {
      const [first, second] = order.map(signAs);
      if (!first || !second) throw new Error('two sides');
      const partly = proposed.and(first);
      expect(partly.state.status).toBe('partly-signed');
      expect(partly.and(second).state).toMatchObject({ status: 'signed', signatures: [{ side: order[0] }, {}] });
    }
    expect(inEffect.state).toMatchObject({ status: 'in-effect', effectiveAt: at, terms: { version: 1 }, holds: {} });
  });

  test('runs its own term as a clock while it is in effect', () => {
    if (inEffect.state.status !== 'in-effect') throw new Error('not in effect');
    const { from, until } = validity(inEffect.state.terms);
    expect(agreement.clocks(inEffect.state)).toContainEqual(
      expect.objectContaining({ period: 'OPS-14', startedAt: from, dueAt: until }),
    );
    const expired = inEffect.and({ type: 'expire', at: until, actor: people.system });
    expect(expired.state.status).toBe('expired');
    expect(agreement.clocks(expired.state).map(({ period }) => period)).toEqual(['POLICY-13']);
  });

  test('carries hashes and documents, never a clause', () => {
    expect(JSON.stringify(inEffect.state)).not.toContain(contents.revenue.sharing);
    expect(inEffect.state).toMatchObject({ terms: { textHash: hashOf('a'), scope: hashOf('b') } });
  });

  test('is withdrawn before both have signed, edited, and needs both signatures again', () => {
    const partly = given(agreement).and(draftAgreement, proposeAgreement, signAs('operator'));
    const withdrawn = partly.and({ type: 'withdraw', at, actor: people.grantor });
    expect(withdrawn.state.status).toBe('drafted');
    const edit = { type: 'edit', at, actor: people.grantor, ...written, textHash: hashOf('c') } as const;
    const again = withdrawn.and(edit, proposeAgreement);
    expect(again.state).toMatchObject({ status: 'proposed', terms: { textHash: hashOf('c') } });
    expect(again.state).not.toHaveProperty('signatures');
  });

  test('is amended by both sides; the version in force stays until the second signature', () => {
    const pending = inEffect.and(amendment, agree('operator'));
    expect(pending.state).toMatchObject({ terms: { version: 1, scope: hashOf('b') } });
    const amended = pending.when(agree('grantor'));
    expect(amended.events.map((event) => event.type)).toEqual(['amendment-signed', 'amended']);
    expect(amended.state).toMatchObject({ terms: { version: 2, scope: hashOf('e') } });
    const newText = { textHash: hashOf('c') };
    expect(amended.state).toMatchObject({ signatures: [newText, newText] });
    expect(amended.state).not.toHaveProperty('amendment');
  });

  test('drops an amendment that is withdrawn, and takes only one at a time', () => {
    const pending = inEffect.and(amendment);
    expect(cited(pending.when(amendment))).toEqual(['OPS-14']);
    const dropped = pending.and({ type: 'withdraw', at, actor: people.grantor });
    expect(dropped.state).not.toHaveProperty('amendment');
    expect(cited(dropped.when({ type: 'withdraw', at, actor: people.grantor }))).toEqual(['OPS-14']);
    expect(cited(dropped.when(agree('grantor')))).toEqual(['OPS-14']);
  });

  test('cannot move its first day or lose a content by amendment', () => {
    const moved = { ...contents, term: { from: '2026-12-01', until: '2028-10-31' } } as const;
    expect(cited(inEffect.when({ ...amendment, contents: moved }))).toEqual(['OPS-14']);
    expect(cited(inEffect.when({ ...amendment, contents: without('breach', 'close') }))).toEqual(['DZ-43']);
  });

  test('takes and loses measures while its course goes on', () => {
    const held = inEffect.and({ type: 'hold', at, actor: people.authority, hold }, amendment, agree('grantor'));
    expect(held.state).toMatchObject({ holds: { 'm-1': hold } });
    const noticed = held.and(proposeTermination, serveNotice);
    expect(noticed.state).toMatchObject({ status: 'notice-served', holds: { 'm-1': hold } });
    const free = noticed.and({ type: 'release', at, actor: people.authority, case: 'case-1', measures: ['m-1'] });
    expect(free.state).toMatchObject({ status: 'notice-served', holds: {} });
  });

  test('is terminated by a served notice that arrived, and settled', () => {
    const noticed = inEffect.and(proposeTermination, serveNotice);
    const deliveredAt = shift(at, 1000);
    const delivery = { type: 'record-delivery', at: shift(at, 5000), actor: people.grantor } as const;
    const terminated = noticed.and({ ...delivery, deliveredAt, proof: documentOf('receipt') });
    expect(terminated.state).toMatchObject({
      status: 'terminated',
      endedAt: deliveredAt,
      notice: { servedAt: at, case: 'case-1' },
    });
    const certificate = documentOf('returned-and-deleted');
    const deletion = { dataset: 'weather', how: 'deleted', on: '2026-11-02', certificate } as const;
    const dispose = { type: 'dispose', at: shift(at, 8000), actor: people.operator, ...deletion } as const;
    const settled = terminated.and(dispose, {
      type: 'settle',
      at: shift(at, 9000),
      actor: people.grantor,
      certificate,
    });
    expect(settled.state).toMatchObject({ status: 'settled', endedAt: deliveredAt, certificate });
  });

  test('stays when the grantor declines a proposal to terminate', () => {
    const proposed = inEffect.and(proposeTermination);
    const decline = { type: 'decline-termination', at, actor: people.grantor, reason: documentOf('why-not') } as const;
    expect(proposed.and(decline).state).not.toHaveProperty('termination');
    expect(cited(inEffect.when(decline))).toEqual(['POLICY-2']);
  });

  test('says from when until when it carries channels', () => {
    if (inEffect.state.status !== 'in-effect') throw new Error(inEffect.state.status);
    expect(validity(inEffect.state.terms)).toEqual({
      from: '2026-10-31T16:00:00.000Z',
      until: '2031-10-31T16:00:00.000Z',
    });
  });
});
