import { beforeAll, describe, expect, test } from 'vitest';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { organizationRoutes } from '../../functions/identity/organization-routes.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { addDays, endOfDay, localDate } from '../../shared/law/time.ts';
import { after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import {
  agreementBody,
  agreementSeats,
  done,
  draftedAgreement,
  type Ground,
  paper,
  prepared,
  signedAgreement,
} from './agreement-world.ts';
import { type Answered, type Client, open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';

const { client, table } = await freshTable();
const service = identityService(client, table);
await settleCity(service, agreementSeats);
const { as } = open([...agreementRoutes, ...organizationRoutes], service);
const [signer, second, ann, bob, mayor] = [
  await as('signer'),
  await as('second-signer'),
  await as('ann'),
  await as('bob'),
  await as('mayor'),
];

let ground: Ground;
beforeAll(async () => {
  ground = await prepared(service);
});

const cited = ({ status, problem }: Answered) => [
  status,
  ...problem.grounds.map(({ article, pointer }) => [article, pointer]),
];

describe('interests (POLICY-11)', () => {
  const evidence = Object.fromEntries(Object.keys(securityConditions).map((one) => [one, paper('证明')]));
  const applied = async () =>
    `/qualifications/${(await done(bob.post('/qualifications', { plan: ground.plan, evidence }))).body.id}`;
  const declaring = (who: Client, at: string, interest: string) =>
    who.post(`${at}/interests`, { interest, document: paper('利益冲突申报') });
  const qualifying = (who: Client, at: string) => who.post(`${at}/qualify`, { validUntil: '2027-01-01' });
  const selecting = (who: Client, at: string) =>
    who.post(`${at}/selection`, { way: 'negotiation', record: paper('谈判记录') });
  const deciding = (who: Client, at: string) => who.post(`${at}/decision`, { minutes: paper('纪要') });
  const barred = [422, ['POLICY-11', undefined]];

  test('who declared none, or a conflict of their own, takes no part in any of the three steps; a colleague does', async () => {
    const at = await applied();
    expect(cited(await qualifying(signer, at))).toEqual(barred);
    await done(declaring(signer, at, 'own'));
    await done(declaring(second, at, 'none'));
    for (const step of [qualifying, selecting, deciding]) {
      expect(cited(await step(signer, at))).toEqual(barred);
      await done(step(second, at));
    }
    expect((await done(signer.get(at))).body.qualification.status).toBe('decided');
  });

  test('a conflict once declared is not taken back; the operator declares none for the grantor', async () => {
    const at = await applied();
    await done(declaring(signer, at, 'own'));
    expect(cited(await declaring(signer, at, 'none'))).toEqual([422, ['POLICY-11', '/interest']]);
    const foreign = await declaring(bob, at, 'none');
    expect([foreign.status, foreign.problem.article]).toEqual([403, 'POLICY-11']);
    expect((await declaring(signer, at, 'some')).status).toBe(422);
  });

  test('one of the whole body bars everybody in it, also after the operator was selected', async () => {
    const at = await applied();
    await done(declaring(second, at, 'none'));
    await done(qualifying(second, at));
    await done(selecting(second, at));
    await done(declaring(signer, at, 'organization'));
    expect(cited(await deciding(second, at))).toEqual([422, ['POLICY-11', '/operator']]);
  });
});

describe('the mandate of the implementing body (OPS-3)', () => {
  const last = addDays(localDate(service.clock.domain()), 30);
  const over = endOfDay(last);
  const mandating = (until?: string) =>
    mayor.post('/organizations/grantor/mandate', {
      ...{ mandate: '市政府授权文件', by: 'government', number: '测府函〔2026〕3号', from: '2026-01-01' },
      ...(until && { until }),
    });
  const unmandated = [422, ['OPS-3', '/grantor']];

  test('carries until 24:00 of its last day; then nothing is decided, proposed or put into effect until it is renewed', async () => {
    await done(mandating(last));
    const { contents } = (await done(signer.get(`/plans/${ground.plan}`))).body;
    const planned = async () => (await done(signer.post('/plans', { title: '方案', contents }))).body.id;
    const plans = [await planned(), await planned()];
    const agreements = [await draftedAgreement(service, ground), await draftedAgreement(service, ground)];
    const both = [await signedAgreement(service, ground), await signedAgreement(service, ground)];
    const steps = (at: number) => [
      () => signer.post(`/plans/${plans[at]}/decision`, { minutes: paper('纪要') }),
      () => signer.post(`/agreements/${agreements[at]}/propose`),
      () => signer.post(`/agreements/${both[at]}/effect`),
    ];
    service.moveTo(shift(over, -1));
    for (const step of steps(0)) await done(step());
    service.moveTo(over);
    for (const step of steps(1)) expect(cited(await step())).toEqual(unmandated);

    const { scope, ...rest } = agreementBody(service, ground);
    const { term } = (await done(signer.get(`/agreements/${both[0]}`))).body.agreement.terms;
    const amendment = { scope, contents: { ...rest.contents, term } };
    expect(cited(await ann.post(`/agreements/${both[0]}/amendments`, amendment))).toEqual(unmandated);

    await done(mandating());
    for (const step of steps(1)) await done(step());
  });
});
