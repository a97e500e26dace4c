import { type Breaker, isStopping } from '../breaker/decide.ts';
import { EVERY, nameLine, type Place } from '../breaker/place.ts';
import type { BreakerRule } from '../breaker/rule.ts';
import type { Environment } from '../catalog/catalog.ts';
import { sayDuration } from '../kernel/duration.ts';
import { isSameTarget } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import { isReplaced } from './request.ts';

/** A place whose line failed deployments stop. */
export interface Tripping {
  readonly place: Place;
  readonly because: string;
  /** Who asked for those that failed. */
  readonly parties: readonly string[];
}

/**
 * Where enough deployments failed within the time of the rule to stop the line: of one service in an
 * environment, or of all services there. What failed before a line was opened again is forgiven.
 */
export function trippings(
  ended: readonly Deployment[],
  breakers: readonly Breaker[],
  {
    rule,
    environments,
  }: { readonly rule: BreakerRule; readonly environments: readonly Environment[] },
  now: Instant,
): readonly Tripping[] {
  const counted = rule.environments ?? environments.flatMap((e) => (e.protected ? [e.name] : []));
  const since = plus(now, -rule.within);
  const failed = ended.filter(
    (d) =>
      isFailure(d) &&
      d.finishedAt !== null &&
      d.finishedAt > since &&
      counted.includes(d.environment),
  );
  const services = new Map(failed.map((d) => [`${d.service} ${d.environment}`, placeOf(d)]));
  const fleets = new Map(
    failed.map((d) => [d.environment, { service: EVERY, environment: d.environment }]),
  );
  const limits = [
    ...[...services.values()].map((place) => ({ place, limit: rule.failures })),
    ...[...fleets.values()].map((place) => ({ place, limit: rule.fleet })),
  ];
  return limits.flatMap(({ place, limit }) => {
    const held = breakers.find((one) => isSameTarget(one, place));
    if (held && isStopping(held)) return [];
    const forgiven = held?.state.kind === 'closed' ? held.state.since : instant(0);
    const own = failed.filter(
      (d) =>
        (place.service === EVERY || d.service === place.service) &&
        d.environment === place.environment &&
        (d.finishedAt ?? 0) > forgiven,
    );
    return own.length < limit ? [] : [trippedBy(place, own, rule)];
  });
}

function trippedBy(place: Place, own: readonly Deployment[], { within }: BreakerRule): Tripping {
  const ids = own.map(({ id }) => id).toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  return {
    place,
    because: `${own.length} ${own.length === 1 ? 'deployment' : 'deployments'} of ${nameLine(place)} failed within ${sayDuration(within)}: ${ids.join(', ')}`,
    parties: [...new Set(own.map((d) => d.requestedBy))],
  };
}

/** What was replaced by its successor has not failed, and a rollback that fails is somebody's incident, not a count. */
function isFailure(d: Deployment): boolean {
  return d.kind === 'deploy' && d.status === 'failed' && !isReplaced(d);
}

function placeOf({ service, environment }: Deployment): Place {
  return { service, environment };
}
