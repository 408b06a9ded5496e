import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes as channelRoutes } from '../../functions/channel/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import { routes as identityRoutes } from '../../functions/identity/routes.ts';
import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity, testService } from './harness.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
// Registering a subject asks nothing of identity's own dependencies.
const routes = [...channelRoutes, ...enforcementRoutes, ...(identityRoutes as unknown as Route<Service>[])];
const { as } = open(routes, service);
let engineer: Client;
let clerk: Client;

const items = async () => (await client.send(new ScanCommand({ TableName: table, Select: 'COUNT' }))).Count;
const codes = resolve(import.meta.dirname, '../../../shared/data/codes/uscc-invalid.csv');

beforeAll(async () => {
  await settleCity(service, ['agency', 'authority', 'alpha']);
  [engineer, clerk] = [await as('engineer'), await as('clerk')];
});

describe.skipIf(!existsSync(codes))('credit codes that are none (skipped where ../shared/data is absent)', () => {
  it('are each refused under GB 32100, never repeated, and nothing is written', async () => {
    const rows = readFileSync(codes, 'utf8').trim().split(/\r?\n/).slice(1);
    const before = await items();
    for (const row of rows) {
      const value = row.slice(0, row.lastIndexOf(',')).replaceAll('"', '');
      const body = { kind: 'company', title: '某公司', creditCode: value, jurisdiction: '511700', mainland: true };
      const answer = await engineer.post('/organizations', body);
      expect([value, answer.status]).toEqual([value, 422]);
      if (value.length > 6) expect(answer.text).not.toContain(value);
    }
    expect(await items()).toBe(before);
  }, 120_000);
});

describe('moments and days that do not exist', () => {
  it.each([
    '2026-02-30T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2025-02-29T00:00:00.000Z',
    '2026-01-01T25:00:00.000Z',
    '2026-01-01',
    '01/02/2026',
    '+010000-01-01T00:00:00.000Z',
    '',
  ])('%s is refused with its place', async (moment) => {
    const answer = await engineer.post('/channels/none/open', { from: moment, until: '2027-01-01T00:00:00.000Z' });
    expect([answer.status, answer.problem.grounds[0]?.pointer]).toEqual([422, '/from']);
  });
});

describe('documents', () => {
  it.each([
    ['neither text nor bytes', {}],
    ['both at once', { text: 'a', mediaType: 'text/plain', base64: 'YQ==' }],
    ['what is not base64', { mediaType: 'image/png', base64: '***' }],
    ['a media type that is none', { mediaType: 'x', base64: 'YWJj' }],
    ['a text without words', { text: '   ' }],
    ['a text that is too long', { text: '字'.repeat(100_001) }],
  ])('%s is refused before anything is written', async (_, fact) => {
    const before = await items();
    const answer = await clerk.post('/cases', { subject: 'alpha', facts: [fact] });
    expect(answer.status).toBe(422);
    expect(await items()).toBe(before);
  });

  it('a list without bound is refused', async () => {
    const facts = Array.from({ length: 51 }, () => ({ text: '证据' }));
    expect((await clerk.post('/cases', { subject: 'alpha', facts })).status).toBe(422);
  });
});
