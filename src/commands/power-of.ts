import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Step } from '../domain/plan/step.ts';
import { fitting } from '../domain/strategies/fits.ts';
import { makePlan, type StrategyConfig } from '../domain/strategies/index.ts';
import { isEnough } from '../domain/strategies/sees.ts';
import type { Context } from '../ports/context.ts';
import { type PowerKnown, sayPower, sayRemedy } from '../projections/power.ts';
import type { Place } from './find.ts';
import type { PlannedStart } from './planned-start.ts';
import { playedBefore } from './played-before.ts';
import { rehearsalOf } from './rehearsal-of.ts';
import { replicasThere } from './replicas-there.ts';
import { strategyFor, topologyOf } from './strategy-for.ts';
import { type Measures, usualTraffic } from './usual-traffic.ts';

/** What the judges of a plan would see on the traffic usual at that time; null where it judges nothing. */
export async function powerAt(
  ctx: Measures,
  place: Place,
  plan: readonly Step[],
  at: Instant,
): Promise<PowerKnown | null> {
  if (!plan.some(({ kind }) => kind === 'judge')) return null;
  const usual = await usualTraffic(ctx, place, at);
  const others = fitting(topologyOf(ctx, place)).filter((kind) => kind !== 'canary');
  if ('unknown' in usual) return { kind: 'unknown', why: usual.unknown, others };
  const power = await playedBefore(plan, usual);
  return power && { kind: 'known', power, others };
}

/** What a preview says of it: its power, where it is not rehearsed, and what runs there other than is said. */
export async function sightOf(
  ctx: Pick<Context, 'provider' | 'records' | 'catalog'>,
  wanted: Place & { readonly strategy: StrategyConfig },
  plan: readonly Step[],
  { start, now, replicas }: Known,
) {
  const power = await powerAt(ctx, wanted, plan, start?.planned.at ?? now);
  const rehearsal = await rehearsalOf(ctx, wanted, plan, now);
  return { power, rehearsal, replicas: replicasThere(ctx, wanted, replicas) };
}

interface Known {
  readonly start: PlannedStart | null;
  readonly now: Instant;
  /** How many replicas serve there now; null: nobody can tell. */
  readonly replicas: number | null;
}

/** The strategy that goes out there then (null: now), as `strategyFor` has it; refused as well where it sees too little. */
export async function seeingStrategy(
  ctx: Pick<Context, 'provider' | 'records' | 'catalog'>,
  place: Place,
  named: string | undefined,
  start: PlannedStart | null,
): Promise<StrategyConfig | Refusal> {
  const strategy = strategyFor(ctx, place, named);
  if (isRefusal(strategy)) return strategy;
  const at = start?.planned.at ?? (await ctx.records.now());
  return (await powerless(ctx, place, strategy, at)) ?? strategy;
}

/** Where power is required: no, with the numbers and what would fit; null where it is enough or not required. */
async function powerless(
  ctx: Pick<Context, 'provider' | 'records' | 'catalog'>,
  place: Place,
  strategy: StrategyConfig,
  at: Instant,
): Promise<Refusal | null> {
  if (strategy.kind !== 'canary' || !strategy.requirePower) return null;
  const { placement, environment } = place;
  const found = await powerAt(ctx, place, makePlan(strategy, placement), at);
  if (!found || (found.kind === 'known' && isEnough(found.power))) return null;
  return refuse('too-little-power', `This canary would not see enough in ${environment.name}.`, {
    why: sayPower(found),
    fix: sayRemedy(found),
  });
}
