import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/agreement/routes.ts';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { addDays, endOfDay, type Instant, localDate } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { enforcing } from '../domain/enforcing.ts';
import { entry } from '../domain/examples.ts';
import { actor, given, after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  type Ground,
  paper,
  prepared,
  signed,
  signingKeyOf,
} from './agreement-world.ts';
import { type Answered, open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
await settleCity(service, agreementSeats);
const { as } = open(routes, service);
const [signer, ann, bob] = [await as('signer'), await as('ann'), await as('bob')];

let ground: Ground;
let id: string;
let over: Instant;
/** A dataset with personal data, agreed on for a month; a case about each of two operators. */
beforeAll(async () => {
  const items = [...entry.items, { name: '值班员', type: 'string' as const, personal: true, sensitive: false }];
  const opening = { attribute: 'none', grounds: '含个人信息' } as const;
  ground = await prepared(service, { entry: { ...entry, items, opening } });
  const { dataset } = ground;
  const from = localDate(service.clock.domain());
  const term = { from, until: addDays(from, 30) };
  const body = {
    ...agreementBody(service, ground, { term }),
    exceptions: [{ article: 'LOCAL-1', basis: paper('市级决定') }],
    declarations: [{ dataset, personalBasis: paper('依据'), personalAssessment: paper('评估') }],
  };
  id = (await done(signer.post('/agreements', body))).body.id;
  await done(signer.post(`/agreements/${id}/propose`));
  await done(signed(ann, id, 'operator', await signingKeyOf(service, 'ann')));
  await done(signed(signer, id, 'grantor', await signingKeyOf(service, 'signer')));
  await done(signer.post(`/agreements/${id}/effect`));
  over = endOfDay(term.until);
  await casesOf('alpha', 'suit-alpha');
  await casesOf('beta', 'suit-beta');
});

const stateOf = async () => (await done(ann.get(`/agreements/${id}`))).body.agreement;
const cited = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
const disposal = () => ({
  dataset: ground.dataset,
  how: 'returned',
  on: localDate(service.clock.domain()),
  certificate: paper('数据返还证明'),
});
const settlement = (more: object = {}) => ({
  certificate: paper('结清证明'),
  compensation: { owed: 'by-operator', document: paper('赔偿协议：人民币十万元'), ...more },
});
const settling = (more?: object) => signer.post(`/agreements/${id}/settlement`, settlement(more));

test('a proposal to terminate names a case about a side of it, or none (POLICY-2)', async () => {
  const at = `/agreements/${id}/termination`;
  const grounds = paper('严重违约');
  for (const wrong of ['nowhere', 'suit-beta']) {
    const answer = await signer.post(at, { grounds, case: wrong });
    expect([answer.status, ...cited(answer)]).toEqual([422, ['POLICY-2', '/case']]);
  }
  const proposed = await done(signer.post(at, { grounds, case: 'suit-alpha' }));
  expect(proposed.body.agreement.termination.case).toBe('suit-alpha');
  await done(signer.post(`${at}/decline`, { reason: paper('已整改') }));
});

describe('after the last day', () => {
  test('the schedule ends it, its gate refuses by itself; the time to give everything back runs (POLICY-13)', async () => {
    service.moveTo(shift(over, -1));
    await sweepDeadlines(service);
    expect((await stateOf()).status).toBe('in-effect');
    service.moveTo(over);
    await sweepDeadlines(service);
    const { status, endedAt, disposalClock } = await stateOf();
    expect([status, endedAt]).toEqual(['expired', service.clock.domain()]);
    expect(disposalClock.dueAt > endedAt).toBe(true);
    expect((await readGate(service.store, { aggregate: 'agreement', id }))?.until).toBe(endedAt);
  });

  test('422 PIPL-21 to settle while personal data is left with the operator; 403 CC-567 by the operator', async () => {
    expect(cited(await settling())).toEqual([['PIPL-21', `/disposals/${ground.dataset}`]]);
    const own = await ann.post(`/agreements/${id}/settlement`, settlement());
    expect([own.status, own.problem.article]).toEqual([403, 'CC-567']);
  });

  test('a certificate names a dataset of the agreement, a day that has come and how; another operator finds nothing', async () => {
    const at = `/agreements/${id}/disposals`;
    const tomorrow = addDays(localDate(service.clock.domain()), 1);
    expect(cited(await ann.post(at, { ...disposal(), dataset: 'elsewhere' }))).toEqual([['CC-567', '/dataset']]);
    expect(cited(await ann.post(at, { ...disposal(), on: tomorrow }))).toEqual([['CC-567', '/on']]);
    expect((await ann.post(at, { ...disposal(), how: 'kept' })).status).toBe(422);
    expect((await ann.post(at, { ...disposal(), certificate: undefined })).status).toBe(422);
    expect((await bob.post(at, disposal())).status).toBe(404);
    expect((await stateOf()).disposals).toEqual({});
  });

  test('returned with its certificate, which the grantor reads; then nothing runs any more', async () => {
    const { body } = await done(ann.post(`/agreements/${id}/disposals`, disposal()));
    const told = body.agreement.disposals[ground.dataset];
    expect(told).toMatchObject({ how: 'returned', by: 'ann' });
    const { document } = told.certificate;
    expect((await signer.get(`/agreements/${id}/documents/${document}`)).text).toBe('数据返还证明');
    expect(agreement.clocks(body.agreement)).toEqual([]);
    expect((await bob.get(`/agreements/${id}/documents/${document}`)).status).toBe(404);
  });
});

describe('compensation', () => {
  test('a suit about it is named by its case: one that is not there, or not about this operator, settles nothing', async () => {
    for (const wrong of ['nowhere', 'suit-beta']) {
      const answer = await settling({ case: wrong });
      expect([answer.status, ...cited(answer)]).toEqual([422, ['CC-567', '/compensation/case']]);
    }
    expect((await stateOf()).status).toBe('expired');
  });

  test('who owes it and which case stand in the open, the amount in its document', async () => {
    const { body, text } = await done(settling({ case: 'suit-alpha' }));
    expect(body.agreement).toMatchObject({
      status: 'settled',
      settledAt: service.clock.domain(),
      compensation: { owed: 'by-operator', case: 'suit-alpha' },
    });
    expect(text).not.toContain('十万');
    const { document } = body.agreement.compensation.document;
    expect((await ann.get(`/agreements/${id}/documents/${document}`)).text).toContain('十万');
    expect((await settling()).status).toBe(409);
  });
});

/** A case about this organization, as the authority opened it. */
async function casesOf(subject: string, name: string): Promise<void> {
  const clerk = actor('clerk', 'authority', 'data-authority');
  const at = service.clock.domain();
  const opened = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject });
  await recorded(service, violation, name, given(violation).and(opened).events, clerk);
}
