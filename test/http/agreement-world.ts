import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { routes as catalogRoutes } from '../../functions/catalog/routes.ts';
import type { Term } from '../../shared/domain/agreement-contents.ts';
import type { Entry } from '../../shared/domain/dataset-entry.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { planContent } from '../../shared/domain/plan-contents.ts';
import { precondition } from '../../shared/domain/plan-preconditions.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import { addDays, addYears, localDate } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { type PublicJwk, publicJwk, thumbprintOf } from '../../shared/store/public-jwk.ts';
import { transact } from '../../shared/store/transact.ts';
import { contents as allContents, entry as exampleEntry } from '../domain/examples.ts';
import { seatOf } from './city.ts';
import { type Answered, type Client, open } from './harness.ts';

/** Organizations that must be settled before anything here: `settleCity(service, agreementSeats)`. */
export const agreementSeats = ['government', 'authority', 'grantor', 'agency', 'source', 'alpha', 'beta'] as const;

/** What a test may want otherwise. */
export interface Wish {
  readonly entry?: Entry;
  /** Who operates; `ann` of alpha unless told. */
  readonly operator?: 'ann' | 'bob';
  /** Fields of the scope; all fields of the entry unless told. */
  readonly fields?: readonly string[];
}

/** The streams behind an agreement, as the world made them. */
export interface Ground {
  readonly dataset: string;
  readonly plan: string;
  readonly qualification: string;
  readonly fields: readonly string[];
}

/** Everything of an agreement in effect. */
export interface InEffect extends Ground {
  readonly agreement: string;
  readonly operator: string;
  readonly grantor: string;
  readonly from: string;
  readonly until: string;
}

export const paper = (text: string) => ({ text });

/** The answer of a step that must succeed. @throws with the problem otherwise */
export async function done(answer: Promise<Answered>): Promise<Answered> {
  const got = await answer;
  if (got.status >= 300) throw new Error(`${got.status} ${got.text}`);
  return got;
}

/** The app that the world acts on: catalogue and agreement together. */
export const openWorld = (service: Service) => open([...catalogRoutes, ...agreementRoutes], service);

/** Publishes an entry through review: drafted by the source unit, approved by the authority, published by the agency. */
export async function publishedDataset(service: Service, wished: Entry = exampleEntry): Promise<string> {
  const { as } = openWorld(service);
  const [unit, clerk, engineer] = [await as('cataloguer'), await as('clerk'), await as('engineer')];
  const { id } = (await done(unit.post('/datasets', { entry: named(wished) }))).body;
  await done(unit.post(`/datasets/${id}/submit`));
  await done(clerk.post(`/datasets/${id}/approve`));
  await done(engineer.post(`/datasets/${id}/publish`));
  return id;
}

/** Published dataset, published plan, operator qualified, selected and decided upon. */
export async function prepared(service: Service, wish: Wish = {}): Promise<Ground> {
  const { as } = openWorld(service);
  const [grantor, mayor] = [await as('signer'), await as('mayor')];
  const operator = await as(wish.operator ?? 'ann');
  const dataset = await publishedDataset(service, wish.entry);
  const plan = await publishedPlan(grantor, mayor, [dataset]);
  const evidence = Object.fromEntries(Object.keys(securityConditions).map((one) => [one, paper(`证明 ${one}`)]));
  const qualification = (await done(operator.post('/qualifications', { plan, evidence }))).body.id;
  const at = `/qualifications/${qualification}`;
  const validUntil = addYears(localDate(service.clock.domain()), 2);
  await done(grantor.post(`${at}/interests`, { interest: 'none', document: paper('无利益冲突声明') }));
  await done(grantor.post(`${at}/qualify`, { validUntil }));
  await done(grantor.post(`${at}/selection`, { way: 'open-tender', record: paper('公开招标记录') }));
  await done(grantor.post(`${at}/decision`, { minutes: paper('集体决策纪要') }));
  const fields = wish.fields ?? (wish.entry ?? exampleEntry).items.map(({ name }) => name);
  return { dataset, plan, qualification, fields };
}

export async function publishedPlan(grantor: Client, mayor: Client, datasets: readonly string[]): Promise<string> {
  const contents = Object.fromEntries(planContent.options.map((content) => [content, '已写明']));
  const { id } = (await done(grantor.post('/plans', { title: '气象数据授权运营实施方案', datasets, contents }))).body;
  await done(grantor.post(`/plans/${id}/decision`, { minutes: paper('集体决策纪要') }));
  for (const one of precondition.options) {
    const check = { precondition: one, finding: 'safe', document: paper(`前提审查 ${one}`) };
    await done(grantor.post(`/plans/${id}/checks`, check));
  }
  await done(mayor.post(`/plans/${id}/approval`, { approval: paper('批复'), number: '测府函〔2026〕1号' }));
  await done(grantor.post(`/plans/${id}/publication`));
  return id;
}

/** The longest lawful term that begins today. */
export function fiveYears(service: Service): Term {
  const from = localDate(service.clock.domain());
  return { from, until: addDays(addYears(from, 5), -1) };
}

/** The body of `POST /agreements`: complete and lawful; `contents` replace the example's one by one. */
export function agreementBody(service: Service, ground: Ground, contents: object = {}) {
  const { dataset, qualification, fields } = ground;
  const own = { resources: { datasets: [dataset], catalogue: '见目录' }, term: fiveYears(service) };
  return {
    qualification,
    title: '气象数据授权运营协议',
    contents: { ...allContents, ...own, ...contents },
    scope: { v: 1, datasets: { [dataset]: fields } },
  };
}

/** A signing key of a person, registered with their organization as its administrator would. */
export interface SigningKey {
  readonly jwk: PublicJwk;
  readonly sign: (toSign: string) => string;
  readonly thumbprint: string;
}

export async function signingKeyOf(
  service: Service,
  person: string,
  alg: 'EdDSA' | 'ES256' = 'EdDSA',
): Promise<SigningKey> {
  const key = newSigningKey(service, alg);
  const actor = { person: 'engineer', organization: 'agency', roles: ['operating-agency'] } as const;
  const outcome = await transact(service.store, async (unit) => {
    const before = await unit.load(organization, seatOf(person));
    const member = 'members' in before.state ? before.state.members[person] : undefined;
    if (!member) throw new Error(`${person} is no member`);
    const keys = [...member.keys, key.thumbprint].slice(-4);
    const command = { type: 'change-member', at: service.clock.domain(), actor, person, ...member, keys } as const;
    const after = await unit.decide(organization, before, command);
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return key;
}

/** What naming a key needs of a service. */
interface Hashing {
  readonly store: Parameters<typeof thumbprintOf>[0];
}

/** A key that nobody registered. */
export function newSigningKey(service: Hashing, alg: 'EdDSA' | 'ES256' = 'EdDSA'): SigningKey {
  const { publicKey, privateKey } =
    alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicJwk.parse(publicKey.export({ format: 'jwk' }));
  return { jwk, thumbprint: thumbprintOf(service.store, jwk), sign: (text) => signature(privateKey, alg, text) };
}

const signature = (key: KeyObject, alg: 'EdDSA' | 'ES256', text: string): string =>
  sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** What a small client does: asks what to sign, signs it, and hands the signature in. */
export async function signed(
  client: Client,
  agreement: string,
  side: 'grantor' | 'operator',
  key: SigningKey,
  more: object = {},
): Promise<Answered> {
  const input = (await done(client.post(`/agreements/${agreement}/signing-input`, { jwk: key.jwk }))).body;
  return client.post(`/agreements/${agreement}/signatures`, {
    side,
    authority: { kind: 'legal-representative', document: paper('法定代表人身份证明') },
    electronic: true,
    textHash: input.textHash,
    jws: `${input.protected}..${key.sign(input.toSign)}`,
    ...more,
  });
}

/** A draft of a lawful agreement. */
export async function draftedAgreement(service: Service, ground: Ground, contents: object = {}): Promise<string> {
  const grantor = await openWorld(service).as('signer');
  return (await done(grantor.post('/agreements', agreementBody(service, ground, contents)))).body.id;
}

/** Proposed, signed by both, not in effect yet. */
export async function signedAgreement(service: Service, ground: Ground, wish: Wish = {}): Promise<string> {
  const { as } = openWorld(service);
  const who = wish.operator ?? 'ann';
  const [grantor, operator] = [await as('signer'), await as(who)];
  const id = await draftedAgreement(service, ground);
  await done(grantor.post(`/agreements/${id}/propose`));
  await done(signed(grantor, id, 'grantor', await signingKeyOf(service, 'signer')));
  await done(signed(operator, id, 'operator', await signingKeyOf(service, who)));
  return id;
}

/** Brings the settled city to an agreement in effect through real routes: from the catalogue entry to its gate. */
export async function agreementInEffect(service: Service, wish: Wish = {}): Promise<InEffect> {
  const ground = await prepared(service, wish);
  const agreement = await signedAgreement(service, ground, wish);
  const grantor = await openWorld(service).as('signer');
  await done(grantor.post(`/agreements/${agreement}/effect`));
  const { from, until } = (await done(grantor.get(`/agreements/${agreement}`))).body.validity;
  return { ...ground, agreement, operator: seatOf(wish.operator ?? 'ann'), grantor: 'grantor', from, until };
}

let count = 0;
/** One source unit names each of its entries once (DZ-14). */
const named = (wished: Entry): Entry => ({ ...wished, name: `${wished.name} ${++count}` });
