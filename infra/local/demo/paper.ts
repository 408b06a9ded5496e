import * as z from 'zod';
import { instant } from '../../../shared/domain/values.ts';
import type { Instant } from '../../../shared/law/time.ts';
import type { Client } from '../client.ts';

/** A document of the demonstration, as requests bring one. */
export const paper = (title: string) => ({ text: `${title}（演示文本）` });

/** What the platform's domain clock says now. */
export async function domainNow(client: Client): Promise<Instant> {
  const { body } = await client.get('/local/clock');
  return z.object({ domain: instant }).parse(body).domain;
}
