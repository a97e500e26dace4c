import { misfit } from '../domain/strategies/fits.ts';
import type { StrategyConfig } from '../domain/strategies/index.ts';
import type { Place } from './find.ts';
import { type Reaches, topologyOf } from './strategy-for.ts';

/**
 * What people should hear of the replicas that were seen there (null: nobody could tell): that they are not as many as
 * is said of the place, or too few for this strategy. Replicas come and go, so nothing is refused for it.
 */
export function replicasThere(
  ctx: Reaches,
  wanted: Place & { readonly strategy: StrategyConfig },
  seen: number | null,
): string | null {
  const at = topologyOf(ctx, wanted);
  if (seen === null || seen === at.replicas) return null;
  const { name } = wanted.environment;
  const found = seen > 0 ? misfit(wanted.strategy, { ...at, replicas: seen }) : null;
  const serve = `${seen} ${seen === 1 ? 'serves' : 'serve'} there now`;
  const so = found
    ? `, and with that many ${wanted.strategy.kind} would not fit: ${found.why}`
    : '';
  if (at.replicas !== undefined) return `${name} is said to have ${at.replicas}, but ${serve}${so}`;
  return found && `nobody says how many ${name} has; ${serve}${so}`;
}
