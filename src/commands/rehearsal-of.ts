import type { Deployment } from '../domain/deployment/deployment.ts';
import { expectedMs } from '../domain/deployment/expected.ts';
import { plannedFor } from '../domain/deployment/planned.ts';
import { roomAt } from '../domain/deployment/room.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Step } from '../domain/plan/step.ts';
import { misfit } from '../domain/strategies/fits.ts';
import type { StrategyConfig } from '../domain/strategies/index.ts';
import { rehearsedIn } from '../domain/strategies/rehearsal.ts';
import type { Context } from '../ports/context.ts';
import { sayRehearsal } from '../projections/rehearsal.ts';
import type { Place } from './find.ts';
import { topologyOf } from './strategy-for.ts';
import { typicalOf } from './typical.ts';

/** So many of those under way in an environment are looked at, and so many of those that are over. */
const MOST = 50;
const PAST = 20;
/** Of fewer nobody can say what is usual. */
const FEWEST = 5;

/**
 * What to hear where a strategy is not rehearsed before it is used: how earlier environments go out, whether the one
 * just before could rehearse it, how long that takes and how long one waits for it. Null where it is rehearsed.
 */
export async function rehearsalOf(
  ctx: Pick<Context, 'provider' | 'records' | 'catalog'>,
  { service, environment, placement, strategy }: Place & { readonly strategy: StrategyConfig },
  plan: readonly Step[],
  now: Instant,
): Promise<string | null> {
  const earlier = ctx.catalog().environments.flatMap((one): readonly Place[] => {
    const there = service.environments[one.name];
    return there && one.order < environment.order
      ? [{ service, environment: one, placement: there }]
      : [];
  });
  const how = rehearsedIn(
    strategy,
    earlier.map((one) => ({ name: one.environment.name, strategy: one.placement.strategy })),
  );
  const before = earlier.at(-1);
  if (how === null || before === undefined) return how;
  const at = before.environment.name;
  const unfit = misfit(strategy, topologyOf(ctx, before))?.why ?? null;
  const waits = await waitsAt(ctx, before, now);
  const takesMs = expectedMs(plan, undefined);
  const follows = `strategy: {kind: as-in, environment: ${environment.name}}`;
  const by = strategy === placement.strategy ? follows : `--strategy ${strategy.kind}`;
  return sayRehearsal({ how, at, by, unfit, takesMs, ...waits });
}

/** What one who asks for a deployment there would have to wait for. */
async function waitsAt(
  ctx: Pick<Context, 'records'>,
  { service, environment }: Place,
  now: Instant,
) {
  const { name, slots } = environment;
  const ask = (statuses: readonly Deployment['status'][], limit: number) =>
    ctx.records.deployments({ environment: name, statuses, limit });
  const [running, pending, over] = await Promise.all([
    ask(['running'], MOST),
    ask(['pending'], MOST),
    ask(['succeeded', 'failed'], PAST),
  ]);
  const typical = await typicalOf(ctx, running);
  const taking = running.map((d) => ({
    service: d.service,
    endsAt: plus(d.startedAt ?? now, typical(d)),
  }));
  const free = roomAt({ service: service.name, slots }, taking, now);
  const room = {
    inMs: free === null ? null : free - now,
    running: running.length,
    waiting: pending.filter((d) => plannedFor(d) === null).length,
  };
  return { room, usualMs: usualWait(over) };
}

/** The median from being asked for to the start; a planned start is no wait, and a rollback waits for nobody. */
function usualWait(over: readonly Deployment[]): number | null {
  const waits = over
    .filter((d) => d.kind === 'deploy' && plannedFor(d) === null)
    .flatMap(({ requestedAt, startedAt }) => (startedAt === null ? [] : [startedAt - requestedAt]))
    .toSorted((a, b) => a - b);
  return waits.length < FEWEST ? null : (waits[Math.floor((waits.length - 1) / 2)] ?? null);
}
