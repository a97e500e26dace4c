import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { lacking, sayNeeds, unfit } from '../domain/strategies/by-need.ts';
import { defaultAt, type Misfit, type Topology, withReplicas } from '../domain/strategies/fits.ts';
import type { StrategyConfig, StrategyKind } from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import type { Provider } from '../ports/provider.ts';
import type { Place } from './find.ts';

/** The strategy that was named, else the service's own; refused where it cannot work, with what can. */
export function strategyFor(
  ctx: Pick<Context, 'provider'>,
  { service, environment, placement }: Place,
  named: string | undefined,
): StrategyConfig | Refusal {
  const at = topologyOf(ctx, { service, environment, placement });
  const strategy = named ? defaultAt(named as StrategyKind, at) : placement.strategy;
  const { metrics } = ctx.provider(targetOf({ service, environment }));
  if (placement.criteria.success && !metrics?.spans) return cannotVerify(environment.name);
  const { picked } = placement;
  const lost = picked ? lacking(strategy.kind, picked.needs) : [];
  if (lost.length > 0)
    return refuse('strategy-unfit', `${strategy.kind} does not fit ${environment.name}.`, {
      why: `It needs ${sayNeeds(picked?.needs ?? [])}, and ${strategy.kind} does not give ${sayNeeds(lost)}.`,
      fix: `Leave --strategy out: ${placement.strategy.kind} is picked.`,
    });
  const found = unfit({ strategy, ...(picked && { picked }) }, at);
  if (found === null) return strategy;
  return refuse('strategy-unfit', `${strategy.kind} does not fit ${environment.name}.`, {
    why: `${found.why.charAt(0).toUpperCase()}${found.why.slice(1)}.`,
    fix: remedy(found),
  });
}

function remedy({ instead, fitting }: Misfit): string {
  const named = `--strategy ${fitting.join(' or ')}`;
  if (instead !== null)
    return fitting.length > 0 ? `Write ${instead}; or choose ${named}.` : `Write ${instead}.`;
  return fitting.length > 0
    ? `Choose ${named}.`
    : 'Nothing that fits there gives what it needs: change its target or its needs.';
}

/** As much of a provider as tells what a place can hold, split and measure. */
export interface Reaches {
  readonly provider: (target: Target) => Pick<Provider, 'metrics' | 'topologyAt'>;
}

/** What the place can hold, split and measure, as far as anybody said. */
export function topologyOf(ctx: Reaches, { service, environment, placement }: Place): Topology {
  const { topologyAt, metrics } = ctx.provider(targetOf({ service, environment }));
  const room = topologyAt?.(placement.target) ?? { slots: null, weights: null };
  return withReplicas({ ...room, measured: metrics !== null }, placement);
}

function targetOf({ service, environment }: Pick<Place, 'service' | 'environment'>): Target {
  return { service: service.name, environment: environment.name };
}

function cannotVerify(environment: string): Refusal {
  return refuse(
    'cannot-verify',
    `${environment} has nothing that remembers how a service did before.`,
    {
      why: 'Its success criteria compare with an earlier time, so it could never be Verified.',
      fix: `Name a Prometheus under signals of ${environment}, or take success out of its criteria.`,
    },
  );
}
