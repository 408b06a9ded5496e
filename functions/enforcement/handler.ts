import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf, serviceFromEnvironment } from '../../shared/service.ts';
import { confirmMeasures } from './confirm.ts';
import { routes } from './routes.ts';

const service = serviceFromEnvironment();

export const handler = handle(mount(routes, borderOf(service)));

/** Run by the schedule and by the stream. */
export const confirm = () =>
  confirmMeasures(service, { monotonic: () => performance.now(), sleep: service.store.sleep });
