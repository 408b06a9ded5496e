import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { gateBorder, gateFromEnvironment } from './deployed.ts';
import { routes } from './routes.ts';

export const handler = handle(mount(routes, gateBorder(gateFromEnvironment())));
