import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import { routes as registryRoutes } from '../../functions/registry/routes.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { registration } from '../../shared/domain/registration.ts';
import type { About } from '../../shared/ledger/certificate.ts';
import { type VerifiedCertificate, verifyCertificate } from '../../shared/ledger/certified.ts';
import { noQuorum, type Policy } from '../../shared/ledger/policy.ts';
import { shownEvents } from '../../shared/shown.ts';
import { encode } from '../../shared/store/marshal.ts';
import { decideAt, enforcing, executeAt, laterAt, noticeAt, reportAt, stop } from '../domain/enforcing.ts';
import { actor, given } from '../domain/given.ts';
import { acceptAt, applyAt, codeAt, noticeAt as publishAt, registering, reviewAt } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { type RunningLog, runningLog } from '../fault/running-log.ts';
import { check, sha256 } from '../ledger/crypto.ts';
import { type Client, open, settleCity, type TestService, testService } from './harness.ts';
import { agreementOfAlpha, recorded } from './recorded.ts';

const { client } = await freshTable();
const routes = [...registryRoutes, ...agreementRoutes, ...enforcementRoutes];
const people: Record<string, Client> = {};
let log: RunningLog;
let service: TestService;
let policy: Policy;
let anyone: Client;

const paths = {
  registration: '/registrations/weather/proof',
  agreement: '/agreements/agreement-1/proof',
  measure: '/cases/c1/measures/stop-1/proof',
} as const;

beforeAll(async () => {
  log = await runningLog(client);
  service = testService(client, log.table);
  policy = { logs: [log.signer.key], witnesses: [], quorum: noQuorum };
  await settleCity(service, ['authority', 'registry', 'alpha', 'beta', 'grantor', 'audit']);
  await recorded(service, registration, 'weather', registered());
  await agreementOfAlpha(service, 'agreement-1', '2028-06-30');
  await recorded(service, violation, 'c1', enforced());
  const opened = open(routes, service);
  anyone = opened.anyone;
  for (const person of ['ann', 'bob', 'registrar', 'signer', 'clerk', 'auditor', 'ann-admin']) {
    people[person] = await opened.as(person);
  }
}, 120_000);

const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};

/** From the application to the code, with an objection in between. */
function registered() {
  const applicant = actor('ann', 'alpha', 'operator');
  const reviewer = actor('registrar', 'registry', 'registration-agency');
  const registrants = [{ organization: 'alpha', legalPerson: true }];
  return given(registration).and(
    registering.apply(applyAt, { actor: applicant, registrants, agency: 'registry' }),
    registering.accept(acceptAt, { actor: reviewer }),
    registering.review(reviewAt, { actor: reviewer }),
    registering['publish-notice'](publishAt, { actor: reviewer }),
    registering.object(publishAt),
    registering['dismiss-objection'](publishAt, { actor: reviewer }),
    registering['assign-code'](codeAt, { actor: reviewer }),
  ).events;
}

/** A decision of two measures, of which one was carried out. */
function enforced() {
  const supervisor = actor('clerk', 'authority', 'data-authority');
  const other = { ...stop, measure: 'stop-2', target: { kind: 'channel', id: 'channel-2' } as const };
  const measures = [stop, other];
  return given(violation).and(
    enforcing.report(reportAt, { actor: supervisor, subject: 'alpha' }),
    enforcing.accept(reportAt, { actor: supervisor }),
    enforcing.notify(noticeAt, { actor: supervisor }),
    enforcing['record-delivery'](noticeAt, { actor: supervisor }),
    enforcing.decide(decideAt, { actor: actor('deputy', 'authority', 'data-authority'), measures }),
    enforcing['record-delivery'](decideAt, { actor: supervisor }),
    enforcing['commit-measure'](executeAt, { actor: supervisor, measure: 'stop-2' }),
    enforcing['commit-measure'](executeAt, { actor: supervisor, measure: 'stop-1' }),
    enforcing['confirm-measure'](laterAt, { measure: 'stop-1' }),
  ).events;
}

describe('before the log has published it', () => {
  it.each([
    ['registrar', paths.registration],
    ['signer', paths.agreement],
    ['clerk', paths.measure],
  ])('%s, %s: 409, try again, under DZ-49', async (person, path) => {
    const answer = await by(person).get(path, { 'accept-language': 'en' });
    expect([answer.status, answer.problem.article]).toEqual([409, 'DZ-49']);
    expect(answer.problem.detail).toContain('try again');
  });
});

describe('published', () => {
  beforeAll(async () => {
    await sequence(log.another());
  }, 120_000);

  const proven = async (person: string, kind: keyof typeof paths): Promise<VerifiedCertificate & { text: string }> => {
    const answer = await by(person).get(paths[kind]);
    expect(answer.status, answer.text).toBe(200);
    const verdict = await verifyCertificate(answer.text, policy, check, sha256);
    if (!verdict.ok) throw new Error(verdict.code);
    return { ...verdict, text: answer.text };
  };
  const told = ({ events }: VerifiedCertificate) =>
    events.map(({ version, type, fields }) => [version, type, Object.fromEntries(fields)]);

  it('a registration: the public fields and the number, to registrant and agency; the objection stays out', async () => {
    for (const person of ['ann', 'registrar']) {
      const file = await proven(person, 'registration');
      expect(file.about).toEqual({ kind: 'registration', stream: 'registration#weather' } satisfies About);
      expect(file.events.map(({ version, type, follows }) => [version, type, follows])).toEqual([
        [1, 'applied', false],
        [2, 'accepted', true],
        [3, 'reviewed', true],
        [4, 'notice-published', true],
        [7, 'coded', false],
      ]);
      expect(told(file)[0]?.[2]).toMatchObject({
        '/data/registrants': ['alpha'],
        '/data/title': '上市公司信息查询',
        '/data/agency': 'registry',
      });
      expect(told(file)[4]?.[2]).toMatchObject({ '/data/number': expect.any(String), '/data/codedOn': '2026-06-01' });
      for (const hidden of ['objected', 'citizen', '"ann"', 'registrar', 'commitment"', 'agreement-1']) {
        expect(file.text).not.toContain(hidden);
      }
    }
  });

  it('an agreement: who, which text, who signed it, until when; to both sides and those who watch', async () => {
    for (const person of ['ann', 'signer', 'clerk']) {
      const file = await proven(person, 'agreement');
      expect(file.events.map(({ type }) => type)).toEqual([
        'drafted',
        'proposed',
        'signed',
        'signed',
        'took-effect',
        'filed',
      ]);
      expect(file.events.slice(1).every(({ follows }) => follows)).toBe(true);
      const [drafted, proposal, first, second] = told(file).map(([, , fields]) => fields as Record<string, unknown>);
      expect(drafted).toMatchObject({ '/data/grantor': 'grantor', '/data/operator': 'alpha' });
      expect(proposal?.['/data/terms/term/until']).toBe('2028-06-30');
      const textHash = proposal?.['/data/terms/textHash'];
      expect([first, second]).toMatchObject([
        { '/data/signature/side': 'grantor', '/data/signature/textHash': textHash },
        { '/data/signature/side': 'operator', '/data/signature/textHash': textHash },
      ]);
      expect(file.text).not.toMatch(/"ann"|"signer"|clauses|declarations/);
      // The signature itself, so that anyone can verify it without us.
      expect(first?.['/data/signature/jws']).toMatch(/^[\w-]+\.\.[\w-]+$/);
    }
  });

  it('a measure: ordered, committed, confirmed; nothing of the facts, nor of the other measure’s course', async () => {
    for (const person of ['ann', 'clerk', 'auditor']) {
      const file = await proven(person, 'measure');
      expect(file.about).toEqual({ kind: 'measure', stream: 'case#c1', measure: 'stop-1' } satisfies About);
      expect(file.events.map(({ type }) => type)).toEqual([
        'reported',
        'decided',
        'measure-committed',
        'measure-confirmed',
      ]);
      expect(told(file).at(-1)?.[2]).toMatchObject({
        '/data/measure': 'stop-1',
        '/data/refusingSince': expect.any(String),
      });
      expect(file.text).not.toMatch(/"clerk"|"deputy"|application\/pdf/);
    }
  });

  it('is a file to keep, and never to be cached', async () => {
    const { headers } = await by('ann').get(paths.measure);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="measure-stop-1.shuqi-certificate.json"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(Object.values(paths))(
    '%s: 401 to nobody, and to others the same 404 as for what is not there',
    async (path) => {
      expect((await anyone.get(path)).status).toBe(401);
      const foreign = await by('bob').get(path);
      const missing = await by('bob').get(path.replace(/weather|agreement-1|c1/, 'nothing'));
      expect([foreign.status, foreign.problem]).toEqual([404, missing.problem]);
    },
  );

  it('a measure that the case does not have: 404', async () => {
    expect((await by('clerk').get('/cases/c1/measures/stop-9/proof')).status).toBe(404);
  });

  it('something more happened: 409 until that is published too, never a proof of the past alone', async () => {
    const supervisor = actor('clerk', 'authority', 'data-authority');
    await recorded(
      service,
      violation,
      'c1',
      [{ type: 'reinstated', at: laterAt, by: 'deputy', measures: ['stop-1'] }],
      supervisor,
    );
    expect((await by('ann').get(paths.measure)).status).toBe(409);
    await sequence(log.another());
    expect((await proven('ann', 'measure')).events.at(-1)?.type).toBe('reinstated');
  });

  it('an event that was edited in the table is certified to nobody', async () => {
    const key = encode({ pk: 'registration#weather', sk: 'event#000000007' });
    await client.send(
      new UpdateItemCommand({
        TableName: log.table,
        Key: key,
        UpdateExpression: 'SET #data.#number = :other',
        ExpressionAttributeNames: { '#data': 'data', '#number': 'number' },
        ExpressionAttributeValues: encode({ ':other': '511700-2026-999999' }),
      }),
    );
    const answer = await by('ann').get(paths.registration);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('999999');
  });
});

describe('what is shown', () => {
  const machines = { registration, agreement, measure: violation };
  it.each(Object.keys(machines) as (keyof typeof machines)[])('of a %s: no person, no document', (kind) => {
    const fields = Object.values(shownEvents[kind]).flatMap((one) => one?.fields ?? []);
    expect(fields.length).toBeGreaterThan(5);
    for (const path of fields) expect(path).not.toMatch(/person|organization|document|\/by$|commitment|file|evidence/);
  });
});
