import { dataset } from '../../shared/domain/dataset.ts';
import type { Ground, Refusal } from '../../shared/domain/decision.ts';
import { refuseAll } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Caller } from '../../shared/http/route.ts';
import type { Settled } from '../../shared/store/given.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { LegacyBody } from './schema.ts';

/** A legacy operation 存量运营 of a verified operator on data of this jurisdiction's catalogue. @see REG-9 */
export async function legacyOf(unit: Unit, { jurisdiction }: Caller, body: Settled<LegacyBody>) {
  const [{ state: operator }, { state: data }] = await Promise.all([
    unit.load(organization, body.operator),
    unit.load(dataset, body.dataset),
  ]);
  const ground = (pointer: string, zh: string, en: string): Ground => ({
    article: 'REG-9',
    detail: { zh, en },
    pointer,
  });
  const known = data.status !== 'none' && data.jurisdiction === jurisdiction;
  const refused: Refusal | undefined = refuseAll([
    ...(operator.status === 'verified' && operator.kind === 'company'
      ? []
      : [ground('/operator', '没有这个已核验的企业法人', 'there is no such verified company')]),
    ...(known ? [] : [ground('/dataset', '本辖区目录中没有这项数据', 'your catalogue has no such dataset')]),
  ]);
  return refused ?? { ...body, jurisdiction };
}
