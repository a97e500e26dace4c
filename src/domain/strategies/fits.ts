import { defaultStrategy, type StrategyConfig, type StrategyKind } from './index.ts';
import { madeOf, unmade } from './replicas.ts';

/** What a place can hold and split, known before anything runs there. null, or left out: nobody said. */
export interface Room {
  /** Versions that can run there side by side. */
  readonly slots: number | null;
  /** Whether a router splits traffic between two versions in any share. */
  readonly weights: boolean | null;
  /** How many of a version serve there; unless a router splits, shares are made of them. */
  readonly replicas?: number | undefined;
  /** How many more than those may run there during a rollout. */
  readonly surge?: number | undefined;
}

export interface Topology extends Room {
  /** Whether requests, errors and latency of each version are measured. */
  readonly measured: boolean;
  /** Numbers of the business that are counted there beside them, by name. */
  readonly numbers?: readonly string[];
  /** What an objective may count there by an indicator (`seriesOf`) without `signals`; left out: nothing. */
  readonly series?: readonly string[];
  /** Whether it is known there what a version is built of; left out: nobody knows. */
  readonly sboms?: boolean;
}

/** Why a strategy cannot work at a place, in numbers where there are any, and what to write so that it does. */
interface Against {
  readonly why: string;
  /** null: nothing that is written makes it fit. */
  readonly instead: string | null;
}

/** A strategy that cannot work at a place, and those that can, as `defaultAt` has them. */
export interface Misfit extends Against {
  readonly fitting: readonly StrategyKind[];
}

/** A strategy that has both versions serve for a while. */
type Sharing = Extract<StrategyConfig, { kind: 'rolling' | 'canary' }>;

const KINDS: readonly StrategyKind[] = ['rolling', 'blue-green', 'canary'];

/** The same place with what is written of its replicas; what its provider tells of them goes before that. */
export function withReplicas<At extends Room>(
  at: At,
  { replicas, surge }: Pick<Room, 'replicas' | 'surge'>,
): At {
  return { ...at, replicas: at.replicas ?? replicas, surge: at.surge ?? surge };
}

/** Why a strategy cannot work there, or null where nothing is known against it. */
export function misfit(strategy: StrategyConfig, at: Topology): Misfit | null {
  const found = against(strategy, at);
  return found && { ...found, fitting: fitting(at) };
}

/** The strategies that nothing is known against there. */
export function fitting(at: Topology): readonly StrategyKind[] {
  return KINDS.filter((kind) => against(defaultAt(kind, at), at) === null);
}

/** A strategy with its own defaults, as far as the place has a say in them. */
export function defaultAt(kind: StrategyKind, at: Topology): StrategyConfig {
  return fittedTo(defaultStrategy(kind), at);
}

/**
 * The same where nobody wrote its shares: rolling goes out in a single batch where the usual ones cannot be made. The
 * first share of a canary is how many people may meet a bad version, so it is never raised unasked.
 */
export function fittedTo(strategy: StrategyConfig, at: Topology): StrategyConfig {
  if (strategy.kind !== 'rolling' || unshared(strategy, at) === null) return strategy;
  return { ...strategy, batches: [] };
}

function against(strategy: StrategyConfig, at: Topology): Against | null {
  switch (strategy.kind) {
    case 'rolling':
      return inPlace(at) ?? unshared(strategy, at);
    case 'blue-green':
      return beside(strategy.kind, at) ?? crowded(strategy.kind, 2 * (at.replicas ?? 0), at);
    case 'canary':
      return (
        unjudged(at) ??
        unshared(strategy, at) ??
        beside(strategy.kind, at) ??
        crowded(strategy.kind, 2, at)
      );
  }
}

/** With one slot that is said already: there one version at a time is what people have chosen. */
function inPlace({ slots, replicas, surge }: Room): Against | null {
  if (slots === 1 || replicas !== 1 || surge !== 0) return null;
  return {
    why: 'with 1 replica and a surge of 0 the old version ends before the new one serves, so nobody would be served meanwhile (slots: 1 in its target says that this may be)',
    instead: 'surge: 1',
  };
}

function unjudged({ measured }: Topology): Against | null {
  if (measured) return null;
  return {
    why: 'a canary is judged, and nothing there measures requests, errors and latency of each version',
    instead: null,
  };
}

function beside(kind: StrategyKind, { slots }: Room): Against | null {
  if (slots === null || slots >= 2) return null;
  const why = `${kind} needs 2 slots, one for each version, and there is ${slots}`;
  return { why, instead: null };
}

/** Whether so many replicas, half of them of each version, may run there at once. */
function crowded(kind: StrategyKind, needed: number, { replicas, surge }: Room): Against | null {
  if (replicas === undefined || surge === undefined || replicas + surge >= needed) return null;
  const room = `room for ${replicas + surge} (${replicas} and a surge of ${surge})`;
  return {
    why: `${kind} runs ${needed} replicas at once, ${needed / 2} of each version, and there is ${room}`,
    instead: `surge: ${needed - replicas}`,
  };
}

/** Any share can be had of a router that splits, whole replicas where they make the shares, and else none. */
function unshared(strategy: Sharing, { weights, replicas }: Room): Against | null {
  const key = strategy.kind === 'rolling' ? 'batches' : 'weights';
  const shares = strategy.kind === 'rolling' ? strategy.batches : strategy.weights;
  if (weights === true || shares.length === 0) return null;
  if (replicas === undefined) return weights === false ? whole(strategy) : null;
  const why = unmade(shares, replicas);
  if (why === null) return null;
  const made = madeOf(shares, replicas);
  // A rolling rollout of a single batch splits nothing; a canary without a share is none.
  const instead =
    strategy.kind === 'canary' && made.length === 0
      ? null
      : `kind: ${strategy.kind}, ${key}: [${made.join(', ')}]`;
  return { why: `its ${key} are made of whole replicas there, and ${why}`, instead };
}

function whole(strategy: Sharing): Against {
  if (strategy.kind === 'canary') {
    const why =
      'a canary gives the new version a share of the traffic, and traffic there can only be moved whole';
    return { why, instead: null };
  }
  const shares = strategy.batches.map((share) => `${share} %`).join(', ');
  return {
    why: `its batches give the new version ${shares} of the traffic, and traffic there can only be moved whole`,
    instead: 'kind: rolling, batches: []',
  };
}
