import { handle } from 'hono/aws-lambda';
import { mount } from '../../shared/http/app.ts';
import { gateBorder, gateFromEnvironment } from './deployed.ts';
import { type StreamingRuntime, streaming } from './lambda.ts';
import { routes } from './routes.ts';

/** Put there by Lambda's runtime. */
declare const awslambda: StreamingRuntime;

const app = mount(routes, gateBorder(gateFromEnvironment()));

export const handler = streaming(app, awslambda);

/** Where the API cannot stream: pages only. */
export const buffered = handle(app);
