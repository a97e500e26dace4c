import type { Target } from '../kernel/target.ts';

/**
 * What a lock is laid on, as the target whose fence guards it. A service in an environment is that target;
 * `*` stands for every service there, `platform/payments` for a platform and what it carries, `D-12` for one
 * deployment alone. No service can be called so.
 */
export type Place = Target;
export type Scope = 'change' | 'service' | 'environment' | 'platform';

const EVERYTHING = '*';
const PLATFORM = 'platform/';

export function environmentPlace(environment: string): Place {
  return { service: EVERYTHING, environment };
}

export function platformPlace(platform: string, environment: string): Place {
  return { service: `${PLATFORM}${platform}`, environment };
}

export function changePlace(id: string, environment: string): Place {
  return { service: id, environment };
}

export function scopeOf({ service }: Place): Scope {
  if (service === EVERYTHING) return 'environment';
  if (service.startsWith(PLATFORM)) return 'platform';
  return service.startsWith('D-') ? 'change' : 'service';
}

/** The platform of a platform's place, else null. */
export function platformOf({ service }: Place): string | null {
  return service.startsWith(PLATFORM) ? service.slice(PLATFORM.length) : null;
}

/** Every place whose lock holds this deployment; `platforms` are those that carry its service. */
export function placesOver(
  { service, environment }: Target,
  id: string | null,
  platforms: readonly string[],
): readonly Place[] {
  return [
    { service, environment },
    environmentPlace(environment),
    ...platforms.map((name) => platformPlace(name, environment)),
    ...(id === null ? [] : [changePlace(id, environment)]),
  ];
}

/** As it stands in a sentence: `shop in production`, `everything in production`. */
export function namePlace(place: Place): string {
  const { service, environment } = place;
  switch (scopeOf(place)) {
    case 'change':
      return service;
    case 'environment':
      return `everything in ${environment}`;
    case 'platform':
      return `the platform ${platformOf(place)} in ${environment}`;
    case 'service':
      return `${service} in ${environment}`;
  }
}

/** As it is typed after a verb: what, and in which environment where it needs one. */
export function typedPlace(place: Place): { readonly service: string; readonly in?: string } {
  const { service, environment } = place;
  if (scopeOf(place) === 'change') return { service };
  if (scopeOf(place) === 'environment') return { service: 'everything', in: environment };
  return { service: platformOf(place) ?? service, in: environment };
}
