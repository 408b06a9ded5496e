import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/evidence/routes.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import type { AgreementCommand, AgreementEvent } from '../../shared/domain/agreement-schema.ts';
import { type ChannelCommand, type ChannelEvent, channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { type Instant, instant } from '../../shared/law/time.ts';
import { putExclusions } from '../../shared/store/exclusions.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { contents, draftAgreement, facts, proposeAgreement, signAs, takeEffect, written } from '../domain/examples.ts';
import { actor, given, hashOf } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { JURISDICTION } from './city.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { channelOfAlpha, publishedEntry, recorded } from './recorded.ts';

/*
 * One channel’s whole life, each step at a minute of its own: granted, held, held once more, released one by one,
 * restricted, the agreement amended, closed. Asked a millisecond before each step and at it.
 */
const START = Date.UTC(2026, 10, 23, 8);
const minute = (count: number): Instant => instant(START + count * 60_000);
const { client, table } = await freshTable();
const service = testService(client, table);
const people: Record<string, Client> = {};
const authority = actor('clerk', 'authority', 'data-authority');
const [grantor, operator] = [actor('signer', 'grantor', 'grantor'), actor('ann', 'alpha', 'operator')];

const holdOf = (measure: string, over: Partial<Hold> = {}): Hold => ({
  ...{ measure, case: `case-${measure}`, verb: 'suspend', article: 'DZ-43', liftedBy: ['data-authority'] },
  at: minute(0),
  ...over,
});

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'grantor', 'audit', 'source']);
  const scopeFor = (...fields: string[]) => putScope(service.store, scopeOf('weather', fields));
  const [whole, one, other] = [await scopeFor('站号', '气温'), await scopeFor('站号'), await scopeFor('气温')];
  service.moveTo(minute(1));
  await publishedEntry(service, 'weather', 'source');

  let agreed: readonly AgreementEvent[] = [];
  const agree = async (at: Instant, ...commands: AgreementCommand[]) => {
    service.moveTo(at);
    const { events } = given(agreement, agreed).and(...commands.map((command) => ({ ...command, at })));
    await recorded(service, agreement, 'agr', events.slice(agreed.length), authority);
    agreed = events;
  };
  const version = (scope: string, textHash: string) => ({ ...written, scope, textHash, contents });
  const party = { grantor: 'grantor', operator: 'alpha' };
  const at = minute(2);
  const drafted = { ...draftAgreement, ...party, ...version(whole, hashOf('a')), actor: grantor, at };
  const signed = (textHash: string) => [
    { ...signAs('grantor'), actor: grantor, textHash, at },
    { ...signAs('operator'), actor: operator, textHash, at },
  ];
  await agree(at, drafted, { ...proposeAgreement, actor: grantor }, ...signed(hashOf('a')), {
    ...takeEffect,
    actor: grantor,
  });

  let supplied: readonly ChannelEvent[] = [];
  const supply = async (at: Instant, ...commands: ChannelCommand[]) => {
    service.moveTo(at);
    const { events } = given(channel, supplied).and(...commands.map((command) => ({ ...command, at })));
    await recorded(service, channel, 'ch', events.slice(supplied.length), authority);
    supplied = events;
  };
  const links = { organization: 'alpha', dataset: 'weather', basis: { kind: 'agreement', id: 'agr' } as const };
  const asked = { ...links, grantor: 'grantor', jurisdiction: JURISDICTION, scope: whole };
  const agency = actor('engineer', 'agency', 'operating-agency');
  await supply(
    minute(3),
    { type: 'request', at, actor: operator, ...asked },
    { type: 'open', at, actor: agency, from: minute(5), until: minute(1_000_000) },
  );
  await supply(minute(10), { type: 'hold', at, actor: authority, hold: holdOf('m1') });
  await agree(minute(20), { type: 'hold', at, actor: authority, hold: holdOf('m2', { verb: 'close' }) });
  await supply(minute(30), { type: 'release', at, actor: authority, case: 'case-m1', measures: ['m1'] });
  await agree(minute(40), { type: 'release', at, actor: authority, case: 'case-m2', measures: ['m2'] });
  service.moveTo(minute(50));
  const narrow = holdOf('m3', { verb: 'restrict', scope: one });
  await recorded(service, dataset, 'weather', [{ type: 'held', at: minute(50), hold: narrow }], authority);
  await agree(
    minute(60),
    { type: 'propose-amendment', at, actor: grantor, facts, ...version(other, hashOf('c')) },
    ...signed(hashOf('c')),
  );
  service.moveTo(minute(70));
  const lifted = { at: minute(70), case: 'case-m3', measures: ['m3'] };
  await recorded(service, dataset, 'weather', [{ type: 'released', ...lifted }], authority);
  service.moveTo(minute(75));
  const list = await putExclusions(service.store, { field: '站号', subjects: ['0'.repeat(32), '1'.repeat(32)] });
  const exclusions = { list, field: '站号', count: 2 };
  const excluded = { type: 'excluded', at: minute(75), case: 'case-x', measure: 'x', exclusions } as const;
  await recorded(service, dataset, 'weather', [excluded], authority);
  await supply(minute(80), { type: 'close', at, actor: authority, reason: 'decision' });
  service.moveTo(minute(90));
  await channelOfAlpha(service, 'later', 'agr');
  const opened = open(routes, service);
  for (const person of ['ann', 'bob', 'signer', 'clerk', 'auditor', 'cataloguer']) {
    people[person] = await opened.as(person);
  }
}, 120_000);

const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};
const ask = (at: Instant | string, about = 'channel=ch', person = 'auditor') =>
  by(person).get(`/access?at=${encodeURIComponent(at)}&${about}`);

/** Every page, one channel at most on each. */
async function all(at: Instant, about: string, person: string) {
  const items: { readonly channel: string }[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { status, body } = await ask(
      at,
      `${about}&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      person,
    );
    expect([status, body.items.length]).toEqual([200, Math.min(body.items.length, 1)]);
    items.push(...body.items);
    cursor = body.cursor;
  }
  return items;
}

/** The fields that could be read, or what refused: gate and article, and by which measure. */
async function told(at: Instant): Promise<unknown> {
  const { body } = await ask(at);
  const [item] = body.items;
  if (!item) return 'nothing';
  type Reason = { gate: string; article: string; measure?: string };
  if (item.admitted) return item.scope.permit.datasets.weather;
  return item.reasons.map(({ gate, article, measure }: Reason) => [gate, article, measure].filter(Boolean).join(' '));
}

describe('GET /access', () => {
  const whole = ['气温', '站号'].sort();
  it.each<[string, number, unknown, unknown]>([
    ['requested and opened', 3, 'nothing', ['channel OPS-14']],
    ['its first moment', 5, ['channel OPS-14'], whole],
    ['a hold on the channel', 10, whole, ['channel DZ-43 m1']],
    ['a second one on the agreement', 20, ['channel DZ-43 m1'], ['channel DZ-43 m1', 'basis DZ-43 m2']],
    ['the first is lifted', 30, ['channel DZ-43 m1', 'basis DZ-43 m2'], ['basis DZ-43 m2']],
    ['the second is lifted', 40, ['basis DZ-43 m2'], whole],
    ['the dataset is restricted', 50, whole, ['站号']],
    ['the agreement is amended: nothing is left in common', 60, ['站号'], ['basis OPS-21']],
    ['the restriction is lifted: what the amendment leaves', 70, ['basis OPS-21'], ['气温']],
    ['the channel is closed', 80, ['气温'], ['channel DZ-43']],
  ])('%s: a millisecond before, and at the moment', async (_, count, before, at) => {
    expect(await told(instant(START + count * 60_000 - 1))).toEqual(before);
    expect(await told(minute(count))).toEqual(at);
  });

  it('200: by agreement, dataset and organization, to the parties and to the data authority', async () => {
    for (const about of ['channel=ch', 'agreement=agr', 'dataset=weather', 'organization=alpha']) {
      for (const person of ['ann', 'signer', 'clerk', 'auditor']) {
        const items = await all(minute(15), about, person);
        expect([about, person, items.length]).toEqual([about, person, 1]);
        expect(items[0]).toMatchObject({ channel: 'ch', organization: 'alpha', admitted: false });
      }
    }
    const { body } = await ask('2026-11-23T16:15:00+08:00');
    expect(body).toMatchObject({ at: minute(15), items: [{ versions: { 'channel#ch': 3, 'dataset#weather': 4 } }] });
    expect(body.items[0].reasons[0]).toMatchObject({ href: '/law/DZ-43', liftedBy: ['data-authority'] });
  });

  it('200: page by page over channels that are open, held and closed; no cursor of one’s own making', async () => {
    for (const about of ['agreement=agr', 'dataset=weather', 'organization=alpha']) {
      const items = await all(minute(95), about, 'auditor');
      expect(items.map((one) => one.channel).toSorted()).toEqual(['ch', 'later']);
    }
    for (const cursor of ['99~', '0~x', 'x']) {
      expect((await ask(minute(95), `organization=alpha&cursor=${cursor}`)).status).toBe(422);
    }
  });

  it('200: tells the list of subjects that were left out, from the moment of its measure on', async () => {
    const [before, after] = [await ask(instant(START + 75 * 60_000 - 1)), await ask(minute(75))];
    expect(before.body.items[0]).not.toHaveProperty('excluded');
    expect(after.body.items[0].excluded).toMatchObject({ field: '站号', subjects: 2 });
  });

  it('nothing of others; 403 to roles that have no part; 422 without zone, or for two things or none', async () => {
    expect((await ask(minute(15), 'channel=ch', 'bob')).body.items).toEqual([]);
    expect((await ask(minute(15), 'dataset=weather', 'bob')).body.items).toEqual([]);
    for (const about of ['channel=ch&agreement=agr', '', 'colour=red']) {
      expect((await ask(minute(15), about)).status).toBe(422);
    }
    expect((await ask('2026-11-23T16:15:00')).status).toBe(422);
  });
});
