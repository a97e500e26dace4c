import { z } from 'zod';
import { Because } from '../kernel/action-id.ts';
import type { Target } from '../kernel/target.ts';

/** Nothing of these services starts or goes on while an incident is open about one of those, in the same environment. */
export const NotWhile = z.strictObject({
  name: z.string().min(1).max(120).describe('What people read while it holds something.'),
  environments: z.array(z.string()).min(1).describe('Where it holds.'),
  services: z.array(z.string()).min(1).optional().describe('What it holds. Left out: everything.'),
  incident: z
    .array(z.string())
    .min(1)
    .describe('Services: while an incident is open about one of them there.'),
  because: Because.optional(),
});
export type NotWhile = z.infer<typeof NotWhile>;

/** The rules that speak of this target. */
export function notWhileOf(
  rules: readonly NotWhile[],
  { service, environment }: Target,
): readonly NotWhile[] {
  return rules.filter(
    (rule) => rule.environments.includes(environment) && (rule.services?.includes(service) ?? true),
  );
}
