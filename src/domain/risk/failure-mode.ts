import { z } from 'zod';
import { Because } from '../kernel/action-id.ts';

const DOES = ['roll-back', 'pause', 'stop'] as const;

/**
 * One thing a person in trouble can do, offered as a button in an incident. `do` and `run` are command
 * lines of Fairway, with the rights of whoever presses; a `runbook` is done by hand.
 */
const Mitigation = z
  .strictObject({
    label: z.string().min(1).max(40).describe('What the button says, such as "Roll back".'),
    do: z
      .enum(DOES)
      .optional()
      .describe(
        'roll-back and pause: the deployment that is suspected of the incident. stop: the line of the service that is hurt.',
      ),
    run: z
      .string()
      .regex(/^\/(release|rollback) \S/, 'must be a line such as /rollback shop in production')
      .optional()
      .describe('A command line, run with the rights of whoever presses it.'),
    runbook: z
      .string()
      .max(500)
      .regex(/^https:\/\/[^\s<>|]+$/, 'must be an address such as https://wiki.example/carts')
      .optional()
      .describe('The address of what people do by hand.'),
  })
  .refine((one) => [one.do, one.run, one.runbook].filter((way) => way !== undefined).length === 1, {
    error: 'must have one of do, run and runbook',
  });
export type Mitigation = z.infer<typeof Mitigation>;

const ByLabels = z
  .record(z.string(), z.string())
  .refine((labels) => Object.keys(labels).length > 0, 'must name a label');

/**
 * A way in which services are known to fail, written down by those who were woken by it. It is shown
 * when a change matches what it is bound to, and in an incident.
 */
export const FailureMode = z.strictObject({
  name: z
    .string()
    .max(80)
    .regex(/[\p{L}\p{N}]/u, 'must have a letter or a digit')
    .describe('What people call it.'),
  services: z.array(z.string()).min(1).describe('The services it happens to.'),
  paths: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Patterns as in CODEOWNERS: only when one of them changes. Left out: always.'),
  alerts: z
    .array(z.union([z.string().min(1), ByLabels]))
    .min(1)
    .optional()
    .describe(
      'Alerts by which it shows: a name, or labels that all must fit. Left out: any incident of its services.',
    ),
  says: z.string().min(1).max(500).describe('What happens, and what to watch.'),
  mitigations: z.array(Mitigation).max(4).default([]).describe('What helps, as buttons.'),
  because: Because.optional(),
});
export type FailureMode = z.infer<typeof FailureMode>;

/** A name as people type it and as the ledger has it: `Cold carts` is `cold-carts`. */
export function modeKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The mode a word means, whatever its case and however its words are parted. */
export function modeNamed(modes: readonly FailureMode[], word: string): FailureMode | null {
  return modes.find(({ name }) => modeKey(name) === modeKey(word)) ?? null;
}

/** How a change touches a failure mode. `unknown`: bound to files, and which files change nobody knows. */
export interface Feared {
  readonly mode: FailureMode;
  readonly because: 'service' | 'paths' | 'unknown';
  /** The files that match; empty unless it is because of them. */
  readonly paths: readonly string[];
}

/** The same as a deployment keeps it: the name people know, and why it comes to mind. */
export interface FearedMode {
  readonly name: string;
  readonly why: string;
}

/** Why one thinks of it, in few words. */
export function whyFeared({ because, paths }: Feared): string {
  return because === 'unknown' ? 'if its files change' : (paths[0] ?? 'this service');
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
