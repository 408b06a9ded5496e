import type { Envelope, Machine } from '../../../shared/domain/decision.ts';
import { proceedings } from '../../../shared/domain/proceedings.ts';
import { agreementWalk } from './agreement.ts';
import { caseWalk } from './case.ts';
import { channelWalk } from './channel.ts';
import { datasetWalk } from './dataset.ts';
import { depositWalk } from './deposit.ts';
import { organizationWalk } from './organization.ts';
import { planWalk } from './plan.ts';
import { proceedingWalk } from './proceeding.ts';
import { pricingWalk, productWalk } from './product.ts';
import { qualificationWalk } from './qualification.ts';
import { registrationWalk } from './registration.ts';
import { servedHourWalk } from './served-hour.ts';
import { subscriptionWalk } from './subscription.ts';
import { stories, type Walk } from './walk.ts';
import { yearlyWalks } from './yearly.ts';

interface Status {
  readonly status: string;
}
interface Typed {
  readonly type: string;
}

/** What somebody does with a machine and its stories, whatever their types. */
export type Use = <S extends Status, C extends Typed & Envelope, E extends Typed>(
  machine: Machine<S, C, E>,
  story: { readonly status: S['status']; readonly state: S; readonly events: readonly E[] },
) => Promise<void>;

/** Hands over one history for each status of every machine, found by walking. */
export async function everyStory(use: Use): Promise<void> {
  for (const each of walks) await each(use);
}

const told =
  <S extends Status, C extends Typed & Envelope, E extends Typed>(walk: Walk<S, C, E>, runs: number) =>
  async (use: Use) => {
    const { machine } = walk;
    for (const [status, events] of stories(walk, runs)) {
      await use(machine, { status, state: events.reduce(machine.evolve, machine.initial), events });
    }
  };

const walks = [
  told(organizationWalk, 100),
  told(datasetWalk, 100),
  told(planWalk, 100),
  told(qualificationWalk, 100),
  told(agreementWalk, 200),
  told(channelWalk, 100),
  told(registrationWalk, 300),
  told(caseWalk, 300),
  told(productWalk, 300),
  told(pricingWalk, 100),
  ...yearlyWalks.map((walk) => told(walk, 60)),
  told(depositWalk, 20),
  told(subscriptionWalk, 100),
  told(servedHourWalk, 100),
  ...proceedings.map((table) => told(proceedingWalk(table), 200)),
];
