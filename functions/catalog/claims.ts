import type { DraftEntry } from '../../shared/domain/dataset-entry.ts';
import type { Dataset } from '../../shared/domain/dataset-schema.ts';
import { type Refusal, refuse } from '../../shared/domain/decision.ts';
import type { Unit } from '../../shared/store/unit.ts';
import { fold } from './intake/text.ts';

/** Keeps an edit that exchanges all of them far below the 100 items of one transaction. */
const MAX_AUTHORITATIVE = 40;

interface Claim {
  readonly what: 'entry' | 'datum';
  readonly value: string;
  readonly otherwise: Refusal;
}

/**
 * Takes the claims that the entry now needs and gives up those it no longer does: the name within its unit, and each
 * information item of which it says to be the single source in its jurisdiction. Another's claim is never overwritten.
 * @see DZ-14
 */
export function settleClaims(unit: Unit, id: string, before: Dataset, after: Dataset): Refusal | undefined {
  const [had, has] = [claimsOf(before), claimsOf(after)];
  if ([...has.values()].filter((claim) => claim.what === 'datum').length > MAX_AUTHORITATIVE) return tooMany;
  for (const [key, { what, value, otherwise }] of has) if (!had.has(key)) unit.claim(what, value, id, otherwise);
  for (const [key, { what, value }] of had) if (!has.has(key)) unit.unclaim(what, value, id);
  return undefined;
}

/** A revision that waits for review claims beside the published entry; withdrawing gives everything up. */
function claimsOf(state: Dataset): ReadonlyMap<string, Claim> {
  if (state.status === 'none' || state.status === 'withdrawn') return new Map();
  const entries = [state.entry, ...(state.status === 'published' && state.pending ? [state.pending.entry] : [])];
  const claims = entries.flatMap((entry) => [
    ...nameClaim(state.source, entry),
    ...itemClaims(state.jurisdiction, entry),
  ]);
  return new Map(claims.map((claim) => [`${claim.what}#${claim.value}`, claim]));
}

function nameClaim(source: string, { name }: DraftEntry): Claim[] {
  if (name === undefined) return [];
  const detail = { zh: `该单位已有名称为“${name}”的条目`, en: `this unit has an entry called ${name} already` };
  return [{ what: 'entry', value: `${source}#${fold(name)}`, otherwise: refuse('DZ-14', detail, '/entry/name') }];
}

function itemClaims(jurisdiction: string, { items = [] }: DraftEntry): Claim[] {
  return items.flatMap(({ name, authoritative }, index): Claim[] => {
    if (!authoritative) return [];
    const detail = {
      zh: `“${name}”已由其他单位声明为唯一数源，请按争议处理`,
      en: `another unit is the declared source of ${name}: settle it as a dispute`,
    };
    const otherwise = refuse('DZ-14', detail, `/entry/items/${index}`);
    return [{ what: 'datum', value: `${jurisdiction}#${fold(name)}`, otherwise }];
  });
}

const tooMany = refuse(
  'DZ-14',
  {
    zh: `一个条目最多声明 ${MAX_AUTHORITATIVE} 个唯一数源信息项`,
    en: `at most ${MAX_AUTHORITATIVE} items claim a source`,
  },
  '/entry/items',
);
