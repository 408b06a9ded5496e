import * as z from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { safeParse } from 'zod/v4/core';

const inners = new WeakMap<$ZodType, $ZodType>();

/**
 * A schema of zod/mini, which the gate shares, as a member of a body: one message instead of many, and its value as it
 * was sent. The API document describes it by the schema itself.
 */
export function mini<T>(schema: $ZodType<T>, message: string): z.ZodType<T, T> {
  const made = z.custom<T>((value) => safeParse(schema, value).success, message);
  inners.set(made, schema);
  return made;
}

/** The schema that a member made by `mini` stands for. */
export const miniOf = (schema: $ZodType): $ZodType | undefined => inners.get(schema);
