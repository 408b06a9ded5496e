import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { detect } from '../../functions/detection/detect.ts';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { sealHours } from '../../functions/evidence/seal.ts';
import { drillOrFail } from '../../functions/gate/drill.ts';
import { deliverWebhooks } from '../../functions/notification/deliver.ts';
import type { NotificationService } from '../../functions/notification/service.ts';
import { openYears } from '../../functions/product/years.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import type { Skew } from '../../shared/store/skew.ts';
import type { Job } from './schedules.ts';

/** What comes round on AWS by schedule, here by timer. */
export function jobsOf(
  service: NotificationService,
  sequencer: Sequencer,
  skew: Skew,
  drillEveryMs?: number,
): readonly Job[] {
  const { sleep } = service.store;
  return [
    // Rung by the stream; the sweep takes what the bell missed, and signs anew where the last signature grows old.
    { name: 'sequencer', everyMs: 60_000, run: () => sequenced(sequencer) },
    // On AWS each minute; here often, so that whoever plays the story need not wait for a first supply to count.
    { name: 'deadline', everyMs: 5_000, run: () => sweepDeadlines(service) },
    // What is due is sealed within a minute; after a pause of days one run takes a hundred hours (POLICY-20).
    { name: 'sealing', everyMs: 60_000, run: () => sealHours({ ...service, skew }) },
    // What is owed for a year that ended; a look at the store most of the time.
    { name: 'years', everyMs: 5_000, run: () => openYears(service) },
    { name: 'webhooks', everyMs: 2_000, run: () => deliverWebhooks(service) },
    // On AWS each minute; here often, so that an alarm is there while somebody still looks at what raised it.
    { name: 'detection', everyMs: 10_000, run: () => detect(service) },
    // Each second, so that the page says "confirmed" as soon as the freshness bound allows it (POLICY-8).
    {
      name: 'confirmation',
      everyMs: 1_000,
      run: () => confirmMeasures(service, { monotonic: () => performance.now(), sleep }),
    },
    // Only where it is asked for: it loads the database for some seconds. On AWS each hour.
    ...(drillEveryMs === undefined
      ? []
      : [{ name: 'drill', everyMs: drillEveryMs, run: () => drillOrFail(service, skew) }]),
  ];
}

async function sequenced(sequencer: Sequencer): Promise<void> {
  const { halted } = await sequence(sequencer);
  if (halted) throw new Error(`the log stands still: ${halted}`);
}
