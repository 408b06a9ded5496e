import { product } from '../../shared/domain/product.ts';
import { allowedOf } from '../../shared/domain/product-declaration.ts';
import type { ProductEvent } from '../../shared/domain/product-schema.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { operatorDisclosure as machine, yearEnd } from '../../shared/domain/yearly.ts';
import { startOfDay } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { transact } from '../../shared/store/transact.ts';
import { given } from '../domain/given.ts';
import { agreementUntil, listed, productScope } from '../domain/producing.ts';
import { figures, ownerOf, reporting } from '../domain/reporting.ts';
import { settle } from './city.ts';
import { recorded } from './recorded.ts';

/** Ids of what stands on the market after `putOnMarket`. */
export const onMarket = {
  paid: 'drought-index',
  free: 'flood-warning',
  disclosure: 'operator-2026',
  overdue: 'operator-late',
};

/** The gates that a product rests on, open, and two products of alpha; one for industry, one for the public good. */
export async function putOnMarket(service: Service): Promise<void> {
  const { store } = service;
  await settle(service, 'grantor');
  const agreed = await putScope(store, scopeOf('weather', ['站号', '气温', '降水量']));
  const scope = await putScope(store, allowedOf(productScope, productScope));
  await transact(store, async (unit) => {
    const from = startOfDay('2026-11-01');
    unit.gate(
      { aggregate: 'agreement', id: 'agreement-1' },
      { do: 'open', value: { from, until: agreementUntil, scope: agreed, holds: {} } },
    );
    unit.gate({ aggregate: 'dataset', id: 'weather' }, { do: 'open', value: { scope: agreed, holds: {} } });
    return { status: 200, body: '', headers: {} };
  });
  const theirs = { operator: 'alpha', grantor: 'grantor', channels: [], scope };
  const told = (events: readonly ProductEvent[], more: object = {}) =>
    events.map((event) => (event.type === 'declared' ? { ...event, ...theirs, ...more } : event));
  const warning = { title: '暴雨预警核验', description: '按乡镇核验当日暴雨预警等级。' };
  await recorded(service, product, onMarket.paid, told(listed().events));
  await recorded(service, product, onMarket.free, told(listed({ charge: 'public-good' }).events, warning));
}

/** A published disclosure of alpha for 2026, late, and one of another agreement that is due and never came. */
export async function disclosed(service: Service): Promise<void> {
  const say = reporting({ ...ownerOf(machine.aggregate), organization: 'alpha' });
  const due = { operator: 'alpha', grantor: 'grantor' };
  const newYear = yearEnd(2026);
  const told = given(machine).and(
    say['fall-due'](newYear, due),
    say.prepare(newYear, { figures }),
    say.publish('2027-04-01T01:00:00.000Z'),
  );
  await recorded(service, machine, onMarket.disclosure, told.events);
  await recorded(
    service,
    machine,
    onMarket.overdue,
    given(machine).and(say['fall-due'](newYear, { ...due, title: '停车数据授权运营协议' })).events,
  );
}
