import * as z from 'zod';
import { id, jurisdiction } from '../../shared/domain/values.ts';

const lang = z.enum(['zh', 'en']).optional();
const cursor = z.string().max(4_096).optional();

export const pageQuery = z.object({ lang });
export const listQuery = z.object({ lang, cursor, status: z.string().max(40).optional() });
export const deadlinesQuery = z.object({ lang, cursor, jurisdiction: jurisdiction.optional() });
export const params = z.strictObject({ id });
