import { z } from 'zod';

/** How many of a version serve at a place. */
export const Replicas = z.int().min(1);

/** How many more than that may run there during a rollout: so many, or a part of them. */
export const Surge = z.union([
  z.int().min(0),
  z.string().regex(/^\d{1,3}%$/, 'must be a number of replicas, or a part of them such as 25%'),
]);
export type Surge = z.infer<typeof Surge>;

/**
 * A surge in replicas. A part of them is rounded up, as Kubernetes does with `maxSurge`: "Absolute number is calculated
 * from percentage by rounding up" (API reference, apps/v1, RollingUpdateDeployment).
 */
export function surgeOf(surge: Surge, replicas: number): number {
  if (typeof surge === 'number') return surge;
  return Math.ceil((Number.parseInt(surge, 10) * replicas) / 100);
}

/**
 * How many replicas a share is. Those are the ones taken from the old version, so it is rounded down, as Kubernetes does
 * with `maxUnavailable` (same place): never do more people meet the new version, or wait for it, than was written.
 */
export function replicasIn(percent: number, replicas: number): number {
  return Math.floor((percent * replicas) / 100);
}

interface Serving {
  readonly percent: number;
  readonly replicas?: number | undefined;
}

/** How many serve where one version does; null where two do, as in a rollout, or nobody can tell. */
export function replicasSeen(live: readonly Serving[]): number | null {
  const [one, ...others] = live.filter(({ percent }) => percent > 0);
  return others.length === 0 ? (one?.replicas ?? null) : null;
}

/** Why shares cannot be made of so many replicas, in numbers; null where each is one more step than the one before. */
export function unmade(shares: readonly number[], replicas: number): string | null {
  const counts = shares.map((share) => replicasIn(share, replicas));
  const nth = counts.findIndex((count, i) => count === 0 || count === counts[i - 1]);
  if (nth < 0) return null;
  const share = `${shares[nth]} %`;
  return counts[nth] === 0
    ? `${share} of ${replicas} is less than one`
    : `${shares[nth - 1]} % and ${share} of ${replicas} are both ${counts[nth]}`;
}

/** The shares nearest to these that so many replicas make, each once: of 4 they are 25 and 50 for 10 and 50. */
export function madeOf(shares: readonly number[], replicas: number): readonly number[] {
  const counts = shares.map((share) => Math.max(1, replicasIn(share, replicas)));
  const some = counts.filter((count) => count < replicas);
  return [...new Set(some)].map((count) => Math.ceil((100 * count) / replicas));
}
