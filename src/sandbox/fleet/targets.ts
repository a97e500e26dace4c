import type { Target } from '../../domain/kernel/target.ts';
import { FIRST_VERSIONS } from './sample/versions.ts';

export const SERVICES: readonly string[] = Object.keys(FIRST_VERSIONS);
export const ENVIRONMENTS: readonly string[] = ['staging', 'production'];

/** Every place where something may run; each has its own proxy, fence and versions. */
export const TARGETS: readonly Target[] = ENVIRONMENTS.flatMap((environment) =>
  SERVICES.map((service) => ({ service, environment })),
);

export function sameTarget(a: Target, b: Target): boolean {
  return a.service === b.service && a.environment === b.environment;
}

/** `shop in production`, as refusals and logs speak of it. */
export function nameTarget({ service, environment }: Target): string {
  return `${service} in ${environment}`;
}
