import type { StrategyConfig } from './index.ts';

interface Earlier {
  readonly name: string;
  readonly strategy: StrategyConfig;
}

/**
 * Why a strategy is not rehearsed before it is used: no earlier environment goes out by it. Null where one does, where
 * there is none, and for a rollout in a single batch, in which there is nothing to rehearse.
 */
export function rehearsedIn(strategy: StrategyConfig, earlier: readonly Earlier[]): string | null {
  if (earlier.length === 0 || (strategy.kind === 'rolling' && strategy.batches.length === 0))
    return null;
  if (earlier.some((one) => isSame(one.strategy, strategy))) return null;
  const how = earlier.map((one) => `${one.name} goes out by ${sayWay(one.strategy)}`).join(', ');
  return `${sayWay(strategy)} is not rehearsed: ${how}`;
}

/** Times are shorter before production and thresholds are not; what is rehearsed is the way through the steps. */
function isSame(a: StrategyConfig, b: StrategyConfig): boolean {
  return sayWay(a) === sayWay(b);
}

function sayWay(strategy: StrategyConfig): string {
  switch (strategy.kind) {
    case 'canary':
      return `canary over ${shares(strategy.weights)}`;
    case 'rolling':
      return strategy.batches.length === 0 ? 'rolling' : `rolling over ${shares(strategy.batches)}`;
    case 'blue-green':
      return 'blue-green';
  }
}

function shares(all: readonly number[]): string {
  return all.map((one) => `${one} %`).join(', ');
}
