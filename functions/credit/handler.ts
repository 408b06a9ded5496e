import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { borderOf } from '../../shared/service.ts';
import { routes } from './routes.ts';
import { creditFromEnvironment } from './service.ts';

export const handler = handle(mount(routes, borderOf(creditFromEnvironment())));
