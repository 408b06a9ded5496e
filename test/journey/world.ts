import { generateKeyPairSync } from 'node:crypto';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { assertionOf, newKey } from '../../infra/local/demo/keys.ts';
import { functionsOf, platform } from '../../infra/local/functions.ts';
import { heldKey } from '../../shared/http/token-signer.ts';
import { verifyCertificate } from '../../shared/ledger/certified.ts';
import { noQuorum } from '../../shared/ledger/policy.ts';
import { particulars } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { runningLog } from '../fault/running-log.ts';
import { done, type InEffect, paper } from '../http/agreement-world.ts';
import { type SeatId, seatOf } from '../http/city.ts';
import {
  type Answered,
  type Client,
  clientOf,
  MASTER,
  memberOf,
  ORIGIN,
  settleCity,
  testService,
} from '../http/harness.ts';
import { csvOf, memoryUpstream } from '../http/supply.ts';
import { check, sha256 } from '../ledger/crypto.ts';

/** The whole platform over one table: every request goes through the function whose route it is, as behind the API. */
export async function openPlatform(seats: readonly SeatId[]) {
  const { client } = await freshTable();
  // With a log over it, so that a journey ends with a proof to take away.
  const log = await runningLog(client);
  const { table } = log;
  const service = testService(client, table);
  const failures: string[] = [];
  const key = () => heldKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const functions = functionsOf({
    service,
    keys: { token: key(), receipt: key() },
    notification: { ...service, webhookSecret: new Uint8Array(32), loopback: true },
    master: MASTER,
    issuer: { issuer: `${ORIGIN}/oidc`, clientId: 'shuqi', clientSecret: 'unused' },
    upstream: memoryUpstream(csvOf(3)),
    skew: () => 0,
    report: (what, error) => failures.push(`${what}: ${error}`),
  });
  const app = platform(Object.values(functions));
  await settleCity(service, seats);
  return {
    service,
    /** What the platform itself could not do; a journey ends without any. */
    failures,
    /** Checks a certificate as whoever holds it does: with the log's key alone. */
    verified: async (certificate: string) => {
      const policy = { logs: [log.signer.key], witnesses: [], quorum: noQuorum };
      return verifyCertificate(certificate, policy, check, sha256);
    },
    /** Publishes what waits for the log. */
    publish: () => sequence(log.another()),
    anyone: clientOf(app, {}),
    as: (person: string): Promise<Client> => memberOf({ app }, service, person, seatOf(person)),
    /** Bearer of an access token. */
    bearing: (token: string): Client => clientOf(app, { authorization: `Bearer ${token}` }),
  };
}
export type Platform = Awaited<ReturnType<typeof openPlatform>>;

/** An entry over the source of these tests, whose rows a person can be named in. */
export const companies = (subjectKey?: string) => ({
  ...{ formats: ['csv'], sharing: { attribute: 'unconditional' }, opening: { attribute: 'unconditional' } },
  ...{ name: '企业登记信息', type: 'table', conditions: '无', frequency: 'daily', level: 'general' },
  ...{ contact: '信息中心', contactDetails: '0818-2100000', kind: 'government', legalBasis: '市场主体登记管理条例' },
  necessity: '履行登记职责所需',
  items: ['企业名称', '统一社会信用代码', '法定代表人'].map((name) => ({
    ...{ name, type: 'string', personal: false, sensitive: false },
  })),
  highValue: false,
  ...(subjectKey !== undefined && { subjectKey }),
});

/** Status and article: what a person is told when something may not be. */
export const refused = ({ status, problem }: Answered) => [status, problem.article];
/** Where the reasons of a refusal lie, all of them. */
export const places = ({ problem }: Answered) => (problem.grounds ?? []).map(({ pointer }) => pointer);

/** Headings of what lies in the inbox, newest first. */
export async function inbox(one: Client): Promise<string[]> {
  const { body } = await done(one.get('/inbox?limit=100', { accept: 'application/json' }));
  return body.items.map(({ heading }: { heading: { zh: string } }) => heading.zh);
}

/** Rules of the clocks that somebody must keep, as their list of deadlines shows them. */
export async function deadlines(one: Client): Promise<string[]> {
  const { body } = await done(one.get('/deadlines?limit=200'));
  return body.items.map(({ rule }: { rule: string }) => rule);
}

/** A channel on an agreement, opened, and how its machine fetches a page: status and rows, or the article that refuses. */
export async function openChannel(
  { as, anyone, bearing, service }: Platform,
  { dataset, agreement, fields }: InEffect,
) {
  const [ann, engineer] = [await as('ann'), await as('engineer')];
  const asked = { dataset, basis: { kind: 'agreement', id: agreement }, fields, purpose: '数据服务' };
  const channel: string = (await done(ann.post('/channels', asked))).body.id;
  const key = await newKey();
  await done(ann.put(`/channels/${channel}/keys`, { keys: [key.jwk] }));
  const from = service.clock.domain();
  await done(engineer.post(`/channels/${channel}/open`, { from, until: '2028-11-22T16:00:00.000Z' }));
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertionOf(key, 'alpha', `${ORIGIN}/token`),
    scope: `channel:${channel}`,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { access_token } = (await done(anyone.send('POST', '/token', { body, headers }))).body;
  const machine = bearing(access_token);
  const page = async () => {
    const answer = await machine.get(`/channels/${channel}/data?purpose=${encodeURIComponent(asked.purpose)}`);
    return answer.status === 200 ? answer.text.trimEnd().split('\r\n').length - 1 : refused(answer);
  };
  return { channel, page };
}

/** The parts of a registration's file. */
export const wholeFile = (at: string) => ({
  ...{ subject: paper('营业执照'), legality: paper('来源合法性说明'), resource: paper('数据资源情况') },
  ...{ product: paper('产品说明'), scenario: paper('应用场景'), risk: paper('安全风险评估') },
  internalReview: { reviewedAt: at, record: paper('内部审核记录') },
  particulars,
});

/** Passes the bound after which a measure can be confirmed, and confirms what waits. */
export function confirmed(service: Platform['service']) {
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    service.passDomain(ms);
  };
  return confirmMeasures(service, { monotonic: () => now, sleep });
}
