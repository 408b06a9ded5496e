import { routes } from '../../functions/identity/routes.ts';
import { readGate } from '../../shared/store/gates.ts';
import { freshTable } from '../dynamodb.ts';
import { type Answered, open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';

/** A fresh valid credit code: weights are powers of three modulo 31 (GB 32100-2015). */
let count = 0;
export function newCode(): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91511700MA9${String(++count).padStart(6, '0')}`;
  let weight = 1;
  let sum = 0;
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return body + alphabet[(31 - (sum % 31)) % 31];
}

/** The body of `POST /organizations`: a company that nobody registered yet. */
export const company = () => ({
  kind: 'company',
  title: '丙数据有限公司',
  creditCode: newCode(),
  jurisdiction: '511700',
  mainland: true,
});

export const etag = (version: number) => ({ 'if-match': `"${version}"` });
export const article = ({ problem }: Answered) => problem.grounds.map((ground) => ground.article);

/** The city of who registers, who verifies and who keeps members, in a table of this file's own. */
export async function identityWorld() {
  const { client, table } = await freshTable();
  const service = identityService(client, table);
  const { anyone, as } = open(routes, service);
  await settleCity(service, ['government', 'authority', 'agency', 'source', 'alpha', 'beta', 'audit']);
  const [engineer, clerk] = [await as('engineer'), await as('clerk')];
  const [admin, ann] = [await as('ann-admin'), await as('ann')];
  const registered = async (more: object = {}) =>
    (await engineer.post('/organizations', { ...company(), ...more })).body;
  const verified = async (more: object = {}) => {
    const { id } = await registered(more);
    return (await clerk.post(`/organizations/${id}/verify`, { evidence: '营业执照已核对' })).body;
  };
  const gateOf = (id: string) => readGate(service.store, { aggregate: 'organization', id });
  return { store: service.store, anyone, as, engineer, clerk, admin, ann, registered, verified, gateOf };
}
