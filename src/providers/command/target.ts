import { z } from 'zod';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import type { Room } from '../../domain/strategies/fits.ts';
import { argvOf, checkRedacted, surroundings } from '../programs/target.ts';
import { PLACEHOLDERS } from './verbs.ts';

/**
 * How `provider: command` runs programs of yours: one argv per verb, its first element the program. No
 * shell is involved, so quoting, pipes and variables mean nothing. A `{placeholder}` is replaced inside
 * its element; put `--` before the first of them where the program understands it.
 *
 *   resolve   prints `{"version", "digest"}`; exit 66 and `{"known": […]}` when there is none
 *   changes   prints `{"changes": [title, …], "total": n}`, newest first: what the version brings over the
 *             previous one, and `"authors"` and `"paths"` of all of it where they are known; exit 66
 *             when nothing is. Optional, and given 2 s
 *   prestage  pulls one version, run once for each; without it pulling is left to `start`
 *   start, shift, finish   bring about the state that src/ports/deployer.ts describes
 *   observe   prints `{"live": [{"version", "digest", "percent", "healthy"}], "staged": [digest]}`;
 *             start, shift and finish count as done once it shows them, shares to the percent. `"replicas"`
 *             beside `healthy`, how many of a version run there, is optional: what differs from the
 *             service's `replicas` is told. With a `"config"` (a hash of the
 *             configuration it runs with) its owners are asked when that changes
 *
 * What exit codes mean: exit-codes.ts. A value that does not exist is passed as `none`. Programs get
 * PATH, TRACEPARENT (the span they are run for) and the variables named in `env`, nothing else. `timeout` bounds one run (resolve and observe:
 * 30 s at most). What a rollback would run is looked for before production starts, and again as traffic moves: the
 * programs, the script behind an interpreter (`[node, start.mjs]`), and the files that `needs` lists.
 *
 * `slots` (versions that can run side by side there) and `weights` (whether a router splits traffic in any
 * share) say what the place can do; a strategy that needs more is refused before anything is planned. Where
 * a service says its `replicas` and no router splits, a share is that part of them, rounded down to whole
 * ones, and `percent` stays the share that was asked for.
 *
 * After a crash Fairway relies on what `dedup` promises: `key`, the script remembers `{key}`; `cas`, it
 * changes only what `{previous_digest}` still is; `observe`, Fairway looks before it runs it again;
 * `none` (unless told), it is not run again and a person is asked. Fairway keeps no fence here: a script
 * that can compare `{epoch}` with the highest it has seen should, and exit 73. `observe` is told one as
 * well (`none` where nothing follows the look): who remembers it there lets nothing in between.
 */
export const commandTarget = z
  .strictObject({
    resolve: argvOf(PLACEHOLDERS, 'resolve'),
    changes: argvOf(PLACEHOLDERS, 'changes').optional(),
    prestage: argvOf(PLACEHOLDERS, 'prestage').optional(),
    start: argvOf(PLACEHOLDERS, 'start'),
    shift: argvOf(PLACEHOLDERS, 'shift'),
    finish: argvOf(PLACEHOLDERS, 'finish'),
    observe: argvOf(PLACEHOLDERS, 'observe'),
    cwd: surroundings.cwd,
    env: surroundings.env,
    needs: surroundings.needs,
    timeout: surroundings.timeout,
    dedup: z.enum(['key', 'cas', 'observe', 'none']).default('none'),
    redact: surroundings.redact,
    slots: z.int().min(1).optional(),
    weights: z.boolean().optional(),
  })
  .superRefine((target, context) => checkRedacted(target, context));
export type CommandTarget = z.infer<typeof commandTarget>;

/** What a target says of its place. */
export function commandRoom(placement: ProviderTarget): Room {
  const { slots = null, weights = null } = commandTarget.parse(placement);
  return { slots, weights };
}
