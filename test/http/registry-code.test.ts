import { describe, expect, it } from 'vitest';
import { certificateView } from '../../functions/registry/certificate.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock, renewalOpensAt } from '../../shared/law/periods.ts';
import { addDays, addYears, endOfDay, localDate } from '../../shared/law/time.ts';
import { documentOf, hashOf, after as shift } from '../domain/given.ts';
import { done } from './agreement-world.ts';
import { agreementOfAlpha, publishedEntry, recorded } from './recorded.ts';
import { refused, registryWorld, resource, text } from './registry-world.ts';

/* From the public notice to the number, and what becomes of it. */

const { service, anyone, by, filed, inNotice, coded } = await registryWorld();
const began = service.clock.domain();

describe('POST /registrations/{id}/objections', () => {
  const objection = {
    objector: { name: '唐某某', contact: 'tang@example.cn', statement: '数据来自本人' },
    evidence: [text('权属证明')],
  };

  it('takes a real name with evidence, until the notice ends', async () => {
    const { path, ends } = await inNotice();
    expect(refused(await by('clerk').post(`${path}/objections`, { ...objection, evidence: [] }))).toEqual([
      422,
      'REG-12',
    ]);
    expect((await by('clerk').post(`${path}/objections`, { evidence: [text('证明')] })).status).toBe(422);
    service.moveTo(shift(ends, -1));
    expect((await by('clerk').post(`${path}/objections`, objection)).status).toBe(200);
    service.moveTo(ends);
    expect(refused(await by('clerk').post(`${path}/objections`, objection))).toEqual([422, 'REG-12']);
    expect(refused(await by('ann').post(`${path}/objections`, objection))).toEqual([403, 'REG-12']);
  });

  it('shows who objected to the agency and to nobody else', async () => {
    const { path } = await inNotice();
    const answer = await done(by('clerk').post(`${path}/objections`, objection));
    expect(Object.keys(answer.body).sort()).toEqual(['clocks', 'id', 'objection', 'status', 'title', 'version']);
    const [seen, history] = await Promise.all([by('ann').get(path), by('ann').get(`${path}/history`)]);
    for (const { text: told } of [answer, seen, history]) {
      for (const secret of ['唐某某', 'tang@', 'clerk', '"authority"']) expect(told).not.toContain(secret);
    }
    const id = seen.body.registration.objections[0].objection;
    expect((await by('ann').get(`${path}/objections/${id}`)).status).toBe(403);
    const read = await done(by('registrar').get(`${path}/objections/${id}`));
    expect(read.body).toMatchObject({ objection: id, objector: objection.objector, evidence: [expect.any(String)] });
    expect((await by('clerk').get(`${path}/objections/${answer.body.objection}`)).body).toEqual(read.body);
    const proof = `${path}/documents/${read.body.evidence[0]}`;
    expect([(await by('registrar').get(proof)).text, (await by('ann').get(proof)).status]).toEqual(['权属证明', 404]);
  });

  it('keeps the code away until it is dismissed, and ends the registration when upheld', async () => {
    const { path, ends } = await inNotice();
    await done(by('clerk').post(`${path}/objections`, objection));
    const [{ objection: id }] = (await by('ann').get(path)).body.registration.objections;
    service.moveTo(ends);
    expect(refused(await by('registrar').post(`${path}/code`))).toEqual([422, 'REG-12']);
    const dismissed = by('registrar').post(`${path}/objections/dismissal`, { objection: id, reasons: text('不成立') });
    expect((await dismissed).status).toBe(200);
    expect((await by('registrar').post(`${path}/code`)).body.registration.status).toBe('coded');

    const other = await inNotice();
    await done(by('clerk').post(`${other.path}/objections`, objection));
    const [{ objection: one }] = (await by('ann').get(other.path)).body.registration.objections;
    const upheld = by('registrar').post(`${other.path}/objections/upholding`, {
      objection: one,
      reasons: text('成立'),
    });
    expect((await upheld).body.registration).toMatchObject({ status: 'ended', reason: 'objection-upheld' });
  });
});

describe('POST /registrations/{id}/code', () => {
  it('not a moment before the notice ends; then a number, and valid as long as the agreement', async () => {
    const { path, ends } = await inNotice();
    service.moveTo(shift(ends, -1));
    expect(refused(await by('registrar').post(`${path}/code`))).toEqual([422, 'REG-12']);
    service.moveTo(ends);
    const { registration: now, clocks } = (await done(by('registrar').post(`${path}/code`))).body;
    expect(now).toMatchObject({ status: 'coded', expiresOn: '2028-06-30', edition: 1 });
    expect(now.number).toMatch(/^511700-20\d\d-\d{6}$/);
    expect(clocks).toMatchObject([{ rule: 'REG-15', dueAt: endOfDay('2028-06-30') }]);
  });

  it('numbers follow each other without gap while nothing fails, and two at once get two', async () => {
    const [one, two] = [await inNotice(), await inNotice()];
    expect((await by('registrar').post(`${one.path}/code`)).status).toBe(422);
    service.moveTo(two.ends);
    const both = await Promise.all([by('registrar').post(`${one.path}/code`), by('examiner').post(`${two.path}/code`)]);
    const [first = 0, second = 0] = both
      .map(({ body }) => Number(body.registration.number.slice(-6)))
      .sort((a, b) => a - b);
    expect(second - first).toBe(1);
    const third = await coded();
    expect(Number(third.number.slice(-6)) - second).toBe(1);
  });

  it('422: a query code is entered once, and belongs to one registration', async () => {
    const [one, two] = [await coded(), await coded()];
    const code = { queryCode: 'GJ-2026-0001' };
    expect((await by('registrar').post(`${one.path}/query-code`, code)).body.registration).toMatchObject(code);
    expect(refused(await by('registrar').post(`${one.path}/query-code`, { queryCode: 'GJ-2' }))).toEqual([
      422,
      'REG-13',
    ]);
    expect(refused(await by('registrar').post(`${two.path}/query-code`, code))).toEqual([422, 'REG-13']);
    expect((await by('ann').get(two.path)).body.registration).not.toHaveProperty('queryCode');
  });
});

describe('after the code', () => {
  const change = { kind: 'change', request: text('变更申请'), changes: { title: '气象指数查询(二版)' } };

  it('a change is asked for, accepted, and carried out as the next edition', async () => {
    const { path } = await coded();
    expect((await by('ann').post(`${path}/amendments`, change)).body).toMatchObject({ status: 'amending' });
    const { pending } = (await done(by('registrar').get(`${path}/editions`))).body;
    expect(pending).toMatchObject([{ field: 'title', before: '气象指数查询', after: '气象指数查询(二版)' }]);
    await done(by('registrar').post(`${path}/accept`));
    const { body } = await done(by('registrar').post(`${path}/amendments/approval`));
    expect(body.registration).toMatchObject({ edition: 2, title: '气象指数查询(二版)', status: 'coded' });
    const { items, pending: none } = (await done(by('ann').get(`${path}/editions`))).body;
    expect([items[1].differences, none]).toEqual([pending, []]);
    expect((await by('bob').get(`${path}/editions`)).status).toBe(404);
  });

  it('422: an empty change, and a renewal long before its window', async () => {
    const { path } = await coded();
    expect(refused(await by('ann').post(`${path}/amendments`, { ...change, changes: {} }))).toEqual([422, 'REG-9']);
    const renewal = { kind: 'renewal', request: text('续期申请') };
    expect(refused(await by('ann').post(`${path}/amendments`, renewal))).toEqual([422, 'REG-15']);
    expect((await by('bob').post(`${path}/amendments`, change)).status).toBe(404);
    await done(by('ann').post(`${path}/amendments`, change));
    expect((await by('bob').post(`${path}/amendments/withdrawal`)).status).toBe(404);
    expect((await done(by('ann').post(`${path}/amendments/withdrawal`))).body.status).toBe('coded');
  });

  it('revocation is the agency’s, with ground and decision', async () => {
    const { path } = await coded();
    const revocation = { ground: 'false-material', decision: text('撤销决定') };
    expect(refused(await by('ann').post(`${path}/revocation`, revocation))).toEqual([403, 'REG-20']);
    expect((await by('registrar').post(`${path}/revocation`, revocation)).body.registration.status).toBe('revoked');
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([409, 'REG-15']);
  });

  it('a resource is renewed inside its window, and deregistered by the agency once it expired', async () => {
    await publishedEntry(service, 'renewed-data', 'source');
    const path = await filed(resource('renewed-data'), 'cataloguer');
    for (const step of ['accept', 'review', 'notice']) await done(by('registrar').post(`${path}/${step}`));
    service.moveTo((await by('registrar').get(path)).body.clocks[0].dueAt);
    const { codedOn, expiresOn, clock } = (await done(by('registrar').post(`${path}/code`))).body.registration;
    expect(expiresOn).toBe(addDays(addYears(codedOn, 3), -1));
    service.moveTo(renewalOpensAt(clock));
    await done(by('cataloguer').post(`${path}/amendments`, { kind: 'renewal', request: text('续期申请') }));
    await done(by('registrar').post(`${path}/accept`));
    const renewed = (await done(by('registrar').post(`${path}/amendments/approval`))).body.registration;
    expect(renewed.expiresOn).toBe(addDays(addYears(addDays(expiresOn, 1), 3), -1));
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([422, 'REG-9']);
    await recorded(service, registration, path.split('/').at(-1) ?? '', [
      { type: 'expired', at: endOfDay(renewed.expiresOn) },
    ]);
    const ended = await done(by('registrar').post(`${path}/deregistration`));
    expect(ended.body.registration).toMatchObject({ status: 'deregistered', ground: 'expired' });
    service.moveTo(began);
  });

  it('a product whose agreement was terminated is deregistered by the agency from the day after', async () => {
    await agreementOfAlpha(service, 'agreement-ended', '2028-06-30');
    const path = await filed({ agreement: 'agreement-ended' });
    for (const step of ['accept', 'review', 'notice']) await done(by('registrar').post(`${path}/${step}`));
    service.moveTo((await by('registrar').get(path)).body.clocks[0].dueAt);
    await done(by('registrar').post(`${path}/code`));
    const at = service.clock.domain();
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([422, 'REG-9']);
    await recorded(service, agreement, 'agreement-ended', [
      { type: 'notice-served', at, by: 'signer', document: documentOf('notice') },
      { type: 'terminated', at, deliveredAt: at, proof: documentOf('proof'), clock: openClock('POLICY-13', at) },
    ]);
    const over = endOfDay(localDate(at));
    service.moveTo(shift(over, -1));
    expect(refused(await by('registrar').post(`${path}/deregistration`))).toEqual([422, 'REG-9']);
    service.moveTo(over);
    const { registration: ended } = (await done(by('registrar').post(`${path}/deregistration`))).body;
    expect(ended).toMatchObject({ status: 'deregistered', ground: 'right-ended' });
    service.moveTo(began);
  });

  it('GET certificate: the fields of the record, no ownership, and none before the code', async () => {
    const waiting = await inNotice();
    expect(refused(await by('ann').get(`${waiting.path}/certificate`))).toEqual([409, 'REG-13']);
    const { path, number, expiresOn } = await coded();
    const { body } = await done(by('ann').get(`${path}/certificate`));
    expect(body).toMatchObject({
      number,
      queryCode: null,
      expiresOn,
      registrants: [{ id: 'alpha', name: '甲数据运营有限公司', creditCode: '91511700MA00000010' }],
      agency: { name: '测试市登记机构' },
      deposit: { hash: hashOf('e') },
      statement: { zh: '本登记仅作形式审核，不确认权属。' },
    });
    // It is what the API document says of it, and no more.
    expect(certificateView.parse(body)).toEqual(body);
    expect((await by('bob').get(`${path}/certificate`)).status).toBe(404);
    // Anybody may have the proof by the number, once the log has all of it.
    expect((await anyone.get(`/registry/${number}/proof`)).problem.article).toBe('DZ-49');
    expect((await anyone.get('/registry/511700-2026-999999/proof')).status).toBe(404);
  });
});
