import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/deadline/routes.ts';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { addDays, endOfDay, type Instant, type LocalDate, localDate, startOfDay } from '../../shared/law/time.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { waiting } from '../../shared/store/queues.ts';
import { firstSupply, noteFirstSupply } from '../../shared/store/served.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { enforcing } from '../domain/enforcing.ts';
import { actor, documentOf, given, after as shift } from '../domain/given.ts';
import { registering } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, type TestService, testService } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha, recorded } from './recorded.ts';

const days = 86_400_000;
const swept = await freshTable();
const shown = await freshTable();

const clerk = actor('clerk', 'authority', 'data-authority');

/** An emergency measure of the authority against alpha, placed now. */
async function emergency(service: TestService, id: string): Promise<Instant> {
  const at = service.clock.domain();
  const placed = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject: 'alpha' });
  const { events } = given(violation).and(placed);
  await recorded(service, violation, id, events, clerk);
  return openClock('POLICY-6', at).dueAt;
}

/** A registration of alpha, coded today and valid until the end of that day. */
async function coded(service: TestService, id: string, operatingUntil: LocalDate): Promise<void> {
  const at = service.clock.domain();
  const registrants = [{ organization: 'alpha', legalPerson: true }];
  const lin = actor('ann', 'alpha', 'operator');
  const qin = actor('registrar', 'registry', 'registration-agency');
  const noticed = openClock('REG-12', at).dueAt;
  const { events } = given(registration).and(
    registering.apply(at, { actor: lin, registrants, agency: 'registry', agreement: `agreement-of-${id}` }),
    registering.accept(at, { actor: qin }),
    registering.review(at, { actor: qin }),
    registering['publish-notice'](at, { actor: qin }),
    registering['assign-code'](noticed, { actor: qin, operatingUntil }),
  );
  service.moveTo(noticed);
  await recorded(service, registration, id, events, qin);
}

describe('the schedule', () => {
  const service = testService(swept.client, swept.table);
  const { store } = service;
  const statusOf = async (machine: typeof violation | typeof agreement | typeof registration, id: string) =>
    (await loadHead<{ status: string }>(store, machine, id)).state.status;
  const queued = async () => (await waiting(store, 'first-supply', firstSupply)).map(({ id }) => id);
  const eventsOf = async (aggregate: string, id: string) =>
    (await listEvents(store, { aggregate, id }, { limit: 100 })).items.map(({ data }) => data.type);
  const supplied = (basis: string) => ({
    organization: 'alpha',
    dataset: 'weather',
    basis: { kind: 'agreement' as const, id: basis },
  });
  const dueOf = (id: string) => dueRegistration(store, { operator: 'alpha', dataset: 'weather', agreement: id });

  describe('first supplies', () => {
    it('stand on the channel and start the clock of the registration, from the supply, once', async () => {
      await channelOfAlpha(service, 'c1', 'a1');
      const at = service.clock.domain();
      await noteFirstSupply(store, 'c1', { ...supplied('a1'), serial: 1, at });
      // A day without any run: the time to apply counts from the supply all the same.
      service.passDomain(days);
      expect(await sweepDeadlines(service)).toMatchObject({ supplies: 1 });
      expect((await loadHead(store, channel, 'c1')).state).toMatchObject({ status: 'open', firstSupplyAt: at });
      expect((await loadHead(store, registration, dueOf('a1'))).state).toMatchObject({
        status: 'due',
        operator: 'alpha',
        channel: 'c1',
        suppliedAt: at,
        clock: openClock('REG-9(1)', at),
      });
      expect([await queued(), (await sweepDeadlines(service)).supplies]).toEqual([[], 0]);
    });

    it('are done once by two runs at once, and by a run after a crash before the entry was taken away', async () => {
      await channelOfAlpha(service, 'c2', 'a2');
      const note = () => noteFirstSupply(store, 'c2', { ...supplied('a2'), serial: 1, at: service.clock.domain() });
      await note();
      await Promise.all([sweepDeadlines(service), sweepDeadlines(service)]);
      await note();
      await sweepDeadlines(service);
      expect(await eventsOf('channel', 'c2')).toEqual(['requested', 'opened', 'supplied-first']);
      expect(await eventsOf('registration', dueOf('a2'))).toEqual(['fell-due']);
      expect(await queued()).toEqual([]);
    });

    it('fall due once for a channel and the one that replaced it, and though the channel was closed meanwhile', async () => {
      for (const id of ['c3', 'c3-again']) await channelOfAlpha(service, id, 'a3');
      const at = service.clock.domain();
      await recorded(service, channel, 'c3', [{ type: 'closed', at, reason: 'decision' }]);
      await noteFirstSupply(store, 'c3', { ...supplied('a3'), serial: 1, at });
      await noteFirstSupply(store, 'c3-again', { ...supplied('a3'), serial: 1, at });
      expect(await sweepDeadlines(service)).toMatchObject({ supplies: 2 });
      expect(await eventsOf('registration', dueOf('a3'))).toEqual(['fell-due']);
      expect(await eventsOf('channel', 'c3')).not.toContain('supplied-first');
      expect(await eventsOf('channel', 'c3-again')).toContain('supplied-first');
    });

    it('of a channel that is not there fail aloud, stay, and keep nothing else from being done', async () => {
      await noteFirstSupply(store, 'c0', { ...supplied('a0'), serial: 1, at: service.clock.domain() });
      await channelOfAlpha(service, 'c4', 'a4');
      await noteFirstSupply(store, 'c4', { ...supplied('a4'), serial: 1, at: service.clock.domain() });
      const due = await emergency(service, 'case-beside');
      service.moveTo(due);
      await expect(sweepDeadlines(service)).rejects.toThrow('first supply of channel c0');
      expect([await queued(), await statusOf(registration, dueOf('a4'))]).toEqual([['c0'], 'due']);
      expect(await statusOf(violation, 'case-beside')).toBe('escalated');
      await channelOfAlpha(service, 'c0', 'a0');
      expect(await sweepDeadlines(service)).toMatchObject({ supplies: 1 });
    });
  });

  describe('clocks that run out', () => {
    it('an emergency goes up at the moment its day is over, not before, once by two runs', async () => {
      const due = await emergency(service, 'case-1');
      service.moveTo(shift(due, -1));
      await sweepDeadlines(service);
      expect(await statusOf(violation, 'case-1')).toBe('emergency');
      service.moveTo(due);
      const both = await Promise.all([sweepDeadlines(service), sweepDeadlines(service)]);
      expect(both.map(({ escalated }) => escalated).sort()).toEqual([0, 1]);
      expect(await eventsOf('case', 'case-1')).toEqual(['reported', 'emergency-placed', 'escalated']);
    });

    it('one that a second person confirmed in time is left alone', async () => {
      const due = await emergency(service, 'case-2');
      await recorded(service, violation, 'case-2', [
        { type: 'emergency-confirmed', at: service.clock.domain(), by: 'deputy' },
      ]);
      service.moveTo(due);
      await sweepDeadlines(service);
      expect(await statusOf(violation, 'case-2')).toBe('confirmed');
    });

    it('an agreement ends with the last day of its term', async () => {
      const until = addDays(localDate(service.clock.domain()), 20);
      await agreementOfAlpha(service, 'agreement-1', until);
      service.moveTo(shift(endOfDay(until), -1));
      await sweepDeadlines(service);
      expect(await statusOf(agreement, 'agreement-1')).toBe('in-effect');
      service.moveTo(endOfDay(until));
      expect(await sweepDeadlines(service)).toMatchObject({ expired: 1 });
      expect(await statusOf(agreement, 'agreement-1')).toBe('expired');
    });

    it('a registration ends with its last valid day, also when the run comes a day late', async () => {
      const until = addDays(localDate(service.clock.domain()), 60);
      await coded(service, 'registration-1', until);
      service.moveTo(shift(endOfDay(until), -1));
      await sweepDeadlines(service);
      expect(await statusOf(registration, 'registration-1')).toBe('coded');
      service.passDomain(days + 1);
      expect(await sweepDeadlines(service)).toMatchObject({ expired: 1 });
      expect(await statusOf(registration, 'registration-1')).toBe('expired');
    });

    it('is found behind an earlier clock of the same stream, which is all that the index shows', async () => {
      const until = addDays(localDate(service.clock.domain()), 30);
      await coded(service, 'registration-2', until);
      service.moveTo(shift(endOfDay(until), -10 * days));
      const change = registering.amend(service.clock.domain(), {
        actor: actor('ann', 'alpha', 'operator'),
        amendment: { kind: 'change', request: documentOf('request'), changes: { title: '新名称', file: {} } },
      });
      const { state } = await loadHead(store, registration, 'registration-2');
      const asked = registration.transitions.amend.coded;
      if (state.status !== 'coded' || !asked || change.type !== 'amend') throw new Error('not coded');
      const events = asked(change, state);
      if ('refused' in events) throw new Error('not amended');
      await recorded(service, registration, 'registration-2', events);
      service.moveTo(endOfDay(until));
      expect(await sweepDeadlines(service)).toMatchObject({ expired: 1 });
      expect(await statusOf(registration, 'registration-2')).toBe('expired');
    });

    it('is found after a clock that was moved a hundred days ahead, and nothing is done twice', async () => {
      const due = await emergency(service, 'case-long-ago');
      const until = addDays(localDate(service.clock.domain()), 10);
      await agreementOfAlpha(service, 'agreement-long-ago', until);
      await sweepDeadlines(service);
      service.moveTo(shift(due, 100 * days));
      expect(await sweepDeadlines(service)).toMatchObject({ supplies: 0, escalated: 1, expired: 1 });
      expect(await sweepDeadlines(service)).toEqual({
        ...{ supplies: 0, escalated: 0, expired: 0, reminded: 0, recomputed: 0 },
      });
    });
  });
});

describe('GET /deadlines', () => {
  const service = testService(shown.client, shown.table);
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
      { rule: 'POLICY-6', dueAt: shift(began, days), daysLeft: 1, overdue: false },
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
