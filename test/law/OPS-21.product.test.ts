import { expect, test } from 'vitest';
import { product } from '../../shared/domain/product.ts';
import { allowedOf } from '../../shared/domain/product-declaration.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { hold } from '../domain/examples.ts';
import { cited, given, hashOf, pointers } from '../domain/given.ts';
import { at, declarationFacts, listed, offer, producing, productScope, upstreamOf } from '../domain/producing.ts';

const declaring = (more: Parameters<typeof producing.declare>[1]) => given(product).when(producing.declare(at, more));

test('a product is made of fields that its agreement allows, each other one is named', () => {
  expect(declaring({}).refusal).toBeUndefined();
  const facts = declarationFacts({ asked: { v: 1, datasets: { weather: ['气温', '值班员'], traffic: ['车速'] } } });
  const refused = declaring({ facts });
  expect(cited(refused)).toEqual(['OPS-21', 'OPS-21']);
  expect(pointers(refused)).toEqual(['/scope/weather/1', '/scope/traffic/0']);
});

test('rows, forms and purpose of the agreement come along, its times and quota do not', () => {
  const agreed: Scope = {
    ...scopeOf('weather', ['气温', '站号']),
    purpose: '农业保险',
    rows: { weather: [{ field: '站号', in: ['A1'] }] },
    quota: { day: { requests: 1 } },
  };
  const { quota: _, ...kept } = agreed;
  expect(allowedOf(scopeOf('weather', ['站号', '气温']), agreed)).toEqual({
    ...kept,
    datasets: { weather: ['气温', '站号'] },
  });
});

test('a plain copy is refused by its own word', () => {
  expect(cited(declaring({ form: 'copy' }))).toEqual(['OPS-21']);
});

test('so is a record for each record with nothing but source fields in it, whatever it is called', () => {
  const raw = (output: string[]) => declaring({ form: 'fusion', grain: 'record', facts: declarationFacts({ output }) });
  expect(cited(raw(['气温', '降水量']))).toEqual(['OPS-21']);
  expect(raw(['气温', '干旱等级']).refusal).toBeUndefined();
});

test('an amendment that no longer allows all of a listed product takes it off sale, one that allows more does not', () => {
  const under = (scope: Scope) =>
    listed().when(
      producing.deliver(at, {
        facts: offer(upstreamOf({ basis: { scope: hashOf('e') } }, { [hashOf('e')]: scope })),
      }),
    );
  expect(cited(under(scopeOf('weather', ['站号', '气温'])))).toEqual(['OPS-21']);
  expect(cited(under({ ...productScope, rows: { weather: [{ field: '气温', number: { from: 0 } }] } }))).toEqual([
    'OPS-21',
  ]);
  expect(under({ ...productScope, quota: { day: { requests: 1 } } }).refusal).toBeUndefined();
  expect(under(scopeOf('weather', ['站号', '气温', '降水量', '风速'])).refusal).toBeUndefined();
});

test('so does an entry that lost a field, and a scope that cannot be read', () => {
  const revised = upstreamOf({ dataset: { scope: hashOf('e') } }, { [hashOf('e')]: scopeOf('weather', ['气温']) });
  expect(cited(listed().when(producing.deliver(at, { facts: offer(revised) })))).toEqual(['OPS-21']);
  const unread = upstreamOf({ basis: { scope: hashOf('9') } });
  expect(cited(listed().when(producing.deliver(at, { facts: offer(unread) })))).toEqual(['OPS-21']);
});

test('a measure that narrows the dataset below the product stops it and says who lifts it', () => {
  const restrict = { ...hold, verb: 'restrict' as const, scope: hashOf('7') };
  const narrowed = (fields: string[]) =>
    upstreamOf({ dataset: { holds: { [hold.measure]: restrict } } }, { [hashOf('7')]: scopeOf('weather', fields) });
  const refused = listed().when(producing.deliver(at, { facts: offer(narrowed(['气温'])) }));
  expect(refused.refusal?.grounds).toMatchObject([{ article: 'DZ-43', liftedBy: ['head'], measure: hold.measure }]);
  const enough = listed().when(producing.deliver(at, { facts: offer(narrowed(['气温', '降水量'])) }));
  expect(enough.refusal).toBeUndefined();
});
