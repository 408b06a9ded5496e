import { beforeAll, describe, expect, test } from 'vitest';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { routes as deadlineRoutes } from '../../functions/deadline/routes.ts';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { addDays, endOfDay, type Instant, localDate } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  draftedAgreement,
  type Ground,
  prepared,
  type SigningKey,
  signed,
  signingKeyOf,
} from './agreement-world.ts';
import { type Answered, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
await settleCity(service, agreementSeats);
const { as } = open([...agreementRoutes, ...deadlineRoutes], service);
const [signer, ann, bob, clerk] = [await as('signer'), await as('ann'), await as('bob'), await as('clerk')];

let ground: Ground;
let keys: { readonly grantor: SigningKey; readonly operator: SigningKey };
beforeAll(async () => {
  ground = await prepared(service);
  keys = { grantor: await signingKeyOf(service, 'signer'), operator: await signingKeyOf(service, 'ann') };
});

const cited = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
const stateOf = async (id: string) => (await done(signer.get(`/agreements/${id}`))).body.agreement;
const proposed = async () => {
  const id = await draftedAgreement(service, ground);
  await done(signer.post(`/agreements/${id}/propose`));
  return id;
};
const running = async () => {
  const id = await proposed();
  await done(signed(ann, id, 'operator', keys.operator));
  await done(signed(signer, id, 'grantor', keys.grantor));
  await done(signer.post(`/agreements/${id}/effect`));
  return id;
};
/** The same schedule twice at once, as it may happen. */
const sweptAt = async (at: Instant) => {
  service.moveTo(at);
  const both = await Promise.all([sweepDeadlines(service), sweepDeadlines(service)]);
  return both.reduce((sum, { expired }) => sum + expired, 0);
};

interface Shown {
  readonly stream: { readonly kind: string; readonly id: string };
  readonly rule: string;
  readonly dueAt: Instant;
}
const clocksOf = async (who: typeof signer, id: string): Promise<Shown[]> =>
  (await done(who.get('/deadlines?limit=200'))).body.items.filter(({ stream }: Shown) => stream.id === id);

describe('a signature that stays alone (POLICY-12)', () => {
  test('waits until the last moment, then the schedule hands the text back to its author; who signed signs anew', async () => {
    const id = await proposed();
    await done(signed(ann, id, 'operator', keys.operator));
    const { clock } = await stateOf(id);
    expect(clock.dueAt).toBe(endOfDay(addDays(localDate(service.clock.domain()), 30)));
    for (const side of [signer, ann]) expect(await clocksOf(side, id)).toMatchObject([{ rule: 'POLICY-12' }]);
    const early = await signer.post(`/agreements/${id}/signatures/lapse`);
    expect([early.status, early.problem.article]).toEqual([422, 'POLICY-12']);

    expect(await sweptAt(shift(clock.dueAt, -1))).toBe(0);
    expect((await stateOf(id)).status).toBe('partly-signed');
    service.moveTo(clock.dueAt);
    expect(cited(await signed(signer, id, 'grantor', keys.grantor))).toEqual([['POLICY-12', '/side']]);
    expect(await sweptAt(clock.dueAt)).toBe(1);
    expect((await stateOf(id)).status).toBe('drafted');
    expect(await clocksOf(signer, id)).toEqual([]);
    expect(await readGate(service.store, { aggregate: 'agreement', id })).toBeUndefined();

    await done(signer.post(`/agreements/${id}/propose`));
    expect((await done(signed(signer, id, 'grantor', keys.grantor))).body.agreement.signatures).toHaveLength(1);
    expect((await done(signed(ann, id, 'operator', keys.operator))).body.agreement.status).toBe('signed');
  });

  test('on an amendment lapses alike: the agreement goes on under its earlier text, its gate untouched', async () => {
    const id = await running();
    const { contents, scope } = agreementBody(service, ground, { other: { clause: '补充约定' } });
    const { term } = (await stateOf(id)).terms;
    await done(ann.post(`/agreements/${id}/amendments`, { contents: { ...contents, term }, scope }));
    const before = await readGate(service.store, { aggregate: 'agreement', id });
    const half = (await done(signed(ann, id, 'operator', keys.operator))).body.agreement.amendment;
    expect(await sweptAt(shift(half.clock.dueAt, -1))).toBe(0);
    expect(await stateOf(id)).toHaveProperty('amendment');
    expect(await sweptAt(half.clock.dueAt)).toBe(1);
    expect(await stateOf(id)).toMatchObject({ status: 'in-effect', terms: { version: 1 } });
    expect(await stateOf(id)).not.toHaveProperty('amendment');
    expect(await readGate(service.store, { aggregate: 'agreement', id })).toEqual(before);
  });
});

describe('GET /deadlines', () => {
  test('a provincial filing (LOCAL-5) is overdue from its exact end on, for grantor and authority, until it is recorded', async () => {
    const id = await running();
    const filing = async (who: typeof signer) =>
      (await clocksOf(who, id)).filter(({ rule }) => rule === 'LOCAL-5').map(({ stream: _, ...shown }) => shown);
    const [{ dueAt } = { dueAt: service.clock.domain() }] = await filing(clerk);
    expect(dueAt > service.clock.domain()).toBe(true);
    service.moveTo(shift(dueAt, -1));
    expect(await filing(clerk)).toMatchObject([{ overdue: false, daysLeft: 0, dueAt }]);
    service.moveTo(dueAt);
    for (const who of [clerk, signer]) expect(await filing(who)).toMatchObject([{ overdue: true, daysOver: 1 }]);
    expect(await clocksOf(bob, id)).toEqual([]);
    // It holds nothing up: the channel is refused by nothing but its own days.
    expect((await stateOf(id)).status).toBe('in-effect');
    await done(clerk.post(`/agreements/${id}/filing`, { number: '川备〔2027〕9号' }));
    expect(await filing(clerk)).toEqual([]);
  });
});

describe('a qualification that nobody reviewed (LOCAL-8)', () => {
  test('carries until 24:00 of its last day; then the schedule ends it, and nothing new rests on it', async () => {
    const { qualification } = ground;
    const of = async () => (await done(signer.get(`/qualifications/${qualification}`))).body.qualification;
    const over = endOfDay((await of()).validUntil);
    expect(await clocksOf(ann, qualification)).toMatchObject([{ rule: 'LOCAL-8', dueAt: over }]);
    service.moveTo(shift(over, -1));
    const last = await proposed();
    expect(await sweptAt(shift(over, -1))).toBe(0);
    expect((await of()).status).toBe('decided');
    service.moveTo(over);
    const late = await draftedAgreement(service, ground);
    expect(cited(await signer.post(`/agreements/${late}/propose`))).toContainEqual(['DZ-30', '/qualification']);
    expect(await sweptAt(over)).toBe(1);
    expect(await of()).toMatchObject({ status: 'ended', endedAt: over });
    expect(await clocksOf(ann, qualification)).toEqual([]);
    expect((await done(ann.get(`/agreements/${last}`))).body.agreement.status).toBe('proposed');
  });
});
