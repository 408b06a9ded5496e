import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf, serviceFromEnvironment } from '../../shared/service.ts';
import { routes } from './routes.ts';

export const handler = handle(mount(routes, borderOf(serviceFromEnvironment())));
