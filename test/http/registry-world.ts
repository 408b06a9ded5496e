import { routes } from '../../functions/registry/routes.ts';
import type { Instant } from '../../shared/law/time.ts';
import { hashOf } from '../domain/given.ts';
import { particulars } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { done } from './agreement-world.ts';
import { type Answered, type Client, open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, partnership } from './recorded.ts';

export const text = (words: string) => ({ text: words });

export const deposit = (depositedAt: Instant = '2026-11-20T02:00:00.000Z') => ({
  hash: hashOf('e'),
  depositedAt,
  proof: text('存证证明'),
});

/** A complete file of an application. */
export const file = {
  subject: text('营业执照'),
  legality: text('来源合法性说明'),
  internalReview: { reviewedAt: '2026-11-19T02:00:00.000Z', record: text('内部审核记录') },
  resource: text('数据资源情况'),
  particulars,
  deposit: deposit(),
  product: text('产品说明'),
  scenario: text('应用场景'),
  risk: text('安全风险评估'),
};

/** Of alpha, for a product made from the dataset of its agreement. */
export const application = {
  category: 'product',
  title: '气象指数查询',
  description: '逐小时气象观测形成的指数',
  agency: 'registry',
  datasets: ['weather'],
  agreement: 'agreement-1',
  file,
};

/** Of a dataset itself, by its source unit or the body that grants it. */
export const resource = (...datasets: string[]) => ({
  ...application,
  category: 'resource',
  agreement: undefined,
  datasets,
});

export const grounds = ({ problem }: Answered) => problem.grounds.map(({ article, pointer }) => [article, pointer]);
export const refused = (answer: Answered) => [answer.status, answer.problem.article];

const names = ['ann', 'bob', 'registrar', 'examiner', 'cataloguer', 'inspector', 'signer', 'clerk'];

/** Agency, authority, two operators and a source unit in a table of this file's own; alpha has an agreement. */
export async function registryWorld() {
  const { client, table } = await freshTable();
  const service = testService(client, table);
  const { as, anyone } = open(routes, service);
  await settleCity(service, ['authority', 'registry', 'alpha', 'beta', 'source', 'grantor']);
  await agreementOfAlpha(service, 'agreement-1', '2028-06-30');
  await partnership(service, 'partners');
  const people: Record<string, Client> = {};
  for (const person of names) people[person] = await as(person);
  const by = (person: string): Client => {
    const found = people[person];
    if (!found) throw new Error(`${person} is not signed in`);
    return found;
  };

  /** The path of a registration that was applied for: the product of alpha unless told. */
  const filed = async (more: object = {}, who = 'ann'): Promise<string> =>
    `/registrations/${(await done(by(who).post('/registrations', { ...application, ...more }))).body.id}`;

  const inNotice = async (): Promise<{ path: string; ends: Instant }> => {
    const path = await filed();
    await done(by('registrar').post(`${path}/accept`));
    await done(by('registrar').post(`${path}/review`));
    const { body } = await done(by('registrar').post(`${path}/notice`));
    return { path, ends: body.clocks[0].dueAt };
  };

  const coded = async (): Promise<{ path: string; number: string; expiresOn: `${number}-${number}-${number}` }> => {
    const { path, ends } = await inNotice();
    service.moveTo(ends);
    const { number, expiresOn } = (await done(by('registrar').post(`${path}/code`))).body.registration;
    return { path, number, expiresOn };
  };

  return { service, anyone, by, filed, inNotice, coded };
}
