import { routes } from '../../functions/agreement/routes.ts';
import { readGate } from '../../shared/store/gates.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementSeats, done, draftedAgreement, prepared, signed, signingKeyOf } from './agreement-world.ts';
import { type Answered, open, settleCity, testService } from './harness.ts';

export const cited = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
export const refused = (answer: Answered) => [answer.status, answer.problem.article];

/** The two sides and everybody else at one table of this file's own, with all that an agreement rests on. */
export async function agreementCity() {
  const { client, table } = await freshTable();
  const service = testService(client, table);
  await settleCity(service, [...agreementSeats, 'audit']);
  const { anyone, as } = open(routes, service);
  const [signer, second, clerk] = [await as('signer'), await as('second-signer'), await as('clerk')];
  const [ann, bob, auditor] = [await as('ann'), await as('bob'), await as('auditor')];
  const ground = await prepared(service);
  const keys = {
    grantor: await signingKeyOf(service, 'signer'),
    operator: await signingKeyOf(service, 'ann', 'ES256'),
  };

  const proposed = async (): Promise<string> => {
    const id = await draftedAgreement(service, ground);
    await done(signer.post(`/agreements/${id}/propose`));
    return id;
  };

  const inEffect = async (): Promise<string> => {
    const id = await proposed();
    await done(signed(signer, id, 'grantor', keys.grantor));
    await done(signed(ann, id, 'operator', keys.operator));
    await done(signer.post(`/agreements/${id}/effect`));
    return id;
  };

  return {
    ...{ service, anyone, signer, second, clerk, ann, bob, auditor, ground, keys, proposed, inEffect },
    gateOf: (id: string) => readGate(service.store, { aggregate: 'agreement', id }),
    stateOf: async (id: string) => (await done(signer.get(`/agreements/${id}`))).body.agreement,
  };
}
