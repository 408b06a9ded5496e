import { type CaseEvent, violation } from '../../shared/domain/case.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Service } from '../../shared/service.ts';
import { transact } from '../../shared/store/transact.ts';
import { decideAt, delivered, enforcing } from '../domain/enforcing.ts';
import { recorded } from './recorded.ts';

/** The case of the domain tests as one of alpha, handled by the test city's authority: decided, remedies told. */
export const caseEvents = (events: readonly CaseEvent[]): CaseEvent[] => {
  const text = JSON.stringify(events).replaceAll('"rongshu"', '"alpha"').replaceAll('"bureau"', '"authority"');
  return JSON.parse(text).map((event: unknown) => violation.event.parse(event));
};
export const decidedCase = (service: Service, id: string): Promise<string> =>
  recorded(service, violation, id, caseEvents(delivered().and(enforcing['tell-remedy'](decideAt)).events));

/** The claim by which an organization is found by its credit code, as its registration makes it. */
export async function claimCode({ store }: Service, id: string): Promise<void> {
  await transact(store, async (unit) => {
    const { state } = await unit.load(organization, id);
    if (state.status === 'none') throw new Error(`${id} is not settled`);
    unit.claim('credit-code', state.creditCode, id, { refused: 'rule', grounds: [] });
    return { status: 200, body: '', headers: {} };
  });
}
