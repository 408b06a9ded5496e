import { agreement } from '../../shared/domain/agreement.ts';
import type { Protection } from '../../shared/domain/agreement-schema.ts';
import { channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { type Actor, type Envelope, isRefusal, type Machine } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { LocalDate } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { transact } from '../../shared/store/transact.ts';
import { contents, draftAgreement, entry, proposeAgreement, signAs, takeEffect, written } from '../domain/examples.ts';
import { actor, documentOf, given, hashOf } from '../domain/given.ts';
import { JURISDICTION } from './city.ts';

const nobody = actor('founder', 'platform', 'system');

/** Writes events of a stream as its own commands would have left them, without the rest of their story. */
export async function recorded<
  S extends { status: string },
  C extends Envelope & { type: string },
  E extends { type: string },
>({ store, clock }: Service, machine: Machine<S, C, E>, id: string, events: readonly E[], by: Actor = nobody) {
  const outcome = await transact(store, async (unit) => {
    unit.record(machine, await unit.load(machine, id), events, { at: clock.domain(), actor: by });
    return { status: 201, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return id;
}

/** An agreement in effect on the dataset `weather`: of alpha, granted by grantor, until the end of `until`. */
export function agreementOfAlpha(
  service: Service,
  id: string,
  until: LocalDate,
  protection?: Protection,
): Promise<string> {
  const term = { from: '2026-11-01' as const, until };
  const grantor = actor('signer', 'grantor', 'grantor');
  const operator = actor('ann', 'alpha', 'operator');
  const { events } = given(agreement).and(
    {
      ...draftAgreement,
      ...written,
      actor: grantor,
      grantor: 'grantor',
      operator: 'alpha',
      contents: { ...contents, term },
      ...(protection && { protection }),
    },
    { ...proposeAgreement, actor: grantor },
    { ...signAs('grantor'), actor: grantor },
    { ...signAs('operator'), actor: operator },
    { ...takeEffect, actor: grantor },
    { type: 'record-filing', at: takeEffect.at, actor: grantor, number: '川数备〔2026〕3号' },
  );
  return recorded(service, agreement, id, events, grantor);
}

/** A published entry of this source unit. */
export function publishedEntry(service: Service, id: string, source: string): Promise<string> {
  const at = service.clock.domain();
  return recorded(service, dataset, id, [
    { type: 'drafted', at, by: 'writer', source, jurisdiction: JURISDICTION, entry },
    { type: 'submitted', at, by: 'writer', entry },
    { type: 'approved', at, by: 'reviewer' },
    { type: 'published', at },
  ]);
}

/** An open channel of alpha for the dataset `weather` on this agreement. */
export function channelOfAlpha(service: Service, id: string, basis: string): Promise<string> {
  const at = service.clock.domain();
  return recorded(service, channel, id, [
    {
      type: 'requested',
      at,
      organization: 'alpha',
      dataset: 'weather',
      basis: { kind: 'agreement', id: basis },
      grantor: 'grantor',
      jurisdiction: JURISDICTION,
      scope: hashOf('a'),
    },
    { type: 'opened', at, from: at, until: '2027-06-01T00:00:00.000Z' },
  ]);
}

/** A verified partnership: it operates by exception and cannot register (REG-3). */
export function partnership(service: Service, id: string): Promise<string> {
  const at = service.clock.domain();
  return recorded(service, organization, id, [
    {
      type: 'registered',
      at,
      by: 'founder',
      organization: id,
      kind: 'unincorporated',
      title: '测试合伙事务所',
      creditCode: '91511700MA00000036',
      jurisdiction: JURISDICTION,
      mainland: true,
    },
    { type: 'verified', at, by: 'verifier', evidence: documentOf('evidence') },
  ]);
}
