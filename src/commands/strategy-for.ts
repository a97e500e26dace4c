import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import {
  defaultStrategy,
  type StrategyConfig,
  type StrategyKind,
} from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import type { Place } from './find.ts';

/** The strategy that was named, else the service's own; refused where nothing could judge it. */
export function strategyFor(
  ctx: Pick<Context, 'provider'>,
  { environment, placement }: Place,
  named: string | undefined,
): StrategyConfig | Refusal {
  const strategy = named ? defaultStrategy(named as StrategyKind) : placement.strategy;
  if (strategy.kind !== 'canary') return strategy;
  if (ctx.provider(environment.name).metrics !== null) return strategy;
  return refuse('cannot-judge', `${environment.name} has nothing that measures traffic.`, {
    why: 'A canary that nobody judges is a slow blind rollout.',
    fix: 'Choose --strategy rolling or blue-green.',
  });
}
