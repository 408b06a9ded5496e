import * as z from 'zod';
import { jurisdiction } from '../../shared/domain/values.ts';

const lang = z.enum(['zh', 'en']).optional();

export const pageQuery = z.object({ lang });
export const deadlinesQuery = z.object({
  lang,
  cursor: z.string().max(4_096).optional(),
  jurisdiction: jurisdiction.optional(),
});
