import type { Log } from '../../ports/log.ts';
import type { Provider } from '../../ports/provider.ts';
import { createProgramArtifacts } from '../programs/artifacts.ts';
import { toolsThere } from '../programs/present.ts';
import { timeoutOf } from '../programs/runner.ts';
import { createHaproxyDeployer } from './deployer.ts';
import { ENDING_MS } from './ending.ts';
import { haproxyRoom, haproxyTarget } from './target.ts';

const NAME = 'haproxy';
const GRACE_MS = 5_000;
/** Besides what its programs take: haproxy's answers, and the wait under a new fence. */
const OWN_MS = 15_000;
/** Each target's own `timeout` ends a program long before; this only ends what that could not. */
const PATIENCE_MS = 24 * 3_600_000;

/**
 * Slots on plain hosts behind a haproxy that is already there (`haproxyTarget`). haproxy counts requests
 * and errors and keeps no distribution of latency, without which nothing is ever found as good, so it
 * measures nothing here: a plan that judges is refused where the environment names no `signals`.
 * @param env Fairway's own environment; a program gets PATH and what its target lets through
 * @param folder where relative paths begin, e.g. the folder of the configuration; else where we run
 */
export function createHaproxyProvider(options: {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
  readonly log: Log;
  readonly graceMs?: number;
}): Provider {
  const ground = { env: process.env, folder: '.', graceMs: GRACE_MS, ...options };
  return {
    name: NAME,
    patienceMs: PATIENCE_MS,
    patienceAt: (placement, step) => {
      const target = haproxyTarget.parse(placement);
      const programs = step === 'start' || step === 'prestage' || step === 'finish' ? 3 : 1;
      const ownMs = step === 'finish' ? OWN_MS + ENDING_MS : OWN_MS;
      return programs * timeoutOf(programs === 1 ? 'observe' : step, target) + ownMs;
    },
    toolsAt(placement) {
      const target = haproxyTarget.parse(placement);
      const { prestage, start, close, stop, running } = target;
      return toolsThere(ground, target, { prestage, start, close, stop, running });
    },
    topologyAt: haproxyRoom,
    deployer: createHaproxyDeployer(NAME, ground),
    artifacts: createProgramArtifacts(ground, (placement) => haproxyTarget.parse(placement)),
    metrics: null,
  };
}
