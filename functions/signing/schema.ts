import * as z from 'zod';
import { id } from '../../shared/domain/values.ts';

export const pageQuery = z.object({ lang: z.enum(['zh', 'en']).optional() });
export const params = z.strictObject({ id });
