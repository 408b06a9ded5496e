import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf } from '../../shared/service.ts';
import { deliverWebhooks } from './deliver.ts';
import { routes } from './routes.ts';
import { notificationFromEnvironment } from './service.ts';

const service = notificationFromEnvironment();

export const handler = handle(mount(routes, borderOf(service)));

/** Run by the schedule. */
export const deliver = () => deliverWebhooks(service);
