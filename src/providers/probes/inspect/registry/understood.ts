import type { z } from 'zod';

/** @throws when an answer is not of the form it must have */
export function understood<T>(schema: z.ZodType<T>, text: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${what} is no JSON`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`${what} is not as OCI describes it (${read.error.issues[0]?.message})`);
}
