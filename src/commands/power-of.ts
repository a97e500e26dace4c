import { findEnvironment, findService, placementOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Facts } from '../domain/gates/facts.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Step } from '../domain/plan/step.ts';
import { othersThan } from '../domain/strategies/by-need.ts';
import { makePlan, type StrategyConfig } from '../domain/strategies/index.ts';
import { isRefused } from '../domain/strategies/too-little.ts';
import type { Context } from '../ports/context.ts';
import { type PowerKnown, sayPower, sayWaysOn, seeingOf } from '../projections/power.ts';
import type { DeployArgs } from './deploy-args.ts';
import { withStrategy } from './deploy-lines.ts';
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
  const others = othersThan('canary', place.placement.picked, topologyOf(ctx, place));
  if ('unknown' in usual) return { kind: 'unknown', why: usual.unknown, others };
  const power = await playedBefore(plan, usual);
  return power && { kind: 'known', power, others };
}

/** The same of a deployment's own plan; null as well where it has no place any more. */
export async function powerOfPlan(
  ctx: Measures & Pick<Context, 'catalog'>,
  d: Pick<Deployment, 'service' | 'environment' | 'plan'>,
  at: Instant,
): Promise<PowerKnown | null> {
  const service = findService(ctx.catalog(), d.service);
  const environment = findEnvironment(ctx.catalog(), d.environment);
  const placement = service && placementOf(service, d.environment);
  if (!service || !environment || !placement) return null;
  return powerAt(ctx, { service, environment, placement }, d.plan, at);
}

/** The same in words, for the gate that asks again before a start. */
export function foreseeing(ctx: Measures & Pick<Context, 'catalog'>) {
  return async (d: Deployment, at: Instant): Promise<Facts['power']> => {
    const found = await powerOfPlan(ctx, d, at);
    return found && { sees: seeingOf(found), why: sayPower(found), instead: sayWaysOn(found) };
  };
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

/**
 * The strategy that goes out there then (null: now), as `strategyFor` has it; refused as well where its judges would see
 * too little. What ends an incident goes all the same, unless power is required, and its preview says so.
 */
export async function seeingStrategy(
  ctx: Pick<Context, 'provider' | 'records' | 'catalog'>,
  place: Place,
  typed: DeployArgs,
  start: PlannedStart | null,
): Promise<StrategyConfig | Refusal> {
  const strategy = strategyFor(ctx, place, typed.strategy);
  if (isRefusal(strategy) || strategy.kind !== 'canary') return strategy;
  const { requirePower } = strategy;
  if (requirePower === false || (typed.fixes !== undefined && !requirePower)) return strategy;
  const at = start?.planned.at ?? (await ctx.records.now());
  const found = await powerAt(ctx, place, makePlan(strategy, place.placement), at);
  if (!found || !isRefused(strategy, place.environment, seeingOf(found))) return strategy;
  return tooLittle(found, place, typed);
}

/** No, with the numbers, what would do, and how it goes on knowingly. */
function tooLittle(found: PowerKnown, { environment }: Place, typed: DeployArgs): Refusal {
  const [other] = found.others;
  return refuse('too-little-power', `This canary would not see enough in ${environment.name}.`, {
    why: sayPower(found),
    fix: sayWaysOn(found),
    ...(other ? { line: withStrategy(typed, environment.name, other) } : {}),
  });
}
