import type { Target } from '../kernel/target.ts';

/** In place of a service or an environment: all of them. */
export const EVERY = '*';

/**
 * What one breaker speaks for: a service in an environment, a service everywhere (`shop`, `*`), all of an
 * environment (`*`, `production`), or the fleet (`*`, `*`). No service and no environment can be called so.
 */
export type Place = Target;

export const FLEET: Place = { service: EVERY, environment: EVERY };

/** Whether the line of this place is the one that goes to this target. */
export function runsTo(place: Place, target: Target): boolean {
  const service = place.service === EVERY || place.service === target.service;
  return service && (place.environment === EVERY || place.environment === target.environment);
}

/** `everything`, `production`, `shop`, or `shop in production`. */
export function nameLine({ service, environment }: Place): string {
  if (service === EVERY) return environment === EVERY ? 'everything' : environment;
  return environment === EVERY ? service : `${service} in ${environment}`;
}

/** How the place is typed after `/release line open`. */
export function typeLine({ service, environment }: Place): string {
  if (service !== EVERY) return environment === EVERY ? service : `${service} in ${environment}`;
  return environment === EVERY ? 'all' : `all in ${environment}`;
}
