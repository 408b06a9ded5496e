import * as z from 'zod';
import { id } from '../../shared/domain/values.ts';

const lang = z.enum(['zh', 'en']).optional();

export const pageQuery = z.object({ lang });
export const listQuery = z.object({
  lang,
  cursor: z.string().max(4_096).optional(),
  status: z.string().max(40).optional(),
  /** What the form for a new one begins with. */
  case: id.optional(),
  subject: id.optional(),
});
export const params = z.strictObject({ id });
