import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/deadline/routes.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { coded, DAY, emergency } from './deadline-world.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);

describe('GET /deadlines', () => {
  const { as, anyone } = open(routes, service);
  const people: Record<string, Client> = {};
  const by = (person: string): Client => {
    const found = people[person];
    if (!found) throw new Error(`${person} is not signed in`);
    return found;
  };
  const rulesOf = ({ body }: { body: { items: { rule: string; stream: { id: string } }[] } }) =>
    body.items.map(({ rule, stream }) => [rule, stream.id]);
  const began = service.clock.domain();

  beforeAll(async () => {
    await settleCity(service, ['authority', 'registry', 'alpha', 'beta', 'grantor', 'agency', 'audit']);
    for (const person of ['ann', 'bob', 'registrar', 'signer', 'clerk', 'auditor', 'ann-admin']) {
      people[person] = await as(person);
    }
    await emergency(service, 'case-1');
    await agreementOfAlpha(service, 'agreement-1', '2026-12-31');
    await coded(service, 'registration-1', '2027-03-31');
    service.moveTo(began);
    const at = service.clock.domain();
    await recorded(service, registration, 'registration-2', [
      {
        ...{ type: 'fell-due', at, channel: 'c1', operator: 'alpha', dataset: 'weather', agreement: 'agreement-1' },
        ...{ jurisdiction: '511700', clock: openClock('REG-9(1)', at) },
      },
    ]);
  });

  it('200: rule, start, the exact due moment, who must act and the days that are left', async () => {
    const { body } = await by('ann').get('/deadlines');
    expect(body.asOf).toBe(service.clock.domain());
    expect(body.more).toBe(false);
    expect(
      body.items.map(({ rule, dueAt, daysLeft, overdue }: Record<string, unknown>) => ({
        rule,
        dueAt,
        daysLeft,
        overdue,
      })),
    ).toEqual([
      { rule: 'POLICY-6', dueAt: shift(began, DAY), daysLeft: 1, overdue: false },
      { rule: 'REG-9(1)', dueAt: endOfDay('2026-12-21'), daysLeft: 28, overdue: false },
      { rule: 'OPS-14', dueAt: endOfDay('2026-12-31'), daysLeft: 38, overdue: false },
      { rule: 'REG-15', dueAt: endOfDay('2027-03-31'), daysLeft: 128, overdue: false },
    ]);
    expect(body.items[1]).toMatchObject({
      stream: { kind: 'registration', id: 'registration-2', status: 'due' },
      href: '/law/REG-9',
      startedAt: began,
      provisional: false,
      who: expect.arrayContaining([{ role: 'operator', name: { zh: '授权运营单位', en: 'operator' } }]),
    });
  });

  it('200: each sees what it is a party to, supervision and audit the whole jurisdiction', async () => {
    const all = rulesOf(await by('ann').get('/deadlines'));
    expect(rulesOf(await by('clerk').get('/deadlines'))).toEqual(all);
    expect(rulesOf(await by('auditor').get('/deadlines'))).toEqual(all);
    expect(rulesOf(await by('bob').get('/deadlines'))).toEqual([]);
    expect(rulesOf(await by('signer').get('/deadlines'))).toEqual([['OPS-14', 'agreement-1']]);
    expect(rulesOf(await by('registrar').get('/deadlines'))).toEqual([['REG-15', 'registration-1']]);
  });

  it('200: page by page in the order of their ends', async () => {
    const all = rulesOf(await by('ann').get('/deadlines'));
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await by('ann').get(`/deadlines?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      found.push(...rulesOf({ body }));
      cursor = body.cursor;
    } while (cursor);
    expect(found).toEqual(all);
  });

  it('200: overdue from the due moment on, and provisional where the schedule of a year is not published', async () => {
    const [last, over] = [shift(endOfDay('2026-12-21'), -1), endOfDay('2026-12-21')];
    const seen = async () =>
      (await by('ann').get('/deadlines')).body.items.find((one: { rule: string }) => one.rule === 'REG-9(1)');
    service.moveTo(last);
    expect(await seen()).toMatchObject({ overdue: false, daysLeft: 0, daysOver: 0 });
    service.moveTo(over);
    expect(await seen()).toMatchObject({ overdue: true, daysLeft: 0, daysOver: 1 });
    const at = startOfDay('2026-12-30');
    service.moveTo(at);
    const clock = openClock('REG-9(1)', at);
    const supplied = { channel: 'c9', operator: 'beta', dataset: 'weather', agreement: 'a9', jurisdiction: '511700' };
    await recorded(service, registration, 'registration-9', [{ type: 'fell-due', at, ...supplied, clock }]);
    expect((await by('bob').get('/deadlines')).body.items).toMatchObject([{ provisional: true, dueAt: clock.dueAt }]);
  });

  it('401, 403, 422: nobody, who has no part in it, another city, a cursor of one’s own making', async () => {
    expect((await anyone.get('/deadlines')).status).toBe(401);
    // An administrator keeps members and keys, and no clock.
    expect((await by('ann-admin').get('/deadlines')).status).toBe(403);
    const elsewhere = await by('clerk').get('/deadlines?jurisdiction=510100');
    expect([elsewhere.status, elsewhere.problem.article]).toEqual([422, 'DZ-5']);
    expect((await by('clerk').get('/deadlines?jurisdiction=511702')).body.items).toEqual([]);
    for (const bad of ['cursor=forged', 'limit=201', 'limit=0', 'more=1', 'jurisdiction=x']) {
      expect((await by('ann').get(`/deadlines?${bad}`)).status).toBe(422);
    }
  });
});
