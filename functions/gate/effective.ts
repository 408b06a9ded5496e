import type { Links } from '../../shared/domain/gate.ts';
import { notPermitted } from '../../shared/domain/permitted.ts';
import { canonical, intersect, onlyOf, ownFields, type Scope } from '../../shared/domain/scope.ts';
import { getScope } from '../../shared/store/scopes.ts';
import type { Denial } from './admit.ts';
import { type GateService, remember } from './service.ts';

/** What may leave of one dataset, and the hash of that as a scope. */
export interface Effective {
  readonly permit: Scope;
  readonly scope: string;
}

/**
 * The intersection of all scope documents that the gates name by hash: channel, basis, dataset and every restrict
 * hold. A document that cannot be read admits nothing; nothing in common refuses, so do another purpose than the
 * agreed one and a moment outside its times. @see OPS-21, DZ-43
 */
export async function effectiveScope(
  hashes: readonly string[],
  links: Links,
  purpose: string | undefined,
  deps: GateService,
): Promise<Effective | Denial> {
  const effective = await intersection(hashes, links, deps);
  if (!effective) return unreadable;
  const { permit } = effective;
  if (ownFields(permit, links.dataset).length === 0) return { kind: 'refused', reasons: [nothingLeft(links)] };
  const reasons = notPermitted(permit, { now: deps.clock.domain(), purpose });
  return reasons.length > 0 ? { kind: 'refused', reasons } : effective;
}

/** Made of documents that never change, so it is remembered by their hashes; whether it permits is asked each time. */
async function intersection(hashes: readonly string[], { dataset }: Links, deps: GateService) {
  const key = [dataset, ...hashes].join(' ');
  const known = deps.effective.get(key);
  if (known) return known;
  const scopes: Scope[] = [];
  for (const hash of hashes) {
    const found = await scopeBy(hash, deps);
    if (!found) {
      deps.alarm('scope cannot be read', hash);
      return undefined;
    }
    scopes.push(found);
  }
  const [first, ...others] = scopes;
  if (!first) return undefined;
  const permit = onlyOf(others.reduce(intersect, first), dataset);
  const text = new TextEncoder().encode(canonical(permit));
  const effective = { permit, scope: Buffer.from(deps.store.hash(text)).toString('hex') };
  remember(deps.effective, key, effective);
  return effective;
}

/** Named by its hash, a document never changes: remembered. One that this gate does not understand counts as missing. */
async function scopeBy(hash: string, deps: GateService): Promise<Scope | undefined> {
  const known = deps.scopes.get(hash);
  if (known) return known;
  const found = await deps.reads(() => getScope(deps.store, hash)).catch(() => undefined);
  if (found) remember(deps.scopes, hash, found);
  return found;
}

const unreadable: Denial = {
  kind: 'unavailable',
  reasons: [
    {
      gate: 'channel',
      article: 'POLICY-9',
      detail: { zh: '授权范围无法读取，不予放行', en: 'what may be supplied cannot be read: nothing is admitted' },
    },
  ],
};

const nothingLeft = ({ basis }: Links): Denial['reasons'][number] => ({
  gate: 'basis',
  beyond: 'scope',
  article: basis.kind === 'agreement' ? 'OPS-21' : basis.kind === 'sharing' ? 'DZ-20' : 'DZ-29',
  detail: {
    zh: '通道、依据、数据资源与各项限制的共同范围内已无任何字段',
    en: 'channel, basis, dataset and restrictions have no field in common',
  },
});
