import { routes as catalog } from '../functions/catalog/routes.ts';
import { routes as channel } from '../functions/channel/routes.ts';
import { routes as disclosure } from '../functions/disclosure/routes.ts';
import { routes as enforcement } from '../functions/enforcement/routes.ts';
import { routes as gate } from '../functions/gate/routes.ts';
import { routes as identity } from '../functions/identity/routes.ts';
import type { Route } from '../shared/http/route.ts';

/** Every function that answers HTTP, with its routes: what the API document describes. Mounting adds what each needs. */
export const functions = {
  identity,
  catalog,
  channel,
  gate,
  enforcement,
  disclosure,
} as const satisfies Record<string, readonly Route<never>[]>;
export type FunctionName = keyof typeof functions;
