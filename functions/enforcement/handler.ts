import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf } from '../../shared/service.ts';
import { confirmMeasures } from './confirm.ts';
import { enforcementFromEnvironment } from './deployed.ts';
import { routes } from './routes.ts';

const service = enforcementFromEnvironment();

export const handler = handle(mount(routes, borderOf(service)));

/** Run by the schedule and by the stream. */
export const confirm = () =>
  confirmMeasures(service, { monotonic: () => performance.now(), sleep: service.store.sleep });
