import type { Disclosure } from '../../functions/disclosure/service.ts';
import { openApi } from '../../infra/openapi.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Entry } from '../../shared/domain/dataset-entry.ts';
import type { DatasetEvent } from '../../shared/domain/dataset-schema.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { type RegistrationCommand, registration } from '../../shared/domain/registration.ts';
import type { Changes } from '../../shared/domain/registration-difference.ts';
import { transact } from '../../shared/store/transact.ts';
import { entry } from '../domain/examples.ts';
import { actor, documentOf, given } from '../domain/given.ts';
import { applyAt, codeAt, inNotice, noticeAt, particulars, registering } from '../domain/registering.ts';
import { settleCity, type TestService } from './harness.ts';

const system = { person: 'founder', organization: 'platform', roles: ['system'] as const };

/** A published entry that anybody may see, and for each way of not being public one that nobody may. */
const entries: Readonly<Record<string, Partial<Entry>>> = {
  weather: {},
  'licences-open': {
    name: '企业登记基本信息',
    opening: { attribute: 'conditional', grounds: '须签署数据利用承诺书' },
    description: '本市企业和个体工商户的登记信息，按月更新。',
    themes: ['市场监管', '信用服务'],
    frequency: 'monthly',
    items: ['企业名称', '统一社会信用代码', '成立日期', '经营状态'].map((name) => ({
      name,
      type: 'string',
      personal: false,
      sensitive: false,
    })),
  },
  'bus-stops': { name: '公交站点分布', frequency: 'irregular', formats: ['csv', 'json'] },
  'kept-closed': { name: '不开放的条目', opening: { attribute: 'none', grounds: '数据安全法' } },
  important: { name: '重要级别的条目', level: 'important' },
};

/** A service with the test city, these entries published, one draft and one registration in notice. */
export async function disclose(service: TestService): Promise<Disclosure> {
  const deps = { ...service, api: openApi() };
  await settleCity(deps, ['source', 'alpha', 'registry']);
  for (const [id, more] of Object.entries(entries)) await publish(deps, id, { ...entry, ...more }, true);
  await publish(deps, 'draft-only', { ...entry, name: '尚未发布的条目' }, false);
  await transact(deps.store, async (unit) => {
    const before = await unit.load(registration, 'notice-1');
    const { events } = inNotice();
    const told = events.map((event) => ('registrants' in event ? { ...event, registrants: ['alpha'] } : event));
    unit.record(registration, before, told, { at: deps.clock.domain(), actor: system });
    return { status: 201, body: '', headers: {} };
  });
  await register(deps);
  return deps;
}

/** The number of the record that was changed and corrected since it was coded. */
export const NUMBER = '511700-2026-000001';

/** A coded registration of alpha under its number, in its third edition. */
async function register({ store, clock }: Disclosure): Promise<void> {
  const lead = actor('ann', 'alpha', 'operator');
  const request = documentOf('request');
  const amended = (kind: 'change' | 'correction', changes: Changes) => [
    registering.amend(codeAt, { actor: lead, amendment: { kind, request, changes } }),
    registering.accept(codeAt),
    registering['approve-amendment'](codeAt),
  ];
  const registrants = [{ organization: 'alpha', legalPerson: true }];
  const { events } = given(registration).and(
    registering.apply(applyAt, {
      actor: lead,
      registrants,
      agency: 'registry',
      datasets: ['licences-open', 'important'],
    }),
    ...[registering.accept(applyAt), registering.review(applyAt), registering['publish-notice'](noticeAt)].map(
      byAgency,
    ),
    ...[registering['assign-code'](codeAt, { number: NUMBER })].map(byAgency),
    ...amended('change', {
      title: '上市公司信息核验服务',
      file: { particulars: { ...particulars, records: 1_480, frequency: 'continuous' } },
    }).map(byAgency),
    ...amended('correction', {
      description: '核验达州市上市公司的基本信息，按日更新',
      file: { risk: documentOf('risk-2') },
    }).map(byAgency),
  );
  await transact(store, async (unit) => {
    unit.record(registration, await unit.load(registration, 'record-1'), events, { at: clock.domain(), actor: system });
    unit.claim('registration-number', NUMBER, 'record-1', notFound('missing', 'REG-13'));
    return { status: 201, body: '', headers: {} };
  });
}

/** The commands of the agency, by that of the test city. */
const byAgency = (command: RegistrationCommand): RegistrationCommand =>
  command.actor.organization === 'agency'
    ? { ...command, actor: { ...command.actor, organization: 'registry' } }
    : command;

async function publish({ store, clock }: Disclosure, id: string, content: Entry, isPublished: boolean): Promise<void> {
  const at = clock.domain();
  const by = 'cataloguer';
  const drafted = { type: 'drafted', at, by, source: 'source', jurisdiction: '511700', entry: content } as const;
  const events: DatasetEvent[] = [
    { type: 'submitted', at, by, entry: content },
    { type: 'approved', at, by: 'clerk' },
    { type: 'published', at },
  ];
  await transact(store, async (unit) => {
    unit.record(dataset, await unit.load(dataset, id), isPublished ? [drafted, ...events] : [drafted], {
      at,
      actor: system,
    });
    return { status: 201, body: '', headers: {} };
  });
}
