import { streamHandle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { gateBorder, gateFromEnvironment } from './deployed.ts';
import { routes } from './routes.ts';

export const handler = streamHandle(mount(routes, gateBorder(gateFromEnvironment())));
