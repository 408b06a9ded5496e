import { readFileSync } from 'node:fs';
import { type Service, serviceFromEnvironment } from '../../shared/service.ts';
import type { ApiDocument } from './document.ts';

/** Disclosure needs the API document beside the store. */
export interface Disclosure extends Service {
  readonly api: ApiDocument;
}

/** The build puts `openapi.json` beside the bundle (infra/openapi.ts makes it). @throws when it is not there */
export const disclosureFromEnvironment = (): Disclosure => ({
  ...serviceFromEnvironment(),
  // Our own build wrote it from this type.
  api: JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as ApiDocument,
});
