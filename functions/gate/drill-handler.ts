import { serviceFromEnvironment } from '../../shared/service.ts';
import { drillOrFail } from './drill.ts';

const service = serviceFromEnvironment();

/** Run by a schedule; a broken promise fails the call, and an alarm stands on that. Its times go to the log. */
export const drill = async (): Promise<void> => {
  console.log(JSON.stringify({ level: 'info', what: 'drill', ...(await drillOrFail(service, service.skew)) }));
};
