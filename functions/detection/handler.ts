import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf, serviceFromEnvironment } from '../../shared/service.ts';
import { detect as detectBreaches } from './detect.ts';
import { routes } from './routes.ts';

const service = serviceFromEnvironment();

export const handler = handle(mount(routes, borderOf(service)));

/** Run by the schedule. */
export const detect = () => detectBreaches(service);
