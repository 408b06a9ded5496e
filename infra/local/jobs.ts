import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import type { Service } from '../../shared/service.ts';
import type { Job } from './schedules.ts';

/** What comes round on AWS by schedule, here by timer. */
export function jobsOf(service: Service): readonly Job[] {
  const { sleep } = service.store;
  return [
    // Each second, so that the page says "confirmed" as soon as the freshness bound allows it (POLICY-8).
    {
      name: 'confirmation',
      everyMs: 1_000,
      run: () => confirmMeasures(service, { monotonic: () => performance.now(), sleep }),
    },
  ];
}
