import { routes as agreement } from '../functions/agreement/routes.ts';
import { routes as casework } from '../functions/casework/routes.ts';
import { routes as catalog } from '../functions/catalog/routes.ts';
import { routes as channel } from '../functions/channel/routes.ts';
import { routes as console } from '../functions/console/routes.ts';
import { routes as credit } from '../functions/credit/routes.ts';
import { routes as deadline } from '../functions/deadline/routes.ts';
import { routes as detection } from '../functions/detection/routes.ts';
import { routes as disclosure } from '../functions/disclosure/routes.ts';
import { routes as enforcement } from '../functions/enforcement/routes.ts';
import { routes as evidence } from '../functions/evidence/routes.ts';
import { routes as gate } from '../functions/gate/routes.ts';
import { routes as identity } from '../functions/identity/routes.ts';
import { routes as log } from '../functions/log/routes.ts';
import { routes as market } from '../functions/market/routes.ts';
import { routes as notification } from '../functions/notification/routes.ts';
import { routes as product } from '../functions/product/routes.ts';
import { routes as registry } from '../functions/registry/routes.ts';
import { routes as scorecard } from '../functions/scorecard/routes.ts';
import { routes as signing } from '../functions/signing/routes.ts';
import { routes as supervision } from '../functions/supervision/routes.ts';
import type { Route } from '../shared/http/route.ts';

/** Every function that answers HTTP, with its routes: what the API document describes. Mounting adds what each needs. */
export const functions = {
  identity,
  catalog,
  agreement,
  channel,
  gate,
  enforcement,
  registry,
  detection,
  supervision,
  credit,
  scorecard,
  product,
  market,
  deadline,
  evidence,
  notification,
  console,
  casework,
  signing,
  disclosure,
  log,
} as const satisfies Record<string, readonly Route<never>[]>;
export type FunctionName = keyof typeof functions;
