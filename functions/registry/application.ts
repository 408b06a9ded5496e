import type { Made } from '../../shared/command.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import {
  type Envelope,
  type Ground,
  isRefusal,
  judge,
  notFound,
  type Refusal,
  refuseAll,
} from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { organizationKinds } from '../../shared/domain/organization-kinds.ts';
import { type Registration, type RegistrationCommand, registration } from '../../shared/domain/registration.ts';
import { milderThanCatalogue } from '../../shared/domain/registration-catalogue.ts';
import type { RegistrationFile } from '../../shared/domain/registration-file.ts';
import type { Service } from '../../shared/service.ts';
import { dueRegistration, dueResource } from '../../shared/store/first-supply.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { withDeposit } from './deposits.ts';
import { publishedOf } from './resources.ts';
import type { ApplyBody } from './schema.ts';

type Apply = Extract<RegistrationCommand, { type: 'apply' }>;
type Application = Omit<Apply, 'type' | keyof Envelope>;
type Asked = Made<Registration, ApplyBody, Service>;

/**
 * The application with what other streams say: who the registrants are (REG-3), whose agreement or data it rests on
 * (REG-5), where it belongs. Everything wrong is told at once, the machine's own grounds included.
 */
export async function applicationOf({ body, before, unit, input, deps }: Asked): Promise<Application | Refusal> {
  const { state } = before;
  const { actor, caller, at } = input;
  // A resource may be registered by its holder in the implementing body's place: who may, the catalogue says.
  const owed = state.status === 'due' || state.status === 'overdue' ? state : undefined;
  if (owed && !owed.holder && owed.operator !== actor.organization) return notFound('foreign', 'REG-9');
  const { registrants: named = [actor.organization], file: handed, ...said } = body;
  const file = await withDeposit(unit, actor.organization, handed);
  if (isRefusal(file)) return file;
  const [people, agency, basis] = await Promise.all([
    registrantsOf(unit, named),
    agencyOf(unit, body.agency),
    body.category === 'product' ? underAgreement(unit, actor.organization, body) : ofResources(unit, input, body, file),
  ]);
  const application: Application = {
    ...said,
    file,
    registrants: people.registrants,
    jurisdiction: owed?.jurisdiction ?? basis.jurisdiction ?? caller.jurisdiction,
    ...(owed?.channel && { channel: owed.channel }),
  };
  const grounds = [...people.grounds, ...agency, ...basis.grounds];
  const judged = judge(registration, { type: 'apply', at, actor, ...application }, state);
  if (isRefusal(judged)) {
    return judged.refused === 'rule' ? { ...judged, grounds: [...judged.grounds, ...grounds] } : judged;
  }
  const waiting = owed ? [] : await alreadyDue(unit, deps, actor.organization, body);
  return refuseAll([...grounds, ...waiting]) ?? application;
}

async function registrantsOf(unit: Unit, named: readonly string[]) {
  const loaded = await Promise.all(named.map((id) => unit.load(organization, id)));
  const grounds = loaded.flatMap(({ state }, index): Ground[] =>
    state.status === 'verified' ? [] : [{ article: 'REG-3', detail: unverified, pointer: `/registrants/${index}` }],
  );
  const registrants = loaded.map(({ id, state }) => ({
    organization: id,
    // An unknown one is told as unknown, not besides as no legal person.
    legalPerson: state.status === 'none' || organizationKinds[state.kind].legalPerson,
  }));
  const doubled = named.flatMap((id, index): Ground[] =>
    named.indexOf(id) < index
      ? [{ article: 'REG-3', detail: { zh: '登记主体重复', en: 'named twice' }, pointer: `/registrants/${index}` }]
      : [],
  );
  return { registrants, grounds: [...grounds, ...doubled] };
}

const unverified = { zh: '没有这个已核验的主体', en: 'there is no such verified organization' };

async function agencyOf(unit: Unit, id: string): Promise<Ground[]> {
  const { state } = await unit.load(organization, id);
  if (state.status === 'verified' && state.kind === 'registration-agency') return [];
  const detail = { zh: '没有这个登记机构', en: 'there is no such registration agency' };
  return [{ article: 'REG-3', detail, pointer: '/agency' }];
}

interface Basis {
  readonly grounds: readonly Ground[];
  readonly jurisdiction?: string;
}

/** A product rests on the operator's own agreement, in effect now or once, and on nothing outside it. */
async function underAgreement(unit: Unit, operator: string, body: Pick<ApplyBody, 'agreement' | 'datasets'>) {
  if (body.agreement === undefined) return { grounds: [] } satisfies Basis;
  const { state } = await unit.load(agreement, body.agreement);
  if (!('effectiveAt' in state) || state.operator !== operator) {
    const detail = { zh: '没有这份由贵单位运营、已生效的授权协议', en: 'no such agreement of yours took effect' };
    return { grounds: [{ article: 'REG-5', detail, pointer: '/agreement' }] } satisfies Basis;
  }
  const detail = { zh: '该数据不在授权协议范围内', en: 'the agreement does not cover this dataset' };
  const grounds = body.datasets.flatMap((id, index): Ground[] =>
    state.terms.datasets.includes(id) ? [] : [{ article: 'REG-5', detail, pointer: `/datasets/${index}` }],
  );
  return { grounds, jurisdiction: state.jurisdiction } satisfies Basis;
}

/** A resource is registered by its source unit, or by the implementing body for what others hold. */
async function ofResources(
  unit: Unit,
  { actor }: Asked['input'],
  { datasets }: Asked['body'],
  file: RegistrationFile,
): Promise<Basis> {
  const loaded = await Promise.all(datasets.map((id) => unit.load(dataset, id)));
  const detail = { zh: '目录中没有贵单位可登记的这项数据', en: 'the catalogue has no such data that you may register' };
  const grounds = loaded.flatMap(({ state }, index): Ground[] => {
    const own = state.status === 'published' && state.source === actor.organization;
    const implementing = state.status === 'published' && actor.roles.includes('grantor');
    return own || implementing ? [] : [{ article: 'REG-5', detail, pointer: `/datasets/${index}` }];
  });
  // Of data that is not theirs to register nothing more is told.
  return grounds.length > 0 ? { grounds } : { grounds: milderThanCatalogue('resource', file, publishedOf(loaded)) };
}

/** A first supply on record is answered in its own stream: another application would leave its clock running. */
async function alreadyDue(unit: Unit, { store }: Service, operator: string, body: Asked['body']): Promise<Ground[]> {
  const { agreement, category, datasets } = body;
  if (category === 'product' && agreement === undefined) return [];
  const ids = datasets.map((dataset) =>
    category === 'resource' || agreement === undefined
      ? dueResource(store, dataset)
      : dueRegistration(store, { operator, dataset, agreement }),
  );
  const loaded = await Promise.all(ids.map((id) => unit.load(registration, id)));
  return loaded.flatMap(({ id, state }, index): Ground[] => {
    if (state.status !== 'due' && state.status !== 'overdue') return [];
    const path = `/registrations/${id}/application`;
    const detail = { zh: `首次供给已登记，请在 ${path} 申请`, en: `its first supply is on record: apply at ${path}` };
    return [{ article: 'REG-9', detail, pointer: `/datasets/${index}` }];
  });
}
