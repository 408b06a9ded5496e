import { describe, expect, it } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { channel } from '../../shared/domain/channel.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { addDays, endOfDay, localDate } from '../../shared/law/time.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { waiting } from '../../shared/store/queues.ts';
import { firstSupply, noteFirstSupply } from '../../shared/store/served.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { actor, documentOf, after as shift } from '../domain/given.ts';
import { registering } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { coded, DAY, emergency } from './deadline-world.ts';
import { testService } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha, recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { store } = service;

describe('the schedule', () => {
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
      service.passDomain(DAY);
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
      service.passDomain(DAY + 1);
      expect(await sweepDeadlines(service)).toMatchObject({ expired: 1 });
      expect(await statusOf(registration, 'registration-1')).toBe('expired');
    });

    it('is found behind an earlier clock of the same stream, which is all that the index shows', async () => {
      const until = addDays(localDate(service.clock.domain()), 30);
      await coded(service, 'registration-2', until);
      service.moveTo(shift(endOfDay(until), -10 * DAY));
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

    it('of a registration whose renewal is under way waits for the people who decide it, and nothing fails', async () => {
      const until = addDays(localDate(service.clock.domain()), 60);
      await coded(service, 'registration-3', until);
      service.moveTo(shift(endOfDay(until), -1));
      const [at, by] = [service.clock.domain(), 'ann'];
      const amendment = { kind: 'renewal' as const, request: documentOf('request') };
      await recorded(service, registration, 'registration-3', [
        { type: 'amendment-applied', at, by, amendment, clock: openClock('REG-10', at) },
      ]);
      for (const late of [1, DAY]) {
        service.passDomain(late);
        expect(await sweepDeadlines(service)).toMatchObject({ expired: 0 });
      }
      expect(await statusOf(registration, 'registration-3')).toBe('amending');
    });

    it('is found after a clock that was moved a hundred days ahead, and nothing is done twice', async () => {
      const due = await emergency(service, 'case-long-ago');
      const until = addDays(localDate(service.clock.domain()), 10);
      await agreementOfAlpha(service, 'agreement-long-ago', until);
      await sweepDeadlines(service);
      service.moveTo(shift(due, 100 * DAY));
      expect(await sweepDeadlines(service)).toMatchObject({ supplies: 0, escalated: 1, expired: 1 });
      expect(await sweepDeadlines(service)).toEqual({
        ...{ supplies: 0, escalated: 0, expired: 0, reminded: 0, recomputed: 0 },
      });
    });
  });
});
