import type { Catalog } from '../catalog/catalog.ts';
import { type Blackout, occurrences, startOf } from '../governance/window.ts';
import { sayDuration } from '../kernel/duration.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { expectMs, STEP_LAWS } from '../plan/step.ts';
import { makePlan } from '../strategies/index.ts';
import { type Closings, closingsOf, sayMoment } from './closings.ts';
import type { Finding } from './finding.ts';

const MINUTE_MS = 60_000;

/**
 * Blackouts that let what runs finish, and are shorter than a rollout: one that began a minute before goes on
 * showing itself to more people until the blackout is over, so that it held nothing of it.
 */
export function runThrough(catalog: Catalog): readonly Finding[] {
  const seen = new Set<string>();
  return closingsOf(catalog).flatMap((closings) =>
    closings.blackouts.flatMap((blackout): Finding[] => {
      const found = seen.has(blackout.name) ? null : through(blackout, closings);
      if (found) seen.add(blackout.name);
      return found ? [found] : [];
    }),
  );
}

function through(blackout: Blackout, { aim, target }: Closings): Finding | null {
  if ((blackout.inFlight ?? 'finish') !== 'finish') return null;
  const since = plus(startOf(blackout), -1);
  const [first] = occurrences(blackout, { since, until: plus(since, 2), most: 1 });
  const placement = aim.service.environments[target.environment];
  if (!first || !placement) return null;
  const start = plus(first.from, -MINUTE_MS);
  const last = lastExposure(makePlan(placement.strategy, placement), start);
  if (last === null || last < first.until) return null;
  const { service, environment } = target;
  return {
    about: `blackout ${blackout.name}`,
    what: `a rollout of ${service} takes longer than it and goes through it`,
    example: `${service} to ${environment} started at ${sayMoment(start)} meets more people at ${sayMoment(last)}, and the blackout of ${sayDuration(first.until - first.from)} was over then; "inFlight: pause" would hold it`,
  };
}

/** When more people meet it for the last time, if all goes well. */
function lastExposure(plan: ReturnType<typeof makePlan>, start: Instant): Instant | null {
  const index = plan.findLastIndex(({ kind }) => STEP_LAWS[kind].exposes);
  if (index < 0) return null;
  return plus(
    start,
    plan.slice(0, index).reduce((sum, step) => sum + expectMs(step), 0),
  );
}
