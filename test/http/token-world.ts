import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK } from 'jose';
import { routes } from '../../functions/identity/routes.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import type { Gate } from '../../shared/domain/gate.ts';
import { givenJwk, putKey } from '../../shared/store/machine-keys.ts';
import { transact } from '../../shared/store/transact.ts';
import { freshTable } from '../dynamodb.ts';
import { open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';

/** A program of an organization, with the key that it registered. */
export interface Machine {
  readonly organization: string;
  readonly thumbprint: string;
  readonly privateKey: KeyObject;
  readonly alg: 'EdDSA' | 'ES256';
}

export const pairOf = (alg: Machine['alg']) =>
  alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Two companies, each with a channel and a machine, in a table of this file's own. */
export async function tokenWorld() {
  const { client, table } = await freshTable();
  const service = identityService(client, table);
  const { store } = service;
  const { anyone, as } = open(routes, service);

  const machine = async (organization: string, alg: Machine['alg'] = 'EdDSA', channel?: string): Promise<Machine> => {
    const { publicKey, privateKey } = pairOf(alg);
    const jwk = givenJwk.parse(await exportJWK(publicKey));
    const put = await putKey(store, { organization, jwk, by: 'ann', channel });
    if (isRefusal(put)) throw new Error(JSON.stringify(put));
    return { organization, thumbprint: put.thumbprint, privateKey, alg };
  };

  const channelOf = async (organization: string, id: string, more: Partial<Gate> = {}): Promise<void> => {
    const links = { organization, dataset: 'd1', basis: { kind: 'agreement' as const, id: 'a1' } };
    await transact(store, async (unit) => {
      unit.gate({ aggregate: 'channel', id }, { do: 'open', value: { holds: {}, links, ...more } });
      return { status: 200, body: '', headers: {} };
    });
  };

  await settleCity(service, ['alpha', 'beta']);
  await channelOf('alpha', 'c-alpha');
  await channelOf('beta', 'c-beta');
  const [alpha, beta] = [await machine('alpha'), await machine('beta')];
  return { service, store, anyone, as, machine, channelOf, alpha, beta };
}
