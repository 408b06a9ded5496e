import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, addYears, endOfDay, localDate, startOfDay } from '../../shared/law/time.ts';
import { after as shift } from '../domain/given.ts';
import { agreementCity, cited } from './agreement-city.ts';
import { agreementBody, done, draftedAgreement, paper, signed } from './agreement-world.ts';

const { service, signer, ann, bob, ground, keys, gateOf } = await agreementCity();

/** One year, so that the qualification outlasts its last 180 days. */
const from = localDate(service.clock.domain());
const until = addDays(addYears(from, 1), -1);
/** Of the 180 days, counted with the last one of the term. */
const opens = startOfDay(addDays(until, -179));
/** The longest lawful end: the cap counts anew from the day after the present term. */
const longest = addDays(addYears(addDays(until, 1), 5), -1);

let id: string;
beforeAll(async () => {
  id = await draftedAgreement(service, ground, { term: { from, until } });
  await done(signer.post(`/agreements/${id}/propose`));
  await bothSign();
  await done(signer.post(`/agreements/${id}/effect`));
});

async function bothSign(): Promise<void> {
  await done(signed(ann, id, 'operator', keys.operator));
  await done(signed(signer, id, 'grantor', keys.grantor));
}
const stateOf = async () => (await done(ann.get(`/agreements/${id}`))).body.agreement;
const renewing = (last: string) => {
  const { contents, scope } = agreementBody(service, ground, { term: { from, until: last } });
  return ann.post(`/agreements/${id}/renewals`, { contents, scope });
};
const evaluated = (result: string, text = '年度绩效评价报告') =>
  signer.post(`/agreements/${id}/evaluations`, { result, document: paper(text) });

describe('POST /agreements/{id}/evaluations', () => {
  test('403 OPS-14 by any operator, its own too, 422 for a third result; nothing written', async () => {
    const body = { result: 'passed', document: paper('自评') };
    for (const operator of [ann, bob]) {
      const own = await operator.post(`/agreements/${id}/evaluations`, body);
      expect([own.status, own.problem.article]).toEqual([403, 'OPS-14']);
    }
    expect((await evaluated('good')).status).toBe(422);
    expect(await stateOf()).not.toHaveProperty('evaluation');
  });

  test('the grantor’s finding stands with its document, which the operator reads and no event tells', async () => {
    const { body } = await done(evaluated('failed', '评价不合格：未按期披露'));
    expect(body.agreement.evaluation).toMatchObject({ result: 'failed', by: 'signer', at: service.clock.domain() });
    expect(JSON.stringify(body)).not.toContain('未按期披露');
    const { document } = body.agreement.evaluation.document;
    expect((await ann.get(`/agreements/${id}/documents/${document}`)).text).toBe('评价不合格：未按期披露');
    expect((await bob.get(`/agreements/${id}/documents/${document}`)).status).toBe(404);
  });
});

describe('POST /agreements/{id}/renewals', () => {
  test('422 LOCAL-9 a moment before the window opens, and beside it for the evaluation that failed', async () => {
    service.moveTo(shift(opens, -1));
    expect(cited(await renewing(longest))).toEqual([
      ['LOCAL-9', undefined],
      ['LOCAL-9', '/evaluation'],
    ]);
    await done(evaluated('passed'));
    expect(cited(await renewing(longest))).toEqual([['LOCAL-9', undefined]]);
  });

  test('inside it 422 LOCAL-9 on a failed evaluation, also after a passed one: the last one counts', async () => {
    service.moveTo(opens);
    await done(evaluated('failed'));
    expect(cited(await renewing(longest))).toEqual([['LOCAL-9', '/evaluation']]);
    await done(evaluated('passed'));
  });

  test('422 for an end that is no later than now, and for one beyond the cap counted anew', async () => {
    expect(cited(await renewing(until))).toEqual([['LOCAL-9', '/contents/term/until']]);
    expect(cited(await renewing(addDays(longest, 1)))).toEqual([['OPS-14', '/contents/term/until']]);
    expect(await stateOf()).not.toHaveProperty('amendment');
  });

  test('from its first moment on it is proposed; with both signatures the gate stays open for the new period', async () => {
    const gate = () => gateOf(id);
    expect((await done(renewing(longest))).body.agreement.amendment.terms).toMatchObject({ version: 2 });
    expect((await gate())?.until).toBe(endOfDay(until));
    await bothSign();
    const renewed = await stateOf();
    expect(renewed).toMatchObject({
      status: 'in-effect',
      terms: { version: 2, term: { from, until: longest }, renewal: { from: addDays(until, 1) } },
    });
    expect((await gate())?.until).toBe(endOfDay(longest));
    expect((await signer.get(`/agreements/${id}/text`)).text).toContain(longest);
    // The next renewal needs an evaluation of its own.
    expect(renewed).not.toHaveProperty('evaluation');
    const again = cited(await renewing(addYears(longest, 1)));
    expect(again).toContainEqual(['LOCAL-9', '/evaluation']);
  });
});
