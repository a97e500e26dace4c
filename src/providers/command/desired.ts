import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Observation } from '../../ports/deployer.ts';

/** Whether what an effect would bring about is there already. */
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
  const kept = [artifact.digest, standby?.digest];
  return (seen) =>
    shareOf(seen, artifact) === 100 &&
    (standby === null || runs(standby)(seen)) &&
    seen.live.every(({ digest }) => kept.includes(digest));
}

function shareOf({ live }: Observation, { digest }: Artifact): number {
  return live.filter((one) => one.digest === digest).reduce((sum, one) => sum + one.percent, 0);
}
