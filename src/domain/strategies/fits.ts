import type { StrategyConfig, StrategyKind } from './index.ts';

/** What a place can hold and split, known before anything runs there. null: nobody said. */
export interface Room {
  /** Versions that can run there side by side. */
  readonly slots: number | null;
  /** Whether traffic can be split between two versions in any share. */
  readonly weights: boolean | null;
}

export interface Topology extends Room {
  /** Whether requests, errors and latency of each version are measured. */
  readonly measured: boolean;
}

/** A strategy that cannot work at a place: why, in numbers where there are any, and those that can. */
export interface Misfit {
  readonly why: string;
  readonly fitting: readonly StrategyKind[];
}

const KINDS: readonly StrategyKind[] = ['rolling', 'blue-green', 'canary'];

/** Why a strategy cannot work there, or null where nothing is known against it. */
export function misfit(strategy: StrategyConfig, at: Topology): Misfit | null {
  const why = against(strategy.kind, at) ?? splits(strategy, at);
  if (why === null) return null;
  // A rolling rollout of a single batch splits nothing, so it fits wherever versions can be replaced.
  return { why, fitting: fitting(at) };
}

/** The strategies that nothing is known against there. */
export function fitting(at: Topology): readonly StrategyKind[] {
  return KINDS.filter((kind) => against(kind, at) === null);
}

function against(kind: StrategyKind, { slots, weights, measured }: Topology): string | null {
  switch (kind) {
    case 'rolling':
      return null;
    case 'blue-green':
      return beside(kind, slots);
    case 'canary':
      if (!measured)
        return 'a canary is judged, and nothing there measures requests, errors and latency of each version';
      if (weights === false)
        return 'a canary gives the new version a share of the traffic, and traffic there can only be moved whole';
      return beside(kind, slots);
  }
}

function beside(kind: StrategyKind, slots: number | null): string | null {
  if (slots === null || slots >= 2) return null;
  return `${kind} needs 2 slots, one for each version, and there is ${slots}`;
}

function splits(strategy: StrategyConfig, { weights }: Topology): string | null {
  if (strategy.kind !== 'rolling' || weights !== false || strategy.batches.length === 0)
    return null;
  const shares = strategy.batches.map((share) => `${share} %`).join(', ');
  return `its batches give the new version ${shares} of the traffic, and traffic there can only be moved whole (batches: [] does that)`;
}
