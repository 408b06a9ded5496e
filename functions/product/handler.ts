import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf, serviceFromEnvironment } from '../../shared/service.ts';
import { routes } from './routes.ts';
import { openYears } from './years.ts';

const service = serviceFromEnvironment();

export const handler = handle(mount(routes, borderOf(service)));

/** Run by the schedule. */
export const years = () => openYears(service);
