import { isRefusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { OrganizationKindId } from '../../shared/domain/organization-kinds.ts';
import type { OrganizationEvent } from '../../shared/domain/organization-schema.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { putDocument } from '../../shared/store/documents.ts';
import { transact } from '../../shared/store/transact.ts';

interface Seat {
  readonly kind: OrganizationKindId;
  readonly title: string;
  readonly creditCode: string;
  /** person id → legal roles */
  readonly people: Readonly<Record<string, readonly LegalRole[]>>;
}

/** The organizations that tests act for; person ids are `<who>-<organization>`. Codes are made up and valid. */
export const city = {
  government: {
    kind: 'government',
    title: '测试市人民政府',
    creditCode: '11511700MB0000001A',
    people: { mayor: ['government'] },
  },
  authority: {
    kind: 'data-authority',
    title: '测试市数据局',
    creditCode: '11511700MB0000002D',
    people: { clerk: ['data-authority'], deputy: ['data-authority'], chief: ['data-authority', 'head'] },
  },
  grantor: {
    kind: 'data-authority',
    title: '测试市授权实施机构',
    creditCode: '11511700MB0000003G',
    people: { signer: ['grantor'], 'second-signer': ['grantor'] },
  },
  agency: {
    kind: 'operating-agency',
    title: '测试市大数据中心',
    creditCode: '11511700MB0000004K',
    people: { engineer: ['operating-agency'], admin: ['administrator'] },
  },
  registry: {
    kind: 'registration-agency',
    title: '测试市登记机构',
    creditCode: '11511700MB0000005N',
    people: { registrar: ['registration-agency'], examiner: ['registration-agency'] },
  },
  source: {
    kind: 'department',
    title: '测试市市场监管局',
    creditCode: '11511700MB0000006R',
    people: {
      cataloguer: ['source-unit'],
      inspector: ['competent-department'],
      officer: ['chief-data-officer'],
    },
  },
  cyber: {
    kind: 'security-organ',
    title: '测试市网信办',
    creditCode: '11511700MB0000007W',
    people: { guard: ['security-organ'] },
  },
  alpha: {
    kind: 'company',
    title: '甲数据运营有限公司',
    creditCode: '91511700MA00000010',
    people: { ann: ['operator'], 'ann-admin': ['administrator'] },
  },
  beta: {
    kind: 'company',
    title: '乙数据科技有限公司',
    creditCode: '91511700MA00000023',
    people: { bob: ['operator'] },
  },
  experts: {
    kind: 'expert-committee',
    title: '测试市数据专家委员会',
    creditCode: '51511700MB0000009Y',
    people: { scholar: ['expert'] },
  },
  audit: {
    kind: 'supervising-body',
    title: '测试市审计局',
    creditCode: '11511700MB00000080',
    people: { auditor: ['auditor'] },
  },
} as const satisfies Record<string, Seat>;

export type SeatId = keyof typeof city;
export const JURISDICTION = '511700';

const system = { person: 'founder', organization: 'platform', roles: ['system'] as const };

/** Writes one organization, verified, with its people and its gate, as its own commands would have. */
export async function settle({ store, clock }: Service, id: SeatId): Promise<void> {
  const seat: Seat = city[id];
  const at = clock.domain();
  const evidence = await putDocument(store, 'text/plain', `${seat.title}设立文件`);
  const people = Object.entries(seat.people);
  const joined = people.map(
    ([person, roles]): OrganizationEvent => ({
      type: 'member-added',
      at,
      by: system.person,
      person,
      roles: [...roles],
      name: evidence,
      keys: [],
    }),
  );
  const { kind, title, creditCode } = seat;
  const events: OrganizationEvent[] = [
    {
      type: 'registered',
      at,
      by: 'founder',
      organization: id,
      kind,
      title,
      creditCode,
      jurisdiction: JURISDICTION,
      mainland: true,
      mandate: evidence,
      mandated: { by: 'government', number: '测府函〔2025〕1号', from: '2025-03-01' },
    },
    { type: 'verified', at, by: 'verifier', evidence },
    ...joined,
  ];
  const outcome = await transact(store, async (unit) => {
    unit.record(organization, await unit.load(organization, id), events, { at, actor: system });
    unit.gate({ aggregate: 'organization', id }, { do: 'open', value: { holds: {}, mainland: true } });
    return { status: 201, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
}

/** The organization a person of the city belongs to. */
export function seatOf(person: string): SeatId {
  const found = Object.entries(city).find(([, { people }]) => Object.hasOwn(people, person));
  if (!found) throw new Error(`nobody called ${person} in the test city`);
  return found[0] as SeatId;
}
