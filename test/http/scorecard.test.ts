import { beforeAll, describe, expect, it } from 'vitest';
import { listAll } from '../../functions/scorecard/lists.ts';
import { routes } from '../../functions/scorecard/routes.ts';
import { alarm } from '../../shared/domain/alarm.ts';
import { violation } from '../../shared/domain/case.ts';
import { inspection } from '../../shared/domain/inspection.ts';
import { marketReport } from '../../shared/domain/market-report.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { millis } from '../../shared/law/time.ts';
import { addHours, utcHour } from '../../shared/law/utc-hour.ts';
import { reserve } from '../../shared/store/counter.ts';
import { fix, indexChannel } from '../../shared/store/hour-index.ts';
import { deliveriesIn, LOOKED_HOURS } from '../../shared/store/supplied.ts';
import { confirmed, enforcing, executed, laterAt } from '../domain/enforcing.ts';
import { actor, documentOf, given } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { JURISDICTION } from './city.ts';
import { caseEvents } from './credit-world.ts';
import { open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha, publishedEntry, recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { as } = open(routes, service);
const paper = documentOf('paper');

const at = service.clock.domain();

/** An hour of deliveries as gate and sealing leave it: serials before it are of other hours. */
async function suppliedHour(channel: string, { first, last }: { first: number; last: number }) {
  const hour = utcHour(at);
  service.passReal(millis(at) + 90 * 60_000 - service.clock.real());
  for (let serial = 1; serial <= last; serial++) {
    await reserve(service.store, channel, { rows: 1, bytes: 1, at, hour });
  }
  const links = { organization: 'alpha', dataset: 'weather', basis: { kind: 'agreement', id: 'a1' } } as const;
  await indexChannel(service.store, hour, channel, links);
  await fix(service.store, hour, channel, { first, last, open: [], late: [] });
}

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'source', 'audit']);
  const told = executed().and(enforcing['tell-remedy'](laterAt));
  await recorded(service, violation, 'case-1', caseEvents(told.events));
  await recorded(service, violation, 'case-emergency', caseEvents(confirmed().events));
  const overturned = told.and(enforcing.appeal(laterAt), enforcing['record-outcome'](laterAt, { upheld: false }));
  await recorded(service, violation, 'case-2', caseEvents(overturned.events));
  const clerk = actor('clerk', 'authority', 'data-authority');
  const envelope = { at: '2026-11-02T01:00:00.000Z', actor: clerk } as const;
  const said = { subject: 'alpha', authority: 'authority', jurisdiction: JURISDICTION, plan: paper, unannounced: true };
  const found = given(inspection).and(
    { type: 'plan', ...envelope, ...said },
    { type: 'begin', ...envelope, credentials: paper },
    { type: 'record', ...envelope, record: paper },
    { type: 'find', ...envelope, findings: paper, count: 2 },
  );
  await recorded(service, inspection, 'i1', found.events, clerk);
  const fell = { operator: 'alpha', dataset: 'weather', agreement: 'a1', jurisdiction: JURISDICTION } as const;
  const since = '2026-10-12T01:00:00.000Z';
  const clock = openClock('REG-9(1)', since);
  await recorded(service, registration, 'r1', [{ type: 'fell-due', at: since, channel: 'c1', ...fell, clock }]);
  await agreementOfAlpha(service, 'a1', '2027-10-31');
  await channelOfAlpha(service, 'c1', 'a1');
  await suppliedHour('c1', { first: 8, last: 12 });
  const about = {
    organization: 'alpha',
    grantor: 'grantor',
    dataset: 'weather',
    channel: 'c1',
    jurisdiction: JURISDICTION,
  };
  const seen = { kind: 'many-refused', from: at, until: at, seen: 9, threshold: 5 } as const;
  const evidence = { ...paper, mediaType: 'application/json', bytes: 2 } as const;
  const system = { at, by: 'system', office: 'platform' };
  const basis = { kind: 'agreement', id: 'a1' } as const;
  await recorded(service, alarm, 'w1', [{ type: 'raise', ...system, ...about, ...seen, basis, evidence }]);
  const reported = { type: 'report', at, by: 'bob', office: 'beta', matter: 'fraud', about: 'alpha' } as const;
  const answered = {
    type: 'answer',
    at,
    by: 'clerk',
    office: 'authority',
    reply: paper,
    outcome: 'confirmed',
  } as const;
  const files = { jurisdiction: JURISDICTION, statement: paper, evidence: [] };
  await recorded(service, marketReport, 'm1', [{ ...reported, ...files }, answered]);
  await publishedEntry(service, 'd1', 'source');
});

const partsOf = (body: { parts: { part: string; score?: number }[] }) =>
  Object.fromEntries(body.parts.map(({ part, score }) => [part, score]));

describe('GET /scorecards/{organization}', () => {
  it('counts what the events say, with formulas and numbers; an overturned case does not count', async () => {
    const { status, body } = await (await as('ann')).get('/scorecards/alpha?year=2026');
    expect(status).toBe(200);
    expect(body.counts).toMatchObject({ kept: 0, late: 1, findings: 2, cases: 1, measures: 1, used: 1, held: 1 });
    expect(body.counts).toMatchObject({ deliveries: 5, alarms: 1, reports: 1, marketReports: 1, confirmedReports: 1 });
    expect(partsOf(body)).toEqual({ timeliness: 0, quality: 90, violations: 60, use: 100 });
    expect(body).toMatchObject({
      total: 46,
      asOf: '2026-11-23T08:00:00.000Z',
      rule: { id: 'LOCAL-62' },
      complete: true,
    });
  });

  it('is the organization’s own, its supervisors’ and auditors’', async () => {
    const readers = await Promise.all(['ann', 'clerk', 'auditor', 'bob', 'cataloguer'].map(as));
    const answers = await Promise.all(readers.map((one) => one.get('/scorecards/alpha')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404]);
    expect((await readers[1]?.get('/scorecards/nobody'))?.status).toBe(404);
    const unit = await readers[4]?.get('/scorecards/source');
    expect(partsOf(unit?.body)).toEqual({ violations: 100, use: 100 });
  });

  it('counts another year apart, and none that has not begun', async () => {
    const ann = await as('ann');
    expect((await ann.get('/scorecards/alpha?year=2025')).body).toMatchObject({
      asOf: '2025-12-31T16:00:00.000Z',
      counts: { late: 0, findings: 0, cases: 0, held: 0 },
    });
    expect((await ann.get('/scorecards/alpha?year=2027')).problem).toMatchObject({ status: 422, article: 'LOCAL-62' });
  });

  it('is a page for people, Chinese first, each bar told in words too', async () => {
    const { text } = await (await as('ann')).get('/scorecards/alpha', { accept: 'text/html' });
    expect(text).toContain('<h1>甲数据运营有限公司</h1>');
    expect(text).toContain('aria-label="时限 0 · 质量 90 · 违规 60 · 利用 100"');
    expect(text).toContain('100 × 0 ÷ (0 + 1) = 0');
    expect(text).not.toContain('<script');
  });
});

describe('what a bound leaves out is told', () => {
  it('a list that goes on, and a channel whose first hour lies too far ahead', async () => {
    const endless = async ({ limit }: { limit: number }) => ({ items: Array(limit).fill({}), cursor: 'more' });
    const listed = await listAll(endless, 250);
    expect([listed.items.length, listed.more]).toEqual([250, true]);
    expect(await deliveriesIn(service.store, 'c1', { from: utcHour(at) })).toEqual({ deliveries: 5, complete: true });
    const early = addHours(utcHour(at), -LOOKED_HOURS);
    expect(await deliveriesIn(service.store, 'c1', { from: addHours(early, 1) })).toMatchObject({ deliveries: 5 });
    expect(await deliveriesIn(service.store, 'c1', { from: early })).toEqual({ deliveries: 0, complete: false });
    const until = addHours(utcHour(at), 1);
    expect(await deliveriesIn(service.store, 'c1', { from: utcHour(at), until })).toMatchObject({ deliveries: 5 });
    expect(await deliveriesIn(service.store, 'c1', { from: early, until: utcHour(at) })).toMatchObject({
      deliveries: 0,
    });
  });
});
