import { beforeAll, describe, expect, test } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { product } from '../../shared/domain/product.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { addDays, endOfDay, localDate } from '../../shared/law/time.ts';
import { dueRegistration } from '../../shared/store/first-supply.ts';
import { listByKind } from '../../shared/store/lists.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { hold } from '../domain/examples.ts';
import { actor, given } from '../domain/given.ts';
import { registering } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { done, paper } from './agreement-world.ts';
import { type Answered, type Client, settleCity, testService } from './harness.ts';
import {
  deliveryBody,
  freeBody,
  listedProduct,
  openProducts,
  productBody,
  productSeats,
  reviewedProduct,
  type World,
} from './product-world.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { store } = service;
await settleCity(service, productSeats);
const { as } = openProducts(service);
const [ann, bob, signer, clerk, engineer, auditor] = (await Promise.all(
  ['ann', 'bob', 'signer', 'clerk', 'engineer', 'auditor'].map(as),
)) as [Client, Client, Client, Client, Client, Client];

let world: World;
beforeAll(async () => {
  world = await listedProduct(service);
});

const refused = (answer: Answered) => [answer.status, answer.problem.article];
const key = (value: string) => ({ 'idempotency-key': value });

/** A measure on a stream's gate, and its end, as enforcement writes them. */
async function measure(stream: { aggregate: string; id: string }, lifted = false) {
  const outcome = await transact(store, async (unit) => {
    const hold_ = { ...hold, measure: 'm-product' };
    unit.gate(
      stream,
      lifted ? { do: 'release', measures: [hold_.measure], left: {} } : { do: 'hold', hold: hold_, others: 0 },
    );
    return { status: 200, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
}

describe('POST /products', () => {
  test('201, entered into the account of its agreement, told by its head what it rests on', async () => {
    const answer = await ann.post('/products', productBody(world));
    expect([answer.status, answer.body.product.status]).toEqual([201, 'declared']);
    const account = (await done(ann.get(`/pricing/${world.agreement}`))).body.pricing;
    expect(account.products).toContain(answer.body.id);
    const { items } = await listByKind(
      store,
      { kind: 'product', jurisdiction: '511700', status: 'listed' },
      { limit: 50 },
    );
    expect(items.find(({ id }) => id === world.product)?.rests).toEqual([
      `agreement#${world.agreement}`,
      'organization#alpha',
      `dataset#${world.dataset}`,
    ]);
  });

  test('404 under another operator’s agreement, as under none', async () => {
    expect(refused(await bob.post('/products', productBody(world)))).toEqual([404, 'DZ-30']);
    expect(refused(await ann.post('/products', productBody({ ...world, agreement: 'nobodys-id' })))).toEqual([
      404,
      'DZ-30',
    ]);
  });

  test('422 OPS-21 for a plain copy and for fields the agreement does not allow, all at once', async () => {
    const wrong = { form: 'copy', scope: { [world.dataset]: ['气温', '没有的字段'] } };
    const { status, problem } = await ann.post('/products', productBody(world, wrong));
    expect(status).toBe(422);
    expect(problem.grounds.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([`/scope/${world.dataset}/1`, '/form']),
    );
  });

  test('422 OPS-6 for one developed from the operator’s own product, DZ-36 from none that exists', async () => {
    const on = (id: string) => ann.post('/products', productBody(world, { builtOn: [id] }));
    expect(refused(await on(world.product))).toEqual([422, 'OPS-6']);
    expect(refused(await on('nobodys-id'))).toEqual([422, 'DZ-36']);
  });

  test('422 OPS-14 for a validity beyond the agreement’s', async () => {
    const until = addDays(localDate(world.until as never), 1);
    expect(refused(await ann.post('/products', productBody(world, { until })))).toEqual([422, 'OPS-14']);
  });
});

describe('reviews', () => {
  test('409 out of order, 403 for the operator itself; 412 for an edit of an old version', async () => {
    const { id } = (await done(ann.post('/products', productBody(world)))).body;
    expect((await signer.post(`/products/${id}/business-review`, { document: paper('意见') })).status).toBe(409);
    expect((await ann.post(`/products/${id}/security-review`, { document: paper('意见') })).status).toBe(403);
    await done(engineer.post(`/products/${id}/return`, { reasons: paper('加工说明不足') }));
    const { agreement: _, ...body } = productBody(world, { title: '农田干旱指数（修订）' });
    expect((await ann.put(`/products/${id}`, body, { 'if-match': '"1"' })).status).toBe(412);
    expect((await done(ann.put(`/products/${id}`, body, { 'if-match': '"2"' }))).body.product.status).toBe('declared');
  });
});

describe('deliveries', () => {
  test('are charged to the account in the same step, once for one Idempotency-Key; the buyer stands in a document', async () => {
    const send = () => ann.post(`/products/${world.product}/deliveries`, deliveryBody(), key('sale-1'));
    const [first, again] = [await done(send()), await done(send())];
    expect(again.text).toBe(first.text);
    const account = (await done(signer.get(`/pricing/${world.agreement}`))).body;
    expect([account.pricing.years, account.left]).toEqual([[{ year: 2026, revenue: 19_800 }], 80_200]);
    expect(first.text).not.toContain('91511700MA00000023');
    // The filing's clock starts with the delivery, once, where no channel has supplied before (REG-9(1)).
    expect(await sweepDeadlines(service)).toMatchObject({ supplies: 1 });
    const due = await loadHead(store, registration, dueRegistration(store, { ...world, operator: 'alpha' }));
    expect(due.state).toMatchObject({ status: 'due', suppliedAt: service.clock.domain() });
    expect(registration.clocks(due.state)).toMatchObject([{ period: 'REG-9(1)', startedAt: service.clock.domain() }]);
    expect(await sweepDeadlines(service)).toMatchObject({ supplies: 0 });
    const { items } = (await done(auditor.get(`/products/${world.product}/history`))).body;
    const { record } = items.at(-1).event;
    const document = await ann.get(`/products/${world.product}/documents/${record.document}`);
    expect(JSON.parse(document.text)).toMatchObject({
      buyer: { creditCode: '91511700MA00000023' },
      contract: '甲合〔2026〕1号',
    });
  });

  test('422 PRICE above the ceiling, for a fraction of a 分, and beyond the approved revenue', async () => {
    const path = `/products/${world.product}/deliveries`;
    expect(refused(await ann.post(path, deliveryBody({ unitPrice: 12_001 })))).toEqual([422, 'PRICE']);
    expect(refused(await ann.post(path, deliveryBody({ unitPrice: 99.5 })))).toEqual([422, 'PRICE']);
    expect(refused(await ann.post(path, deliveryBody({ unitPrice: 10_000, quantity: 9 })))).toEqual([422, 'PRICE']);
  });

  test('422 DZ-37 for a charge on the public good, 422 GBT-32100 for a code that is none', async () => {
    const path = `/products/${world.product}/deliveries`;
    expect(refused(await ann.post(path, freeBody({ unitPrice: 1 })))).toEqual([422, 'DZ-37']);
    expect((await ann.post(path, freeBody())).status).toBe(200);
    const wrong = { buyer: { name: '某公司', creditCode: '91511700MA00000024' } };
    const answer = await ann.post(path, deliveryBody(wrong));
    expect(refused(answer)).toEqual([422, 'GBT-32100']);
    expect(answer.text).not.toContain('91511700MA00000024');
  });

  test('two at once that together exceed the revenue: one is charged, the other is told why', async () => {
    const path = `/products/${world.product}/deliveries`;
    const half = deliveryBody({ unitPrice: 10_000, quantity: 5 });
    const answers = await Promise.all([ann.post(path, half), ann.post(path, half)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });
});

describe.each(['agreement', 'dataset', 'organization'] as const)('with a measure on its %s', (aggregate) => {
  test('it is frozen at once, says who lifts that, and sells again when it is lifted', async () => {
    const id = { agreement: world.agreement, dataset: world.dataset, organization: 'alpha' }[aggregate];
    await measure({ aggregate, id });
    const frozen = await ann.post(`/products/${world.product}/deliveries`, freeBody());
    expect(refused(frozen)).toEqual([422, 'DZ-43']);
    expect(frozen.problem.grounds[0]?.liftedBy).toEqual([expect.objectContaining({ role: 'head' })]);
    expect((await done(ann.get(`/products/${world.product}`))).body.standing).toBe('suspended');
    await measure({ aggregate, id }, true);
    expect((await done(ann.get(`/products/${world.product}`))).body.standing).toBe('on-sale');
    expect((await ann.post(`/products/${world.product}/deliveries`, freeBody())).status).toBe(200);
  });
});

describe('a new version', () => {
  test('takes the old one off the market when it is listed; a second one that replaces the same is refused', async () => {
    const replaces = { replaces: world.product, title: '农田干旱指数 第二版' };
    const [next, rival] = [
      await reviewedProduct(service, world, replaces),
      await reviewedProduct(service, world, replaces),
    ];
    expect((await done(ann.post(`/products/${next}/listing`))).body.product).toMatchObject({
      status: 'listed',
      edition: 2,
    });
    expect((await loadHead(store, product, world.product)).state).toMatchObject({
      status: 'delisted',
      ground: 'replaced',
    });
    expect((await ann.post(`/products/${rival}/listing`)).status).toBe(409);
    expect((await loadHead(store, product, rival)).state.status).toBe('reviewed');
    world = { ...world, product: next };
  });
});

describe('its registration', () => {
  test('is linked while it stands: 422 REG-5 for one that was revoked', async () => {
    const at = service.clock.domain();
    const registrants = [{ organization: 'alpha', legalPerson: true }];
    const operator = actor('ann', 'alpha', 'operator');
    const standing = given(registration).and(
      registering.apply(at, { actor: operator, registrants, agreement: world.agreement }),
      registering.accept(at),
      registering.review(at),
      registering['publish-notice'](at),
      registering['assign-code'](openClock('REG-12', at).dueAt),
    );
    const ended = standing.and(registering.revoke(openClock('REG-12', at).dueAt));
    await recorded(service, registration, 'r-standing', standing.events);
    await recorded(service, registration, 'r-revoked', ended.events);
    const path = `/products/${world.product}/registration`;
    expect(refused(await ann.post(path, { registration: 'r-revoked' }))).toEqual([422, 'REG-5']);
    const linked = await done(ann.post(path, { registration: 'r-standing' }));
    expect(linked.body.product.registration).toBe('r-standing');
  });
});

describe('reading', () => {
  test('is for the two sides and those who watch; a stranger finds nothing', async () => {
    for (const one of [ann, signer, clerk, auditor]) {
      expect((await one.get(`/products/${world.product}`)).status).toBe(200);
    }
    expect(refused(await bob.get(`/products/${world.product}`))).toEqual([404, 'DZ-36']);
    expect(refused(await bob.get(`/pricing/${world.agreement}`))).toEqual([404, 'PRICE']);
    expect((await bob.get('/products')).body.items).toEqual([]);
    expect((await ann.get('/products')).body.items.map(({ id }: { id: string }) => id)).toContain(world.product);
  });

  test('the last day of the product is its last day of sale, to the instant', async () => {
    service.moveTo(endOfDay('2027-11-22'));
    expect((await done(ann.get(`/products/${world.product}`))).body.standing).toBe('expired');
    expect(refused(await ann.post(`/products/${world.product}/deliveries`, freeBody()))).toEqual([422, 'OPS-14']);
    service.passDomain(-1);
    expect((await done(ann.get(`/products/${world.product}`))).body.standing).toBe('on-sale');
  });
});
