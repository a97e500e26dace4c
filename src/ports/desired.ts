import type { Artifact } from '../domain/artifact/artifact.ts';
import type { Observation } from './deployer.ts';

/** Whether the state that an effect of the Deployer asks for is there. */
export type Desired = (seen: Observation) => boolean;

export function isStaged(artifacts: readonly Artifact[]): Desired {
  return ({ staged }) => artifacts.every(({ digest }) => staged.includes(digest));
}

export function runs({ digest }: Artifact): Desired {
  return ({ live }) => live.some((one) => one.digest === digest && one.healthy);
}

export function hasShares(artifact: Artifact, rest: Artifact | null, percent: number): Desired {
  return (seen) =>
    shareOf(seen, artifact) === percent && (rest === null || shareOf(seen, rest) === 100 - percent);
}

export function servesAlone(artifact: Artifact, standby: Artifact | null): Desired {
  const alone = othersAreGone(artifact, standby);
  return (seen) => alone(seen) && (standby === null || runs(standby)(seen));
}

/** As `servesAlone`, whatever has become of the stand-by: its death undoes no retirement. */
export function othersAreGone(artifact: Artifact, standby: Artifact | null): Desired {
  const kept = [artifact.digest, standby?.digest];
  return (seen) =>
    shareOf(seen, artifact) === 100 && seen.live.every(({ digest }) => kept.includes(digest));
}

function shareOf({ live }: Observation, { digest }: Artifact): number {
  return live.filter((one) => one.digest === digest).reduce((sum, one) => sum + one.percent, 0);
}

/** It can serve without a registry: pulled, or running by now. */
export function isThere(artifact: Artifact): Desired {
  const pulled = isStaged([artifact]);
  const running = runs(artifact);
  return (seen) => pulled(seen) || running(seen);
}
