import { createRequire } from 'node:module';
import { z } from 'zod';

const patterns = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const side = z.object({ path: patterns.optional(), pathNot: patterns.optional() });

/** A wall as `walls.cjs` states it: patterns of paths on both sides of an import. */
export type Wall = z.infer<typeof Wall>;
export const Wall = z.object({ name: z.string(), from: side, to: side });

/** The list dependency-cruiser reads, not a copy of it. */
export function wallList(): readonly Wall[] {
  const load = createRequire(import.meta.url);
  return z.object({ forbidden: z.array(Wall) }).parse(load('../../walls.cjs')).forbidden;
}

/** Whether the patterns of one side of a wall take in this path. */
export function takesIn(one: Wall['from'], path: string): boolean {
  const hit = (pattern: string): boolean => new RegExp(pattern).test(path);
  return (one.path?.some(hit) ?? true) && !(one.pathNot?.some(hit) ?? false);
}
