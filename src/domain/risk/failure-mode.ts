import { z } from 'zod';

/** One thing a person in trouble can do: a command line of Fairway, offered as a button. */
const Mitigation = z.strictObject({
  label: z.string().min(1).max(40).describe('What the button says, such as "Roll back".'),
  run: z
    .string()
    .regex(/^\/(release|rollback) \S/, 'must be a line such as /rollback shop in production')
    .describe('The command line it stands for, run with the rights of whoever presses it.'),
});

/**
 * A way in which services are known to fail, written down by those who were woken by it. It is shown
 * when a change matches what it is bound to, and in an incident.
 */
export const FailureMode = z.strictObject({
  name: z.string().min(1).max(80).describe('What people call it.'),
  services: z.array(z.string()).min(1).describe('The services it happens to.'),
  paths: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Patterns as in CODEOWNERS: only when one of them changes. Left out: always.'),
  alerts: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Names of alerts by which it shows. Left out: none of its own.'),
  says: z.string().min(1).max(500).describe('What happens, and what to watch.'),
  mitigations: z.array(Mitigation).max(4).default([]).describe('What helps, as buttons.'),
});
export type FailureMode = z.infer<typeof FailureMode>;

/** How a change touches a failure mode. `unknown`: bound to files, and which files change nobody knows. */
export interface Feared {
  readonly mode: FailureMode;
  readonly because: 'service' | 'paths' | 'unknown';
  /** The files that match; empty unless it is because of them. */
  readonly paths: readonly string[];
}

interface Change {
  readonly service: string;
  /** Null where nobody knows. */
  readonly paths: readonly string[] | null;
}

/**
 * The failure modes to think of before this change, in the order they are written down.
 * @param matches whether a pattern of CODEOWNERS covers a path
 */
export function fearedIn(
  modes: readonly FailureMode[],
  change: Change,
  matches: (pattern: string, path: string) => boolean,
): readonly Feared[] {
  return modes.flatMap((mode): readonly Feared[] => {
    if (!mode.services.includes(change.service)) return [];
    const { paths: patterns } = mode;
    if (patterns === undefined) return [{ mode, because: 'service', paths: [] }];
    if (change.paths === null) return [{ mode, because: 'unknown', paths: [] }];
    const paths = change.paths.filter((path) => patterns.some((one) => matches(one, path)));
    return paths.length > 0 ? [{ mode, because: 'paths', paths }] : [];
  });
}
