import { describe, expect, test } from 'vitest';
import { openClock } from '../../shared/law/periods.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { actor, cited, documentOf, pointers, after as shift } from '../domain/given.ts';
import { applicant, codeAt, coded, due, objector, particulars, registering, supplyAt } from '../domain/registering.ts';

describe('first registration, 20 working days after the first supply', () => {
  const { dueAt } = openClock('REG-9(1)', supplyAt);

  test('filed at the last moment is in time', () => {
    expect(due().when(registering.apply(shift(dueAt, -1))).state).toMatchObject({ filedLate: false });
  });

  test('filed one moment later is recorded as late, and received', () => {
    expect(due().when(registering.apply(dueAt)).state).toMatchObject({ status: 'applied', filedLate: true });
  });
});

describe('change, correction, deregistration', () => {
  const changes = { description: '更正后的说明', file: {} };
  const request = documentOf('request');

  test('an interested party corrects with consent or proof', () => {
    const amendment = { kind: 'correction' as const, request, changes, proof: documentOf('proof') };
    expect(coded().when(registering.amend(codeAt, { actor: objector, amendment })).state.status).toBe('amending');
  });

  test('and not without', () => {
    const amendment = { kind: 'correction' as const, request, changes };
    expect(cited(coded().when(registering.amend(codeAt, { actor: objector, amendment })))).toEqual(['REG-9']);
  });

  test('a change is the registrant’s alone', () => {
    const amendment = { kind: 'change' as const, request, changes };
    expect(cited(coded().when(registering.amend(codeAt, { actor: objector, amendment })))).toEqual(['REG-9']);
  });

  const leaving = coded().and(
    registering.amend(codeAt, { amendment: { kind: 'deregistration', request, ground: 'right-ended' } }),
    registering.accept(codeAt),
  );
  const { dueAt } = openClock('REG-9(4)', codeAt);

  test('a deregistration is carried out within 10 working days of acceptance', () => {
    const { state } = leaving.when(registering['approve-amendment'](shift(dueAt, -1)));
    expect(state).toMatchObject({ status: 'deregistered', ground: 'right-ended' });
  });

  test('later only with an explanation', () => {
    const explanation = documentOf('explanation');
    expect(cited(leaving.when(registering['approve-amendment'](dueAt)))).toEqual(['REG-9']);
    expect(leaving.when(registering['approve-amendment'](dueAt, { explanation })).state.status).toBe('deregistered');
  });

  test('nobody but the registrant asks for it', () => {
    const amendment = { kind: 'deregistration' as const, request, ground: 'other' as const };
    const stranger = actor('zhou', 'citizen', 'right-holder');
    expect(cited(coded().when(registering.amend(codeAt, { actor: stranger, amendment })))).toEqual(['REG-9']);
  });

  test('the agency by itself only where the registrant is no more, with what shows it', () => {
    const alone = coded().when(registering.deregister(codeAt));
    expect(pointers(alone)).toEqual(['/dissolved']);
    const evidence = documentOf('dissolution');
    expect(coded().when(registering.deregister(codeAt, { dissolved: evidence })).events).toMatchObject([
      { type: 'deregistered', ground: 'dissolved', evidence },
    ]);
  });

  test('an amendment is taken back by whoever asked, and the record stands as it was', () => {
    const changing = coded().and(registering.amend(codeAt));
    const colleague = { ...applicant, person: 'colleague' };
    for (const who of [applicant, colleague]) {
      const { state } = changing.when(registering['withdraw-amendment'](codeAt, { actor: who }));
      expect(state).toEqual(coded().state);
    }
    const accepted = changing.and(registering.accept(codeAt));
    expect(accepted.when(registering['withdraw-amendment'](codeAt)).state.status).toBe('coded');
    const party = coded().and(
      registering.amend(codeAt, {
        actor: objector,
        amendment: { kind: 'correction', request, changes: { title: '更正后名称', file: {} }, proof: request },
      }),
    );
    expect(cited(party.when(registering['withdraw-amendment'](codeAt)))).toEqual(['REG-9']);
    expect(party.when(registering['withdraw-amendment'](codeAt, { actor: objector })).state.status).toBe('coded');
    const over = endOfDay('2029-05-31');
    expect(changing.when(registering['withdraw-amendment'](shift(over, -1))).state.status).toBe('coded');
    expect(changing.when(registering['withdraw-amendment'](over)).state.status).toBe('expired');
  });

  test('a change to what already stands there is none', () => {
    const same = { title: '上市公司信息查询', file: { particulars } };
    const asked = registering.amend(codeAt, { amendment: { kind: 'change', request, changes: same } });
    expect(cited(coded().when(asked))).toEqual(['REG-9']);
  });
});
