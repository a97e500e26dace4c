import type { Log } from '../../ports/log.ts';
import type { Provider } from '../../ports/provider.ts';
import { createProgramArtifacts } from '../programs/artifacts.ts';
import { toolsThere } from '../programs/present.ts';
import { createCommandDeployer } from './deployer.ts';
import { longestRun } from './patience.ts';
import { commandRoom, commandTarget } from './target.ts';

/** Steps that a program of the target brings about. */
const PROGRAMS = ['prestage', 'start', 'shift', 'finish'] as const;
const NAME = 'command';
const GRACE_MS = 5_000;
/** Each target's own `timeout` ends a program long before; this only ends what that could not. */
const PATIENCE_MS = 24 * 3_600_000;

/**
 * Deploys by running programs of yours, as a service's target describes them (`commandTarget`). It
 * measures nothing, so a plan that judges traffic is refused there.
 * @param env Fairway's own environment; a program gets PATH and what its target lets through
 * @param folder where relative paths begin, e.g. the folder of the configuration; else where we run
 * @param graceMs how long a program has after SIGTERM before SIGKILL
 */
export function createCommandProvider(options: {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
  readonly log: Log;
  readonly graceMs?: number;
}): Provider {
  const ground = { env: process.env, folder: '.', graceMs: GRACE_MS, ...options };
  return {
    name: NAME,
    patienceMs: PATIENCE_MS,
    patienceAt: (placement, step) =>
      longestRun(commandTarget.parse(placement), step) + ground.graceMs,
    toolsAt(placement, steps) {
      const target = commandTarget.parse(placement);
      const { observe } = target;
      const own = PROGRAMS.filter((verb) => steps.includes(verb)).map(
        (v) => [v, target[v]] as const,
      );
      return toolsThere(ground, target, { ...Object.fromEntries(own), observe });
    },
    topologyAt: commandRoom,
    deployer: createCommandDeployer(NAME, ground),
    artifacts: createProgramArtifacts(ground, (placement) => commandTarget.parse(placement)),
    metrics: null,
  };
}
