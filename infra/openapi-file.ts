import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from './openapi.ts';

/*
 * `tsx infra/openapi-file.ts FOLDER` writes FOLDER/openapi.json. The build of disclosure's bundle runs it, because that
 * function reads the document from beside itself (functions/disclosure/service.ts).
 */
const [, , folder = 'dist'] = process.argv;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'openapi.json'), JSON.stringify(openApi()));
