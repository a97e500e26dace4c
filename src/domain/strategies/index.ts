import { z } from 'zod';
import type { Step } from '../plan/step.ts';
import { blueGreen } from './blue-green.ts';
import { canary } from './canary.ts';
import { rolling } from './rolling.ts';
import type { Ground } from './strategy.ts';
import { withChecks } from './with-checks.ts';
import { withSuccess } from './with-success.ts';

/** Every way to roll out. One file and one line each. */
export const strategies = [rolling, blueGreen, canary] as const;

export const StrategyConfig = z.discriminatedUnion('kind', [
  rolling.config,
  blueGreen.config,
  canary.config,
]);
export type StrategyConfig = z.infer<typeof StrategyConfig>;
export type StrategyKind = StrategyConfig['kind'];

/** The steps of a rollout, in order, with what looks at it from outside. */
export function makePlan(config: StrategyConfig, ground: Ground): readonly Step[] {
  return withChecks(withSuccess(rollout(config, ground), ground), ground);
}

/** A kind without a strategy does not compile. */
function rollout(config: StrategyConfig, ground: Ground): readonly Step[] {
  switch (config.kind) {
    case 'rolling':
      return rolling.plan(config, ground);
    case 'blue-green':
      return blueGreen.plan(config, ground);
    case 'canary':
      return canary.plan(config, ground);
  }
}

/** A strategy with its own defaults, for `--strategy canary` where configuration names another. */
export function defaultStrategy(kind: StrategyKind): StrategyConfig {
  return StrategyConfig.parse({ kind });
}
